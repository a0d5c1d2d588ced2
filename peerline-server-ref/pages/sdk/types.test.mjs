// `UPDATE=1 node --test` writes `plp-1.d.ts` anew from the schema of the protocol.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as sdk from "./index.js";
import { typesOf } from "./types.mjs";

const SCHEMA = new URL("../../../docs/schema/plp-1.schema.json", import.meta.url);
const WRITTEN = new URL("plp-1.d.ts", import.meta.url);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const SMALL = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "ClientFrame",
  description: "A frame from client to server.",
  oneOf: [
    { type: "object", properties: { t: { type: "string", const: "put" } }, required: ["t"], $ref: "#/$defs/Put" },
    { type: "object", properties: { t: { type: "string", const: "close" }, ref: { type: "integer", format: "uint64", minimum: 0 } }, required: ["t", "ref"] },
  ],
  $defs: {
    Put: {
      description: "Changes something, once.\n\nAnd */ no more.",
      type: "object",
      properties: {
        ref: { description: "The number.", type: "integer", format: "uint64", minimum: 0 },
        room: { anyOf: [{ $ref: "#/$defs/Room" }, { type: "integer" }] },
        body: true,
        re: { type: ["integer", "null"] },
        "x.own": { type: "array", items: { oneOf: [{ const: "a" }, { const: "b" }] } },
      },
      required: ["ref", "room", "body"],
    },
    Room: { type: "string", pattern: "^.+$" },
    Why: { oneOf: [{ description: "One.", type: "string", const: "trimmed" }, { type: "string", enum: ["epoch", "slow"] }] },
    heads: { type: "object", additionalProperties: { type: "integer" } },
    Named: { type: "object", patternProperties: { "^.{22}$": { type: "integer" } }, additionalProperties: false },
    Pair: { type: "array", prefixItems: [{ type: "string" }, { type: "boolean" }] },
    Empty: { type: "object", additionalProperties: false },
  },
};

const TYPES = `/** The frames of PLP/1; written from the JSON Schema of the protocol by \`types.mjs\`. */

/**
 * Changes something, once.
 *
 * And * / no more.
 */
export interface Put {
  /** The number. */
  ref: number;
  room: Room | number;
  body: unknown;
  re?: number | null;
  "x.own"?: ("a" | "b")[];
}

export type Room = string;

export type Why = "trimmed" | "epoch" | "slow";

export type Heads = Record<string, number>;

export type Named = Record<string, number>;

export type Pair = [string, boolean];

export type Empty = Record<string, never>;

/** A frame from client to server. */
export type ClientFrame = Put & {
  t: "put";
} | {
  t: "close";
  ref: number;
};
`;

test("a schema becomes types", () => {
  assert.equal(typesOf(SMALL), TYPES);
});

test("a keyword that would change a type is not passed over", () => {
  assert.throws(() => typesOf({ $defs: { A: { if: {} } } }), /if/);
  assert.throws(() => typesOf({ $defs: { A: { type: "text" } } }), /text/);
});

test("the types of the SDK are those of the schema", { skip: !existsSync(SCHEMA) && "there is no schema" }, () => {
  const text = typesOf(JSON.parse(readFileSync(SCHEMA, "utf8")));
  if (process.env.UPDATE === "1") writeFileSync(WRITTEN, text);
  assert.equal(readFileSync(WRITTEN, "utf8"), text);
});

test("what the types export is what the module exports", () => {
  const text = readFileSync(here("index.d.ts"), "utf8");
  const typed = [...text.matchAll(/^export (?:declare )?(?:class|function|const) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(typed.sort(), Object.keys(sdk).sort());
});

test("a program that uses the SDK is typed", { skip: !(hasCompiler() && existsSync(WRITTEN)) && "there is no tsc on this machine" }, () => {
  const { status, stdout } = spawnSync("tsc", ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", "--module", "nodenext", "--lib", "es2023,dom", here("sample.mts")], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

function hasCompiler() {
  return spawnSync("tsc", ["--version"]).status === 0;
}

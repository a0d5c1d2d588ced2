// `UPDATE=1 node --test` writes `lexicon.js` anew from the table of the protocol.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const SOURCE = new URL("../../../docs/schema/lexicon.json", import.meta.url);
const WRITTEN = new URL("lexicon.js", import.meta.url);

function generated() {
  const { fields, words } = JSON.parse(readFileSync(SOURCE, "utf8"));
  const byForm = Map.groupBy?.(fields, ({ form }) => form) ?? groups(fields);
  const forms = [...byForm].filter(([form]) => form !== "plain");
  return [
    "/** The numbers and forms of names and words in CBOR; written by `lexicon.test.mjs`. */",
    "",
    "/** Field names; the place is the number. */",
    `export const FIELDS = ${list(fields.map(({ name }) => name))};`,
    "",
    "/** The form of each field that is not `plain`. */",
    "export const FORMS = {",
    ...forms.map(([form, those]) => `  ${form}: ${list(those.map(({ name }) => name), "  ")},`),
    "};",
    "",
    "/** Words; the place is the number. */",
    `export const WORDS = ${list(words)};`,
    "",
  ].join("\n");
}

function groups(fields) {
  const found = new Map();
  for (const field of fields) found.set(field.form, [...(found.get(field.form) ?? []), field]);
  return found;
}

function list(texts, indent = "") {
  const lines = [""];
  for (const text of texts) {
    const word = `"${text}", `;
    if (lines.at(-1).length + word.length > 100) lines.push("");
    lines[lines.length - 1] += word;
  }
  return `[\n${lines.map((line) => `${indent}  ${line.trimEnd()}`).join("\n")}\n${indent}]`;
}

test("the lexicon of the SDK is the one of the protocol", () => {
  const text = generated();
  if (process.env.UPDATE === "1") writeFileSync(WRITTEN, text);
  assert.equal(readFileSync(WRITTEN, "utf8"), text);
});

test("every number stands once, without holes, and no name or word twice", () => {
  const { fields, words } = JSON.parse(readFileSync(SOURCE, "utf8"));
  fields.forEach(({ n }, place) => assert.equal(n, place));
  assert.equal(new Set(fields.map(({ name }) => name)).size, fields.length);
  assert.equal(new Set(words).size, words.length);
});

/**
 * Types from the JSON Schema of the protocol: `node types.mjs SCHEMA` prints them. It reads draft 2020-12
 * as far as the schema uses it; a keyword it does not know, and that would change a type, is an error.
 */
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

/** The text of a `.d.ts` for a schema. */
export function typesOf(schema) {
  const { $defs = {}, ...root } = schema;
  const named = Object.entries($defs).map(([name, each]) => declared(name, each));
  const isType = TYPED.some((keyword) => keyword in root);
  if (isType) named.push(declared(schema.title ?? "Frame", root));
  return [HEAD, ...named].join("\n");
}

function declared(name, schema) {
  check(schema, name);
  const doc = documented(schema, "");
  if (isPlainMap(schema)) return `${doc}export interface ${nameOf(name)} ${fieldsOf(schema, "")}\n`;
  return `${doc}export type ${nameOf(name)} = ${typeOf(schema, "")};\n`;
}

/** One type; everything a schema says at once holds at once. */
function typeOf(schema, indent) {
  if (schema === true || schema === undefined) return "unknown";
  if (schema === false) return "never";
  check(schema, "a schema");
  const parts = [];
  if ("$ref" in schema) parts.push(nameOf(decodeURIComponent(schema.$ref.split("/").at(-1))));
  if ("const" in schema) parts.push(JSON.stringify(schema.const));
  else if ("enum" in schema) parts.push(union(schema.enum.map((value) => JSON.stringify(value))));
  else if ("type" in schema || "properties" in schema) parts.push(byType(schema, indent));
  for (const keyword of ["oneOf", "anyOf"]) if (keyword in schema) parts.push(union(schema[keyword].map((each) => typeOf(each, indent))));
  for (const each of schema.allOf ?? []) parts.push(typeOf(each, indent));
  const known = [...new Set(parts)].filter((part) => part !== "unknown");
  if (known.length < 2) return known[0] ?? "unknown";
  return known.map((part) => (isUnion(part) ? `(${part})` : part)).join(" & ");
}

function byType(schema, indent) {
  const types = [schema.type ?? "object"].flat();
  return union(types.map((type) => (TYPES[type] ?? unknownType)(schema, indent)));
}

function mapOf(schema, indent) {
  if (schema.properties) return fieldsOf(schema, indent);
  const patterns = Object.values(schema.patternProperties ?? {});
  if (patterns.length > 0) return `Record<string, ${union(patterns.map((each) => typeOf(each, indent)))}>`;
  if (schema.additionalProperties === false) return "Record<string, never>";
  return `Record<string, ${typeOf(schema.additionalProperties, indent)}>`;
}

function fieldsOf({ properties = {}, required = [] }, indent) {
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, each]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${documented(each, inner)}${inner}${key}${required.includes(name) ? "" : "?"}: ${typeOf(each, inner)};`;
  });
  return fields.length === 0 ? "{}" : `{\n${fields.join("\n")}\n${indent}}`;
}

function listOf({ items, prefixItems }, indent) {
  if (prefixItems) return `[${prefixItems.map((each) => typeOf(each, indent)).join(", ")}]`;
  const type = typeOf(items, indent);
  return isUnion(type) || type.includes(" & ") ? `(${type})[]` : `${type}[]`;
}

function documented(schema, indent) {
  const lines = (schema.description ?? "").split("\n").map((line) => line.trim().replaceAll("*/", "* /"));
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

function isPlainMap(schema) {
  return schema.type === "object" && "properties" in schema && !["$ref", "oneOf", "anyOf", "allOf"].some((keyword) => keyword in schema);
}

/** Whether a type is a union at its outermost level. */
function isUnion(type) {
  let depth = 0;
  for (let at = 0; at < type.length; at += 1) {
    if ("({[<".includes(type[at])) depth += 1;
    if (")}]>".includes(type[at])) depth -= 1;
    if (depth === 0 && type.startsWith(" | ", at)) return true;
  }
  return false;
}

function union(types) {
  const different = [...new Set(types)];
  return different.includes("unknown") ? "unknown" : different.join(" | ");
}

function nameOf(name) {
  return name.replace(/(?:^|[^A-Za-z0-9])([A-Za-z0-9])/g, (_, first) => first.toUpperCase());
}

function check(schema, where) {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword) && !keyword.startsWith("x-"));
  if (unknown) throw new Error(`${where}: the keyword ${unknown} is not known here`);
}

function unknownType(schema) {
  throw new Error(`the type ${JSON.stringify(schema.type)} is not known here`);
}

const TYPES = {
  string: () => "string",
  integer: () => "number",
  number: () => "number",
  boolean: () => "boolean",
  null: () => "null",
  object: mapOf,
  array: listOf,
};
const TYPED = ["type", "properties", "$ref", "const", "enum", "oneOf", "anyOf", "allOf"];
const NOTES = ["$schema", "$id", "$comment", "title", "description", "default", "deprecated", "examples", "readOnly", "writeOnly"];
const BOUNDS = ["format", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "propertyNames", "contentEncoding", "contentMediaType", "not", "discriminator", "unevaluatedProperties"];
const KNOWN = new Set([...TYPED, ...NOTES, ...BOUNDS, "$defs", "required", "additionalProperties", "patternProperties", "items", "prefixItems"]);
const HEAD = "/** The frames of PLP/1; written from the JSON Schema of the protocol by `types.mjs`. */\n";

if (argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(typesOf(JSON.parse(readFileSync(argv[2], "utf8"))));

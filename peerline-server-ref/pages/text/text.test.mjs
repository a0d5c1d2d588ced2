import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import caseworkDe from "./casework-de.js";
import caseworkEn from "./casework-en.js";
import de from "./de.js";
import en from "./en.js";
import planDe from "./plan-de.js";
import planEn from "./plan-en.js";
import profileDe from "./profile-de.js";
import profileEn from "./profile-en.js";
import staffDe from "./staff-de.js";
import staffEn from "./staff-en.js";

const pages = new URL("../", import.meta.url);
const all = { ...en, ...profileEn, ...staffEn, ...caseworkEn, ...planEn };
const german = { ...de, ...profileDe, ...staffDe, ...caseworkDe, ...planDe };

test("every language has every key", () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  assert.deepEqual(Object.keys(profileDe).sort(), Object.keys(profileEn).sort());
  assert.deepEqual(Object.keys(planDe).sort(), Object.keys(planEn).sort());
  assert.deepEqual(Object.keys(caseworkDe).sort(), Object.keys(caseworkEn).sort());
  assert.deepEqual(Object.keys(staffDe).sort(), Object.keys(staffEn).sort());
});

test("every language fills in the same values", () => {
  const values = (text) => [...text.matchAll(/\{\w+\}/g)].map(([value]) => value).sort();
  for (const [key, text] of Object.entries(german)) assert.deepEqual(values(text), values(all[key]), key);
});

test("every key the pages name is there, and every key is named", () => {
  const used = new Set();
  const prefixes = new Set();
  for (const text of sources()) {
    for (const [word] of text.matchAll(/(?<=["`])[a-z][a-z_0-9]+(?=["`])/g)) used.add(word);
    for (const [, key] of text.matchAll(/\bt\("([a-z_0-9]+)"/g)) assert.ok(key in all, `no text for ${key}`);
    for (const [, key] of text.matchAll(/data-text="([a-z_0-9]+)"/g)) assert.ok(key in all, `no text for ${key}`);
    for (const [, prefix] of text.matchAll(/`([a-z_]+_)\$\{/g)) prefixes.add(prefix);
    for (const [, suffix] of text.matchAll(/`\$\{name\}(_[a-z]+)/g)) prefixes.add(suffix);
  }
  const isNamed = (key) => used.has(key) || [...prefixes].some((prefix) => key.startsWith(prefix)) || /^(breathing|grounding)_/.test(key);
  assert.deepEqual(Object.keys(all).filter((key) => !isNamed(key)), []);
});

test("no text breaks the rules of safe messaging", () => {
  const banned = /\b(commit(ted|s)? suicide|successful|failed attempt|we will save you|completely secret|nobody will ever know|selbstmord|freitod)\b/i;
  for (const [key, text] of Object.entries({ ...all })) assert.doesNotMatch(text, banned, key);
  for (const [key, text] of Object.entries(german)) assert.doesNotMatch(text, banned, key);
});

function sources() {
  const names = readdirSync(pages, { recursive: true }).filter((name) => /\.(js|html)$/.test(name) && !name.startsWith("text/"));
  return names.map((name) => readFileSync(new URL(name, pages), "utf8"));
}

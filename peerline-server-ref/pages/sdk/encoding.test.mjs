import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64url, isBase64url, toBase64url, toHex } from "./base64url.js";
import { decodeCbor, encodeCbor } from "./cbor.js";
import { decodeFrame, encodeFrame } from "./cbor-frames.js";
import { Chance } from "./chance.mjs";
import { CLIENT_FRAMES } from "./client-shapes.js";
import { decodeJson, encodeJson } from "./frames.js";
import { parseJson } from "./json.js";
import { FIELDS, FORMS, WORDS } from "./lexicon.js";
import { LIMITS, Refusal } from "./refusal.js";
import { fromCbor, toCbor } from "./transcode.js";

const ID = toBase64url(new Uint8Array(16).fill(7));
const hex = (text) => Uint8Array.from(text.replaceAll(" ", "").match(/../g) ?? [], (pair) => parseInt(pair, 16));
const ROUNDS = 2000;

/** What a decoder answers: a value, or the code of its refusal. Anything else that is thrown fails. */
function outcome(read) {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Refusal && ["bad", "too_big"].includes(error.code)) return { code: error.code };
    throw error;
  }
}
const codeOf = (read) => outcome(read).code;
const jsonCode = (text, limits) => codeOf(() => parseJson(text, limits));
const cborCode = (text, limits) => codeOf(() => decodeCbor(hex(text), limits));

/** A random text for a field of a form. */
function textOf(chance, form) {
  if (form === "bytes") return chance.below(4) ? toBase64url(chance.bytes(chance.below(70))) : chance.pick(["AB", "a b", "A"]);
  if (form === "hex") return chance.below(4) ? toHex(chance.bytes(8)) : chance.pick(["00", "00112233445566AA", "no"]);
  if (form === "word") return chance.below(3) ? chance.pick(WORDS) : chance.pick(["x.y", "w.999", "w.1e3", "w.12"]);
  if (form === "room") return chance.pick(["@me", "#mod/main", "room", toBase64url(chance.bytes(16)), `${ID.slice(0, 21)}x`]);
  return chance.pick(["", "a", "ä€😀", "\u0000\"\\", "\ufeff", "__proto__", "x".repeat(chance.below(300))]);
}

function numberOf(chance) {
  const size = 2 ** chance.below(54);
  return Math.max(Math.min(Math.floor(size - chance.below(3)), Number.MAX_SAFE_INTEGER), 0) * chance.pick([1, -1]) + 0;
}

function valueOf(chance, form, depth) {
  const turn = chance.below(depth > 4 ? 4 : 6);
  if (turn === 4) return chance.list(4, () => valueOf(chance, form, depth + 1));
  if (turn === 5) return mapOf(chance, form, depth + 1);
  if (turn === 3) return chance.pick([true, false, null]);
  if (turn === 2 && form !== "word") return numberOf(chance);
  return textOf(chance, form);
}

function mapOf(chance, form, depth) {
  const names = form === "rooms" ? chance.list(4, () => textOf(chance, "room")) : chance.list(6, () => chance.pick([...FIELDS, "x.own", "unknown", "__proto__", ""]));
  const entries = [...new Set(names)].map((name) => [name, valueOf(chance, form === "rooms" ? "plain" : formOf(name), depth)]);
  return Object.fromEntries(entries);
}

function formOf(name) {
  return Object.keys(FORMS).find((form) => FORMS[form].includes(name)) ?? "plain";
}

test("any map goes to CBOR and back, and has one form there", () => {
  const chance = new Chance(1);
  for (let n = 0; n < ROUNDS; n += 1) {
    const map = mapOf(chance, "plain", 1);
    const bytes = encodeCbor(toCbor(map));
    const wide = { ...LIMITS, depth: 20 };
    const back = outcome(() => fromCbor(decodeCbor(bytes, wide)));
    if (back.code) assert.equal(back.code, "too_big");
    else assert.deepEqual(back.value, plain(map), `round ${n}`);
    if (!back.code) assert.deepEqual(encodeCbor(toCbor(back.value)), bytes);
    const text = outcome(() => parseJson(JSON.stringify(map), wide));
    if (!text.code) assert.deepEqual(text.value, map);
  }
});

/** Sorts nothing, but gives `__proto__` the place that a parser gives it. */
function plain(map) {
  return JSON.parse(JSON.stringify(map));
}

test("random bytes are read or refused with a code, never anything else", () => {
  const chance = new Chance(2);
  let read = 0;
  for (let n = 0; n < 20 * ROUNDS; n += 1) {
    const bytes = chance.bytes(chance.below(24));
    const { value } = outcome(() => decodeCbor(bytes));
    if (value === undefined) continue;
    read += 1;
    assert.deepEqual(encodeCbor(value), bytes);
    outcome(() => decodeFrame(bytes));
  }
  assert.ok(read > 100);
});

test("frames with bits turned are read or refused with a code, in both encodings", () => {
  const chance = new Chance(3);
  for (let n = 0; n < ROUNDS; n += 1) {
    const bytes = encodeFrame(EV);
    bytes[chance.below(bytes.length)] ^= 1 << chance.below(8);
    const { value } = outcome(() => decodeFrame(bytes));
    if (value) assert.equal(typeof value.t, "string");
    const text = [...encodeJson(EV)];
    text[chance.below(text.length)] = chance.pick(['"', "{", "}", "[", ",", "0", "\\", "\u0000", "é", ""]);
    outcome(() => decodeJson(text.join("")));
  }
});

const EV = { t: "ev", room: ID, seq: 1024, at: 1_700_000_000_000, who: 3, kind: "msg", body: { text: "x".repeat(30) }, h: "0011223344556677", announce: "polite" };
const PUT = { t: "put", ref: 12, room: 1, cid: ID, kind: "msg", body: { text: "x".repeat(30) } };

test("a chat turn of thirty bytes is as small as the protocol says", () => {
  const put = encodeFrame(PUT);
  assert.ok(put.length <= 70, `put ${put.length}`);
  const ev = encodeFrame({ ...EV, room: 1 });
  assert.ok(ev.length <= 75, `ev ${ev.length}`);
});

test("a name twice, also an unknown one, is refused", () => {
  assert.equal(jsonCode('{"t":"ping","n":1,"n":1}'), "bad");
  assert.equal(jsonCode('{"t":"ping","n":1,"y":{"x":1,"\\u0078":1}}'), "bad");
  assert.equal(jsonCode('{"__proto__":1,"__proto__":2}'), "bad");
  assert.equal(cborCode("a2 0e01 0e01"), "bad");
});

test("numbers that are not whole, or too large, are refused", () => {
  for (const number of ["1.0", "1e3", "-0", "01", "+1", ".5", "9007199254740992", "-9007199254740992", "1E2", "NaN", "-", "0x1"]) {
    assert.equal(jsonCode(`[${number}]`), "bad", number);
  }
  assert.deepEqual(parseJson("[9007199254740991,-9007199254740991,0]"), [9007199254740991, -9007199254740991, 0]);
  for (const number of ["1b0020000000000000", "3b001fffffffffffff", "1bffffffffffffffff", "f90000", "fb3ff0000000000000"]) {
    assert.equal(cborCode(number), "bad", number);
  }
  assert.equal(decodeCbor(hex("1b001fffffffffffff")), Number.MAX_SAFE_INTEGER);
  assert.equal(decodeCbor(hex("3b001ffffffffffffe")), -Number.MAX_SAFE_INTEGER);
});

test("what is no JSON is refused", () => {
  for (const text of ["", " ", "{", "[1,]", '{"a":1,}', '{"a"}', "tru", "nul", '"a', '"\t"', '"\\x"', "[1 2]", "{}{}", "\ufeff{}", '"\\ud800"', '{"a":1}x', "'a'", "\u00a0{}"]) {
    assert.equal(jsonCode(text), "bad", JSON.stringify(text));
  }
  assert.deepEqual(parseJson(' \n{ "a" : [ true , null ] , "\\u00e4\\ud83d\\ude00" : "\\n\u2028" }\r\t'), { a: [true, null], "ä😀": "\n\u2028" });
});

test("CBOR that is not deterministic, or of another kind, is refused", () => {
  for (const bytes of ["1800", "1817", "190017", "1a00000017", "1b0000000000000017", "5800", "7f6161ff", "9fff", "bfff", "c000", "f7", "f0", "f820", "ff", "1c", "a2 0100 0000", "a2 6162 00 6161 00", "a1 f500", "62c328", "61ff", "63eda080", "", "0000", "42 00", "a1 00", "82 00"]) {
    assert.equal(cborCode(bytes), "bad", bytes);
  }
});

test("a frame over a limit is refused before it is built", () => {
  const tight = { frame: 12, depth: 3, items: 5 };
  assert.equal(jsonCode("[1,2,3,4,5]", tight), "too_big");
  assert.equal(jsonCode('"ääääää"', tight), "too_big");
  assert.equal(jsonCode("[[[[]]]]", tight), "too_big");
  assert.equal(jsonCode("[[[]]]", tight), undefined);
  assert.equal(jsonCode("[1,2,3,4]", tight), undefined);
  assert.equal(jsonCode("[[[[", LIMITS), "bad");
  assert.equal(cborCode("9affffffff"), "bad");
  assert.equal(cborCode(`9affffffff${"00".repeat(1024)}`), "too_big");
  assert.equal(cborCode(`${"81".repeat(8)}00`), undefined);
  assert.equal(cborCode("81".repeat(9)), "too_big");
  assert.equal(cborCode("81818180", tight), "too_big");
  assert.equal(cborCode("818180", tight), undefined);
  assert.equal(cborCode("5affffffff"), "bad");
  assert.equal(cborCode("8401020304", tight), undefined);
  assert.equal(cborCode("850102030405", tight), "too_big");
});

test("names and words that have a number must be written as it", () => {
  const read = (value) => codeOf(() => fromCbor(decodeCbor(encodeCbor(value))));
  assert.equal(read(new Map([["t", 0]])), "bad");
  assert.equal(read(new Map([[0, "ping"]])), "bad");
  assert.equal(read(new Map([[0, "w.4000"]])), "bad");
  assert.equal(read(new Map([[5, Uint8Array.of(1)]])), "bad");
  assert.equal(read(new Map([[3, "AAAA"]])), "bad");
  assert.equal(read(new Map([[2, Uint8Array.of(1)]])), "bad");
  assert.equal(read(new Map([[2, ID]])), "bad");
  assert.equal(read(new Map([[10, "0011223344556677"]])), "bad");
  assert.equal(read(new Map([[10, new Uint8Array(7)]])), "bad");
  assert.equal(read(new Map([[3, new Uint8Array(65)]])), "bad");
  assert.equal(read(new Map([[3, new Uint8Array(0)]])), "bad");
  assert.equal(read(new Map([[15, new Map([[3, 1]])]])), "bad");
  assert.equal(read(new Map([[15, new Map([[ID, 1]])]])), "bad");
  assert.equal(read(new Map([[new Uint8Array(16), 1]])), "bad");
  assert.equal(read(new Map([[-1, 1]])), "bad");
  assert.equal(codeOf(() => toCbor({ kind: 5 })), "bad");
  assert.equal(codeOf(() => decodeJson(JSON.stringify({ ...EV, body: { role: 5 } }))), "bad");
});

test("what a later version says goes through: its words by number, its fields not at all", () => {
  const inside = new Map([[-3, Uint8Array.of(1)], [Uint8Array.of(2), "t"], [3, Uint8Array.of(4)]]);
  const later = new Map([[0, WORDS.length + 5], [4000, [Uint8Array.of(1), inside]], ["x.mine", 1]]);
  assert.deepEqual(fromCbor(later), { t: `w.${WORDS.length + 5}`, "x.mine": 1 });
  assert.deepEqual(toCbor({ t: `w.${WORDS.length + 5}` }), new Map([[0, WORDS.length + 5]]));
});

test("base64url has one text for each bytes", () => {
  for (const text of ["AB", "AAB", "A", "AA==", "A+A", "AAAAA"]) assert.equal(isBase64url(text), false, text);
  for (const text of ["", "AA", "AAA", "AAAA", "_-8"]) assert.equal(toBase64url(fromBase64url(text)), text);
  assert.equal(codeOf(() => decodeJson(JSON.stringify({ ...EV, room: `${ID.slice(0, 21)}x` }))), "bad");
  assert.deepEqual(decodeJson(JSON.stringify({ ...EV, body: { offer: "AB" } })).body, { offer: "AB" });
});

test("a frame with a field missing or of another shape is refused; unknown fields are left out", () => {
  for (const name of ["room", "seq", "at", "kind", "body", "h", "t"]) {
    const { [name]: gone, ...rest } = EV;
    assert.equal(codeOf(() => decodeJson(JSON.stringify(rest))), "bad", name);
    assert.equal(codeOf(() => decodeJson(JSON.stringify({ ...EV, [name]: [] }))), "bad", name);
  }
  assert.equal(codeOf(() => decodeJson(JSON.stringify({ ...EV, announce: "loud" }))), "bad");
  assert.deepEqual(decodeJson(JSON.stringify({ ...EV, later: 1 })), EV);
  assert.deepEqual(decodeFrame(encodeFrame({ ...EV, later: 1 })), EV);
  assert.equal(codeOf(() => decodeJson("[]")), "bad");
  assert.equal(codeOf(() => decodeFrame(hex("80"))), "bad");
  assert.equal(codeOf(() => decodeJson(new Uint8Array(2))), "bad");
  assert.equal(codeOf(() => decodeFrame("{}")), "bad");
});

test("a tomb has no body, and what is no tomb has one", () => {
  const { body, ...bare } = EV;
  assert.deepEqual(decodeJson(JSON.stringify({ ...bare, tomb: true })), { ...bare, tomb: true });
  assert.equal(codeOf(() => decodeJson(JSON.stringify({ ...EV, tomb: true }))), "bad");
  assert.equal(codeOf(() => decodeJson(JSON.stringify({ ...bare, tomb: false }))), "bad");
});

test("a frame of a later version is passed over by a client and refused for a server", () => {
  assert.equal(decodeJson('{"t":"later","x":1}'), undefined);
  assert.equal(decodeJson('{"t":"constructor"}'), undefined);
  assert.equal(decodeFrame(encodeCbor(new Map([[0, WORDS.length]]))), undefined);
  assert.deepEqual(decodeJson(JSON.stringify(PUT), LIMITS, CLIENT_FRAMES), PUT);
  assert.deepEqual(decodeFrame(encodeFrame(PUT), LIMITS, CLIENT_FRAMES), PUT);
});

test("what cannot be said is refused before it is sent", () => {
  assert.equal(codeOf(() => encodeJson({ ...PUT, body: { text: "\ud800" } })), "bad");
  assert.equal(codeOf(() => encodeJson({ ...PUT, body: { text: "x".repeat(20_000) } })), "too_big");
  assert.equal(codeOf(() => encodeFrame({ ...PUT, body: { text: "x".repeat(20_000) } })), "too_big");
  assert.equal(codeOf(() => encodeFrame({ ...PUT, body: { n: 1.5 } })), "bad");
});

/**
 * From JSON to CBOR and back. The mapping knows names and forms alone, no frames, and is whole: each
 * JSON value has one CBOR value, and the other way round.
 *
 * ```js
 * const bytes = encodeCbor(toCbor(frame));
 * const frame = fromCbor(decodeCbor(bytes));
 * ```
 */
import { fromBase64url, fromHex, isBase64url, isHex, toBase64url, toHex } from "./base64url.js";
import { setField } from "./json.js";
import { FIELDS, FORMS, WORDS } from "./lexicon.js";
import { bad } from "./refusal.js";

/** The CBOR value of a JSON value; throws a `Refusal` where a number stands in place of a word. */
export function toCbor(value, form = "plain") {
  if (Array.isArray(value)) return value.map((each) => toCbor(each, form));
  if (isMap(value)) return new Map(Object.entries(value).map(([name, each]) => fieldToCbor(name, each, form)));
  if (typeof value === "string") return (WRITE[form] ?? same)(value);
  if (form === "word") checkWord(value);
  return value;
}

/** The JSON value of a CBOR value; a field whose number this version does not know is left out. */
export function fromCbor(value, form = "plain") {
  if (Array.isArray(value)) return value.map((each) => fromCbor(each, form));
  if (value instanceof Map) return mapFromCbor(value, form);
  if (value instanceof Uint8Array) return (READ[form] ?? noBytes)(value);
  if (typeof value === "string") return textFromCbor(value, form);
  if (typeof value === "number" && form === "word" && value >= 0) return WORDS[value] ?? `w.${value}`;
  return value;
}

/** Refuses a JSON value that has no CBOR value. */
export function checkForms(value, form = "plain") {
  if (Array.isArray(value)) for (const each of value) checkForms(each, form);
  else if (isMap(value)) for (const [name, each] of Object.entries(value)) checkForms(each, formOf(name));
  else if (form === "word") checkWord(value);
}

/** In CBOR a number there would be a word. */
function checkWord(value) {
  if (typeof value === "number" && value >= 0) bad("a number in place of a word");
}

function fieldToCbor(name, value, form) {
  if (form === "rooms") return [roomToCbor(name), toCbor(value)];
  return [NUMBERS.get(name) ?? name, toCbor(value, formOf(name))];
}

function mapFromCbor(map, form) {
  const object = {};
  for (const [key, value] of map) {
    const { name, inner } = form === "rooms" ? { name: roomFromCbor(key), inner: "plain" } : fieldOf(key, form);
    const read = fromCbor(value, inner);
    if (name !== undefined) setField(object, name, read);
  }
  return object;
}

/** The name of a key, where this version has one, and the form of its value. */
function fieldOf(key, form) {
  const isNumber = typeof key === "number" && key >= 0;
  if (isNumber) return { name: FIELDS[key], inner: key in FIELDS ? formOf(FIELDS[key]) : "later" };
  if (typeof key !== "string") return form === "later" ? { inner: "later" } : bad("a name that is no number and no text");
  if (NUMBERS.has(key)) bad("a name that has a number");
  return { name: key, inner: "plain" };
}

function textFromCbor(text, form) {
  if (typeof (WRITE[form] ?? same)(text) !== "string") bad("a text that has a shorter form");
  return text;
}

function roomFromCbor(key) {
  return typeof key === "number" ? bad("a number in place of a room") : fromCbor(key, "room");
}

function bytesToCbor(text) {
  const isBytes = text !== "" && text.length <= LONGEST && isBase64url(text);
  return isBytes ? fromBase64url(text) : text;
}

function hexToCbor(text) {
  return text.length === HASH * 2 && isHex(text) ? fromHex(text) : text;
}

function roomToCbor(text) {
  return isBase64url(text, ID) ? fromBase64url(text) : text;
}

function wordToCbor(word) {
  return NUMBERED_WORDS.get(word) ?? laterWord(word) ?? word;
}

/** The number that `w.<n>` stands for, where it is one this version has no word for. */
function laterWord(word) {
  const n = Number(/^w\.(0|[1-9][0-9]{0,15})$/.exec(word)?.[1]);
  return Number.isSafeInteger(n) && n >= WORDS.length ? n : undefined;
}

function bytesOf(least, most, write) {
  return (bytes) => (bytes.length >= least && bytes.length <= most ? write(bytes) : bad("a byte string of another length"));
}

function noBytes() {
  return bad("a byte string where none stands");
}

function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function formOf(name) {
  return FORM_OF.get(name) ?? "plain";
}

const same = (value) => value;
/** Bytes of the id of a room, of a running hash, and the longest text that stands for bytes: a signature. */
const ID = 16;
const HASH = 8;
const LONGEST = 86;
const WRITE = { word: wordToCbor, room: roomToCbor, bytes: bytesToCbor, hex: hexToCbor };
const READ = { bytes: bytesOf(1, 64, toBase64url), hex: bytesOf(HASH, HASH, toHex), room: bytesOf(ID, ID, toBase64url), later: same };
const NUMBERS = new Map(FIELDS.map((name, n) => [name, n]));
const NUMBERED_WORDS = new Map(WORDS.map((word, n) => [word, n]));
const FORM_OF = new Map(Object.entries(FORMS).flatMap(([form, names]) => names.map((name) => [name, form])));

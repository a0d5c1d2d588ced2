/**
 * From JSON to CBOR and back. The mapping knows names and forms alone, no frames:
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

/** The CBOR value of a JSON value; throws a `Refusal` where a text has not the form of its field. */
export function toCbor(value, form = "plain") {
  if (Array.isArray(value)) return value.map((each) => toCbor(each, form));
  if (isMap(value)) return form === "rooms" ? roomsToCbor(value) : mapToCbor(value);
  if (typeof value === "string") return TEXT_TO_CBOR[form](value);
  if (typeof value === "number" && form === "word") bad("a number in place of a word");
  return value;
}

/** The JSON value of a CBOR value; a numbered field that this version does not know is left out. */
export function fromCbor(value, form = "plain") {
  if (Array.isArray(value)) return value.map((each) => fromCbor(each, form));
  if (value instanceof Map) return form === "rooms" ? roomsFromCbor(value) : mapFromCbor(value);
  if (value instanceof Uint8Array) return (BYTES_FROM_CBOR[form] ?? noBytes)(value);
  if (typeof value === "string") return (TEXT_FROM_CBOR[form] ?? noText)(value);
  if (typeof value === "number" && form === "word") return wordOf(value);
  return value;
}

/** Refuses a JSON value whose texts have not the forms of their fields, as CBOR would. */
export function checkForms(value, form = "plain") {
  if (Array.isArray(value)) for (const each of value) checkForms(each, form);
  else if (isMap(value)) checkMap(value, form);
  else if (typeof value === "string") CHECKS[form]?.(value);
  else if (typeof value === "number" && form === "word") bad("a number in place of a word");
}

function checkMap(map, form) {
  for (const [name, value] of Object.entries(map)) {
    if (form === "rooms") checkRoom(name);
    checkForms(value, form === "rooms" ? "plain" : formOf(name));
  }
}

function mapToCbor(map) {
  return new Map(Object.entries(map).map(([name, value]) => [NUMBERS.get(name) ?? name, toCbor(value, formOf(name))]));
}

function mapFromCbor(map) {
  const object = {};
  for (const [key, value] of map) {
    if (key instanceof Uint8Array) bad("a byte string in place of a name");
    if (NUMBERS.has(key)) bad("a name that has a number");
    const name = typeof key === "number" ? FIELDS[key] : key;
    if (name !== undefined) setField(object, name, fromCbor(value, formOf(name)));
  }
  return object;
}

function roomsToCbor(map) {
  return new Map(Object.entries(map).map(([room, value]) => [roomToCbor(room), toCbor(value)]));
}

function roomsFromCbor(map) {
  const object = {};
  for (const [key, value] of map) {
    if (typeof key === "number") bad("a number in place of a room");
    setField(object, fromCbor(key, "room"), fromCbor(value));
  }
  return object;
}

function roomToCbor(room) {
  checkRoom(room);
  return isNamed(room) ? room : fromBase64url(room);
}

function checkRoom(room) {
  if (!isNamed(room) && !isBase64url(room, ID)) bad("not a room");
}

function checkBytes(text) {
  if (!isBase64url(text)) bad("not base64url");
}

function checkHex(text) {
  if (!isHex(text)) bad("not hexadecimal");
}

function hexToCbor(text) {
  checkHex(text);
  return fromHex(text);
}

function bytesToCbor(text) {
  checkBytes(text);
  return fromBase64url(text);
}

function wordToCbor(word) {
  return NUMBERED_WORDS.get(word) ?? laterWord(word) ?? word;
}

/** The number that `w.<n>` stands for, where it is one this version has no word for. */
function laterWord(word) {
  const n = /^w\.(0|[1-9][0-9]{0,15})$/.exec(word)?.[1];
  const isLater = n !== undefined && Number.isSafeInteger(Number(n)) && Number(n) >= WORDS.length;
  return isLater ? Number(n) : undefined;
}

function wordOf(n) {
  if (n < 0) bad("not a word");
  return WORDS[n] ?? `w.${n}`;
}

function wordFromCbor(text) {
  if (NUMBERED_WORDS.has(text) || laterWord(text) !== undefined) bad("a word that has a number");
  return text;
}

function roomFromCbor(text) {
  return isNamed(text) ? text : bad("not a room");
}

function roomOfBytes(bytes) {
  return bytes.length === ID ? toBase64url(bytes) : bad("not a room");
}

function noBytes() {
  return bad("a byte string where none stands");
}

function noText() {
  return bad("a text in place of a byte string");
}

function isNamed(room) {
  return room === "@me" || room.startsWith("#");
}

function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function formOf(name) {
  return FORM_OF.get(name) ?? "plain";
}

const same = (value) => value;
const TEXT_TO_CBOR = { plain: same, rooms: same, word: wordToCbor, room: roomToCbor, bytes: bytesToCbor, hex: hexToCbor };
const TEXT_FROM_CBOR = { plain: same, rooms: same, word: wordFromCbor, room: roomFromCbor };
const BYTES_FROM_CBOR = { bytes: toBase64url, hex: toHex, room: roomOfBytes };
const CHECKS = { room: checkRoom, bytes: checkBytes, hex: checkHex };
const NUMBERS = new Map(FIELDS.map((name, n) => [name, n]));
const NUMBERED_WORDS = new Map(WORDS.map((word, n) => [word, n]));
const FORM_OF = new Map(Object.entries(FORMS).flatMap(([form, names]) => names.map((name) => [name, form])));
/** Bytes of the id of a room. */
const ID = 16;

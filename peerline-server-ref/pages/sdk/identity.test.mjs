// The JavaScript half of identity against the vectors that the Rust half is held to as well.
// Run with `node --test`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";

import {
  DigitsError,
  PHRASE_LANGUAGES,
  PhraseError,
  Root,
  accountOf,
  contextKey,
  freshNonce,
  fromBase64url,
  joinBytes,
  keyFromSeed,
  lineIdOf,
  phraseLanguageOf,
  signJoin,
  toBase64url,
} from "./identity.js";
import { solveWork } from "./work.js";

const file = new URL("../../../docs/vectors/identity.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const unhex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const NOTHING = new Uint8Array();

const rejectsWith = (text, expected, asked) =>
  assert.rejects(Root.fromPhrase(text, asked), (error) => {
    assert.ok(error instanceof PhraseError);
    const { reason, position, found, language } = error;
    const nowhere = { position: undefined, found: undefined };
    assert.deepEqual({ reason, position, found, language }, { ...nowhere, language, ...expected });
    return true;
  });

function ctxIdOf(vector) {
  const { ctx_id, ctx_id_repeat: repeat } = vector;
  return repeat ? new Uint8Array(repeat.length).fill(repeat.byte) : unhex(ctx_id);
}

test("the word lists are those of BIP39", async () => {
  const published = {
    en: "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
    cs: "7e80e161c3e93d9554c2efb78d4e3cebf8fc727e9c52e03b83b94406bdcc95fc",
    es: "46846a5a0139d1e3cb77293e521c2865f7bcdb82c44e8d0a06a2cd0ecba48c0b",
    fr: "ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
    it: "d392c49fdb700a24cd1fceb237c1f65dcc128f6b34a8aacb58b59384b5c648c2",
    pt: "2685e9c194c82ae67e10ba59d9ea5345a23dc093e92276fc5361f6667d79cd3f",
    ja: "2eed0aef492291e061633d7ad8117f1a2b03eb80a29d0e4e3117ac2528d05ffd",
    ko: "9e95f86c167de88f450f0aaf89e87f6624a57f973c67b516e338e8e8b8897f60",
    "zh-hans": "5c5942792bd8340cb8b27cd592f1015edf56a8c5b26276ee18a482428e7c5726",
    "zh-hant": "417b26b3d8500a4ae3d59717d7011952db6fc2fb84b807f3f94ac734e89c1b5f",
  };
  assert.deepEqual(PHRASE_LANGUAGES, Object.keys(published));
  for (const [language, expected] of Object.entries(published)) {
    const { WORDS } = await import(`./words/${language}.js`);
    const list = new TextEncoder().encode(`${WORDS.map((word) => word.normalize("NFKD")).join("\n")}\n`);
    assert.equal(hex(new Uint8Array(await crypto.subtle.digest("SHA-256", list))), expected, language);
  }
});

test("a root comes back from its words in every language, however they are typed", async () => {
  for (const language of PHRASE_LANGUAGES) {
    const root = Root.random();
    const shown = await root.phrase(language);
    const words = shown.split(/\s/);
    const numbered = words.map((word, i) => `${i + 1}) ${word.normalize("NFD").toUpperCase()}`).join("\n");
    for (const text of [shown, numbered, shown.normalize("NFKD")]) {
      assert.equal(hex((await Root.fromPhrase(text)).bytes()), hex(root.bytes()), language);
      assert.equal(hex((await Root.fromPhrase(text, language)).bytes()), hex(root.bytes()), language);
    }
    if (language.startsWith("zh")) {
      assert.equal(hex((await Root.fromPhrase(words.join(""))).bytes()), hex(root.bytes()));
    }
    // Eleven Chinese words may all stand in both lists, and then neither is the likelier one.
    const asked = language.startsWith("zh") ? language : undefined;
    for (const at of words.keys()) {
      await rejectsWith(words.with(at, "\u0416").join(" "), { reason: "word", position: at + 1, language }, asked);
    }
  }
});

test("accents may be left out where letters are Latin", async () => {
  for (const language of ["es", "fr"]) {
    const root = Root.random();
    const bare = (await root.phrase(language)).normalize("NFD").replace(/\p{M}/gu, "");
    assert.equal(hex((await Root.fromPhrase(bare, language)).bytes()), hex(root.bytes()));
  }
});

test("a reader gets the list of their language, and English where there is none", () => {
  const tags = { "es-MX": "es", zh: "zh-hans", "zh-TW": "zh-hant", "zh-Hant-HK": "zh-hant", ja: "ja", de: "en" };
  for (const [tag, list] of Object.entries(tags)) assert.equal(phraseLanguageOf(tag), list);
});

test("phrases are those of BIP39", async () => {
  for (const { root, phrase } of vectors.bip39) {
    assert.equal(await new Root(unhex(root)).phrase(), phrase);
    assert.equal(hex((await Root.fromPhrase(phrase)).bytes()), root);
  }
});

test("a phrase may be written in any case, numbered and punctuated", async () => {
  const [, { root, phrase }] = vectors.bip39;
  const written = phrase.split(" ").map((word, i) => `${i + 1}. ${word.toUpperCase()},`);
  assert.equal(hex((await Root.fromPhrase(written.join("\n"))).bytes()), root);
});

test("an error names the place of the first wrong word and shows no word", async () => {
  const words = vectors.bip39[1].phrase.split(" ");
  for (let at = 0; at < words.length; at += 1) {
    const text = words.with(at, "peerline").join(" ");
    await rejectsWith(text, { reason: "word", position: at + 1 });
    await assert.rejects(Root.fromPhrase(text), (error) => !error.message.includes("peerline"));
  }
});

test("an error says that words are missing, too many or do not belong together", async () => {
  const { phrase } = vectors.bip39[1];
  const words = phrase.split(" ");
  await rejectsWith("", { reason: "count", found: 0 });
  await rejectsWith(words.slice(1).join(" "), { reason: "count", found: 11 });
  await rejectsWith(`${phrase} zoo`, { reason: "count", found: 13 });
  await rejectsWith(words.with(0, "zoo").join(" "), { reason: "checksum" });
});

test("digits are those of the vectors", async () => {
  for (const { root, digits } of vectors.digits) {
    assert.equal(await new Root(unhex(root)).digits(), digits);
    assert.equal(hex((await Root.fromDigits(digits)).bytes()), root);
    assert.equal(hex((await Root.fromDigits(digits.replaceAll(" ", "-"))).bytes()), root);
  }
});

test("digits that are no digits, too few, too big or wrong are refused", async () => {
  const refused = (text, expected) =>
    assert.rejects(Root.fromDigits(text), (error) => {
      assert.ok(error instanceof DigitsError);
      for (const [name, value] of Object.entries(expected)) assert.equal(error[name], value);
      return true;
    });
  const { digits } = vectors.digits[4];
  const last = digits.endsWith("0") ? "1" : "0";
  await refused("123 4x", { reason: "digit", position: 5 });
  await refused("\u0663", { reason: "digit", position: 1 });
  await refused("", { reason: "count", found: 0 });
  await refused(`${digits}1`, { reason: "count", found: 43 });
  await refused(digits.slice(0, -1) + last, { reason: "checksum" });
  await refused("9".repeat(42), { reason: "checksum" });
});

test("a random root comes back from its own phrase, and no two are alike", async () => {
  const seen = new Set();
  for (let n = 0; n < 100; n += 1) {
    const root = Root.random();
    assert.equal(hex((await Root.fromPhrase(await root.phrase())).bytes()), hex(root.bytes()));
    seen.add(hex(root.bytes()));
  }
  assert.equal(seen.size, 100);
});

test("a root shows its bytes to nobody who did not ask", () => {
  const bytes = new Uint8Array(16).fill(171);
  const root = new Root(bytes);
  const inspected = inspect(root, { showHidden: true, depth: 9 });
  const shown = `${root} ${inspected} ${JSON.stringify({ root })}`;
  assert.ok(!shown.includes("171") && !shown.includes("abab"));
  root.bytes().fill(0);
  bytes.fill(0);
  assert.equal(hex(root.bytes()), "ab".repeat(16));
});

test("signatures are those of RFC 8032", async () => {
  for (const { seed, public_key, message, signature } of vectors.rfc8032) {
    const key = await keyFromSeed(unhex(seed));
    assert.equal(hex(key.publicKey), public_key);
    assert.equal(hex(await key.sign(unhex(message))), signature);
  }
});

test("the name of a line follows from its root key", async () => {
  const { root_public_key, line_id } = vectors.line;
  assert.equal(hex(await lineIdOf(unhex(root_public_key))), line_id);
});

test("context keys and accounts are those of the vectors", async () => {
  for (const vector of vectors.context_keys) {
    const root = new Root(unhex(vector.root));
    const { kind, generation } = vector;
    const key = await contextKey(root, kind, unhex(vector.line_id), ctxIdOf(vector), generation);
    assert.equal(hex(key.publicKey), vector.public_key);
    assert.equal(hex(await accountOf(key.publicKey)), vector.account);
  }
});

test("joins are those of the vectors, byte for byte", async () => {
  for (const vector of vectors.joins) {
    const lineId = unhex(vector.line_id);
    const ctxId = unhex(vector.ctx_id);
    const root = new Root(unhex(vector.root));
    const key = await contextKey(root, vector.kind, lineId, ctxId, vector.generation);
    const claim = {
      kind: vector.kind,
      lineId,
      ctxId,
      serverNonce: unhex(vector.server_nonce),
      clientNonce: unhex(vector.client_nonce),
      channelBinding: unhex(vector.channel_binding),
      serverTime: vector.server_time,
      ticket: unhex(vector.ticket),
    };
    assert.equal(hex(await joinBytes(claim)), vector.bytes);
    assert.equal(hex(await signJoin(key, claim)), vector.signature);
  }
});

test("what is no 32-byte nonce, known kind or whole number is refused", async () => {
  const root = Root.random();
  const lineId = new Uint8Array(32);
  await assert.rejects(contextKey(root, "kitchen", lineId, NOTHING, 0), TypeError);
  await assert.rejects(contextKey(root, "line", new Uint8Array(31), NOTHING, 0), TypeError);
  for (const generation of [-1, 0.5, 2 ** 32, "0"]) {
    await assert.rejects(contextKey(root, "line", lineId, NOTHING, generation), RangeError);
  }
  const nonce = freshNonce();
  const nonces = { serverNonce: nonce, clientNonce: nonce, channelBinding: nonce };
  const good = { kind: "line", lineId, ...nonces };
  await assert.rejects(joinBytes({ ...good, serverTime: 2 ** 53 }), RangeError);
  await assert.rejects(joinBytes({ ...good, serverTime: 1, clientNonce: NOTHING }), TypeError);
  assert.ok((await joinBytes({ ...good, serverTime: 1 })).length > 0);
});

test("base64url has one form for each value", () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const text = toBase64url(bytes);
    assert.equal(text, Buffer.from(bytes).toString("base64url"));
    assert.deepEqual(fromBase64url(text), bytes);
  }
  for (const text of ["=", "AA==", "A", "AB", "A+", "A/", "A A", "AA\n"]) {
    assert.throws(() => fromBase64url(text), TypeError);
  }
});

// --- the vectors that the second implementation made ------------------------------------------

const own = (name) => JSON.parse(readFileSync(new URL(`../../../docs/vectors/identity/${name}.json`, import.meta.url), "utf8"));

test("roots are the digits and the words of ten languages", async () => {
  for (const { root, digits, phrases } of own("roots")) {
    const one = new Root(unhex(root));
    assert.equal(await one.digits(), digits);
    assert.deepEqual(Object.keys(phrases), PHRASE_LANGUAGES);
    for (const [language, words] of Object.entries(phrases)) {
      assert.equal(await one.phrase(language), words);
      assert.equal(hex((await Root.fromPhrase(words)).bytes()), root);
    }
  }
});

test("contexts and joins are those of the other implementation", async () => {
  for (const vector of own("contexts")) {
    const ctxId = vector.ctx_id_zeros === undefined ? unhex(vector.ctx_id) : new Uint8Array(vector.ctx_id_zeros);
    const root = new Root(unhex(vector.root));
    const key = await contextKey(root, vector.kind, unhex(vector.line_id), ctxId, vector.generation);
    assert.equal(hex(key.publicKey), vector.public_key);
    assert.equal(hex(await accountOf(key.publicKey)), vector.account);
  }
  for (const vector of own("joins")) {
    const [lineId, ctxId] = [unhex(vector.line_id), unhex(vector.ctx_id)];
    const key = await contextKey(new Root(unhex(vector.root)), vector.kind, lineId, ctxId);
    const claim = {
      kind: vector.kind, lineId, ctxId, serverNonce: unhex(vector.server_nonce), clientNonce: unhex(vector.client_nonce),
      channelBinding: unhex(vector.channel_binding), serverTime: vector.server_time, ticket: unhex(vector.ticket),
    };
    assert.equal(hex(await joinBytes(claim)), vector.bytes);
    assert.equal(hex(await signJoin(key, claim)), vector.signature);
  }
});

test("the first proof of work is that of the other implementation", async () => {
  for (const { line_id, nonce, bits, first } of own("work")) {
    assert.equal(await solveWork(unhex(line_id), unhex(nonce), bits), first);
  }
});

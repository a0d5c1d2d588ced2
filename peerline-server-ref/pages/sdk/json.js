/** JSON as strict as PLP/1 wants it: no name twice, whole numbers alone, bounded before it is built. */
import { bad, Budget, LIMITS, tooBig } from "./refusal.js";

/** Reads one JSON value; throws a `Refusal`. */
export function parseJson(text, limits = LIMITS) {
  if (byteLength(text) > limits.frame) tooBig("the frame is too long");
  return new Reader(text, new Budget(limits)).whole();
}

/** How many bytes a text has in UTF-8. */
export function byteLength(text) {
  return encoder.encode(text).length;
}

/** Sets a field, also one that is called `__proto__`. */
export function setField(object, name, value) {
  if (name === "__proto__") Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

class Reader {
  #text;
  #at = 0;
  #budget;

  constructor(text, budget) {
    this.#text = text;
    this.#budget = budget;
  }

  whole() {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) bad("something stands behind the end of the frame");
    return value;
  }

  #value() {
    this.#budget.value();
    this.#space();
    const char = this.#text[this.#at];
    if (char === "{") return this.#object();
    if (char === "[") return this.#list();
    if (char === '"') return this.#string();
    if (char === "t") return this.#word("true", true);
    if (char === "f") return this.#word("false", false);
    if (char === "n") return this.#word("null", null);
    return this.#number();
  }

  #object() {
    const object = {};
    this.#each("}", () => {
      const name = this.#string();
      if (Object.hasOwn(object, name)) bad("a name stands twice in one map");
      this.#expect(":");
      setField(object, name, this.#value());
    });
    return object;
  }

  #list() {
    const list = [];
    this.#each("]", () => list.push(this.#value()));
    return list;
  }

  /** Reads what stands between brackets, with a comma between. */
  #each(end, read) {
    this.#at += 1;
    this.#budget.enter();
    if (!this.#takes(end)) {
      do read();
      while (this.#takes(","));
      this.#expect(end);
    }
    this.#budget.leave();
  }

  #string() {
    this.#space();
    STRING.lastIndex = this.#at;
    const [raw] = STRING.exec(this.#text) ?? bad("a text was expected");
    this.#at += raw.length;
    const text = raw.includes("\\") ? unescaped(raw) : raw.slice(1, -1);
    if (LONE.test(text)) bad("half a character");
    return text;
  }

  #number() {
    NUMBER.lastIndex = this.#at;
    const [raw] = NUMBER.exec(this.#text) ?? bad("a value was expected");
    this.#at += raw.length;
    const number = Number(raw);
    if (/[.eE]/.test(this.#text[this.#at] ?? "")) bad("a number that is not whole");
    if (raw === "-0" || !Number.isSafeInteger(number)) bad("a number that is not whole, or too large");
    return number;
  }

  #word(word, value) {
    if (!this.#text.startsWith(word, this.#at)) bad("an unknown word");
    this.#at += word.length;
    return value;
  }

  #expect(char) {
    if (!this.#takes(char)) bad("a bracket, comma or colon is missing");
  }

  #takes(char) {
    this.#space();
    const isThere = this.#text[this.#at] === char;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #space() {
    while (SPACE.has(this.#text[this.#at])) this.#at += 1;
  }
}

/** The platform reads the escapes: the text is one string, whose grammar was checked. */
function unescaped(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return bad("an unknown escape");
  }
}

const SPACE = new Set([" ", "\t", "\n", "\r"]);
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/uy;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?![0-9])/y;
const LONE = /\p{Surrogate}/u;
const encoder = new TextEncoder();

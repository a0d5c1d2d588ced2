// The words of a root in ten languages. The lists are modules of their own, fetched when they are needed.

/** The languages with a list, by tag, in the order in which a phrase is looked for. */
export const PHRASE_LANGUAGES = ["en", "cs", "es", "fr", "it", "pt", "ja", "ko", "zh-hans", "zh-hant"];

export const PHRASE_WORDS = 12;

const LATIN = ["en", "cs", "es", "fr", "it", "pt"];
const CHINESE = ["zh-hans", "zh-hant"];
const NAMES = {
  en: "English", cs: "Czech", es: "Spanish", fr: "French", it: "Italian", pt: "Portuguese",
  ja: "Japanese", ko: "Korean", "zh-hans": "simplified Chinese", "zh-hant": "traditional Chinese",
};
const lists = new Map();

/**
 * A phrase was refused. `reason` is "word" (and `position`, from 1, says which, and `language` in which
 * list it was looked for), "count" (and `found` says how many there were), "checksum" or "ambiguous" (a
 * phrase in two languages: ask which). It never holds a word of the phrase.
 */
export class PhraseError extends Error {
  constructor(reason, message, { position, found, language } = {}) {
    super(message);
    this.name = "PhraseError";
    this.reason = reason;
    this.position = position;
    this.found = found;
    this.language = language;
  }
}

/** The list for a reader of a language, as in "es-MX"; "en" where there is none. */
export function phraseLanguageOf(tag) {
  const [primary, ...rest] = tag.toLowerCase().split("-");
  if (primary === "zh") return rest.some((part) => ["hant", "tw", "hk", "mo"].includes(part)) ? "zh-hant" : "zh-hans";
  return PHRASE_LANGUAGES.includes(primary) ? primary : "en";
}

/** Returns the words at 12 places of a list as one text. */
export async function textOf(places, language) {
  const { words } = await listOf(language);
  return places.map((place) => words[place]).join(language === "ja" ? "\u3000" : " ");
}

/**
 * Reads 12 words and returns `[{ language, places }]`, in one language where it is given, else in each that
 * has all of them. Rejects with PhraseError where a word is unknown or the number is wrong.
 */
export async function readPhrase(text, language) {
  const words = wordsIn(text);
  const languages = language ? [language] : scriptsOf(words);
  const read = await Promise.all(languages.map(async (tag) => ({ language: tag, places: await placesOf(words, tag) })));
  const whole = words.length === PHRASE_WORDS ? read.filter(({ places }) => !places.includes(undefined)) : [];
  if (whole.length > 0) return whole;
  throw refusalOf(words, read);
}

function refusalOf(words, read) {
  const known = ({ places }) => places.filter((place) => place !== undefined).length;
  const best = read.reduce((best, next) => (known(next) > known(best) ? next : best));
  const wrong = best.places.indexOf(undefined);
  if (wrong !== -1) {
    const position = wrong + 1;
    const { language } = best;
    const message = `word ${position} is not in the ${NAMES[language]} list; please check its spelling`;
    return new PhraseError("word", message, { position, language });
  }
  const found = words.length;
  return new PhraseError("count", `a phrase has ${PHRASE_WORDS} words; here are ${found}`, { found });
}

/** Small letters, decomposed; a Chinese character is a word with or without a space behind it. */
function wordsIn(text) {
  const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD");
  return plain.match(/[\u3400-\u9fff\u{20000}-\u{3ffff}]|(?:(?![\u3400-\u9fff\u{20000}-\u{3ffff}])[\p{Alphabetic}\p{M}])+/gu) ?? [];
}

/** The languages whose letters are those of most words; fewer lists to fetch. */
function scriptsOf(words) {
  const count = (pattern) => words.filter((word) => pattern.test(word)).length;
  const scripts = [
    [count(/^[a-z]/), LATIN],
    [count(/^\p{Script=Hiragana}/u), ["ja"]],
    [count(/^\p{Script=Hangul}/u), ["ko"]],
    [count(/^\p{Script=Han}/u), CHINESE],
  ];
  return scripts.reduce((best, next) => (next[0] > best[0] ? next : best))[1];
}

async function placesOf(words, language) {
  const { places } = await listOf(language);
  return words.slice(0, PHRASE_WORDS).map((word) => places.get(keyOf(word, language)));
}

/** Accents in Latin letters may be left out or added: no two words of a list differ by them alone. */
function keyOf(word, language) {
  return LATIN.includes(language) ? word.replace(/\p{M}/gu, "") : word;
}

async function listOf(language) {
  if (!PHRASE_LANGUAGES.includes(language)) throw new TypeError("there is no list in this language");
  if (!lists.has(language)) {
    const { WORDS: words } = await import(`./words/${language}.js`);
    const places = new Map(words.map((word, place) => [keyOf(word.normalize("NFKD"), language), place]));
    lists.set(language, { words, places });
  }
  return lists.get(language);
}

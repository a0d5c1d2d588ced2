/** The texts of the interface in the person's language. */
import de from "../text/de.js";
import en from "../text/en.js";

const LANGUAGES = { en: { ...en }, de: { ...de } };
let current = pick([navigator.language]);

export function language() {
  return current;
}

/** Adds the texts that only some pages need. */
export function addTexts(more) {
  for (const [tag, texts] of Object.entries(more)) Object.assign(LANGUAGES[tag], texts);
}

/** Uses the first language there are texts for; returns whether that changed anything. */
export function useLanguage(...wanted) {
  const next = pick([...wanted, current]);
  const isNew = next !== current;
  current = next;
  document.documentElement.lang = current;
  return isNew;
}

/** The text of a key with `{name}` filled in. */
export function t(key, values = {}) {
  const text = LANGUAGES[current][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The text of a key, or of its fallback where a server says a word this page does not know. */
export function tOr(key, fallback) {
  return key in LANGUAGES.en ? t(key) : fallback;
}

/** Fills every element with `data-text` of the static part of the page. */
export function fillTexts() {
  document.documentElement.lang = current;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
}

/** The name of a language in the language of the page. */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([current], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

export function clock(time) {
  return new Intl.DateTimeFormat(current, { hour: "2-digit", minute: "2-digit" }).format(time);
}

/** A duration as a person says it; never finer than is honest. */
export function duration(ms) {
  if (ms < 60_000) return t("under_a_minute");
  const minutes = Math.round(ms / 60_000);
  if (minutes < 90) return t(minutes === 1 ? "one_minute" : "n_minutes", { n: minutes });
  return t("n_hours", { n: Math.round(minutes / 60) });
}

function pick(tags) {
  const known = tags.filter(Boolean).map((tag) => tag.toLowerCase().split("-")[0]);
  return known.find((tag) => tag in LANGUAGES) ?? "en";
}

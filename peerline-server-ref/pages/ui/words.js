/** The texts of the interface in the person's language. */
const SOURCES = {
  en: [() => import("../text/en.js"), () => import("../text/profile-en.js"), () => import("../text/plan-en.js")],
  de: [() => import("../text/de.js"), () => import("../text/profile-de.js"), () => import("../text/plan-de.js")],
};
let current;
let texts = {};

export function language() {
  return current ?? "en";
}

/** Adds texts that only some pages need: `{tag: () => import(..)}`, before a language is used. */
export function addTexts(more) {
  for (const [tag, load] of Object.entries(more)) SOURCES[tag].push(load);
}

/** Uses the first language there are texts for; resolves to whether that changed anything. */
export async function useLanguage(...wanted) {
  const next = pick([...wanted, current]);
  if (next === current) return false;
  const parts = await Promise.all(SOURCES[next].map((load) => load()));
  texts = Object.assign({}, ...parts.map((part) => part.default));
  current = next;
  document.documentElement.lang = current;
  return true;
}

/** The text of a key with `{name}` filled in. */
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The text of a key, or of its fallback where a server says a word this page does not know. */
export function tOr(key, fallback, values = {}) {
  return key in texts ? t(key, values) : fallback;
}

/** Fills every element with `data-text` of the static part of the page. */
export function fillTexts() {
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
}

/** The name of a language in the language of the page. */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([language()], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

export function countryName(code) {
  try {
    return new Intl.DisplayNames([language()], { type: "region" }).of(code);
  } catch {
    return code;
  }
}

export function clock(time) {
  return new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" }).format(time);
}

/** A time of some day: the weekday and the clock, or the date where it is further away. */
export function moment(time) {
  const isNear = Math.abs(time - Date.now()) < 6 * 86_400_000;
  const how = isNear ? { weekday: "long", hour: "2-digit", minute: "2-digit" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(language(), how).format(time);
}

/** A day as `2026-03-01`, as people write it; anything else stays as it is. */
export function day(text) {
  const time = Date.parse(`${text}T12:00Z`);
  return Number.isNaN(time) ? text : new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(time);
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
  return known.find((tag) => tag in SOURCES) ?? "en";
}

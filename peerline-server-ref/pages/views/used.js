/** Somebody else came with this person's words: said plainly, once, above whatever is shown; with a way on. */
import { announce } from "../ui/announce.js";
import { button, byId, h } from "../ui/dom.js";
import { language, moment, t } from "../ui/words.js";

/** `acts`: `settle()`, `erase()` and `person()`. `at` is a moment, `day` the start of a day in UTC. */
function showUsed({ at, day }, acts) {
  const time = at === undefined ? dayOf(day) : moment(at);
  const place = h("section", { id: "words-used", class: "card note", "aria-labelledby": "words-used-heading" });
  const gone = () => {
    acts.settle();
    place.remove();
    byId("main").focus();
  };
  const mine = button(t("words_used_mine"), { id: "words-used-mine", onclick: gone });
  const notMine = button(t("words_used_not_mine"), { id: "words-used-not-mine", onclick: () => showWays(place, acts, gone) });
  place.append(h("h2", { id: "words-used-heading", tabindex: "-1" }, t("words_used_heading")), h("p", {}, t("words_used_text", { time })), h("p", { class: "row" }, mine, notMine));
  replace(place);
  announce(t("words_used_heading"), "assertive");
}

/** Where somebody comes back on a new device: when another one last came, for them to recognise. */
function showLastUsed({ day }, acts) {
  const place = h("section", { id: "words-used", class: "card", "aria-label": t("words_used_heading") });
  const gone = () => {
    place.remove();
    byId("main").focus();
  };
  const mine = button(t("words_used_mine"), { id: "words-used-mine", onclick: gone });
  const notMine = button(t("words_used_not_mine"), { id: "words-used-not-mine", onclick: () => showWays(place, acts, gone) });
  place.append(h("p", {}, t("words_last_used", { day: dayOf(day) })), h("p", { class: "row" }, mine, notMine));
  replace(place);
}

/** What the locker of this page hears with. */
export function hearUsed(acts) {
  return { used: (use) => showUsed(use, acts), lastUsed: (use) => showLastUsed(use, acts) };
}

export function hideUsed() {
  document.getElementById("words-used")?.remove();
}

function showWays(place, acts, gone) {
  const erase = button(t("words_used_erase"), { id: "words-used-erase", onclick: () => (gone(), acts.erase()) });
  const person = button(t("words_used_person"), { id: "words-used-person", onclick: () => (gone(), acts.person()) });
  const close = button(t("words_used_close"), { id: "words-used-close", onclick: gone });
  const text = h("p", { tabindex: "-1" }, t("words_used_way"));
  place.replaceChildren(h("h2", { id: "words-used-heading" }, t("words_used_not_mine")), text, h("p", { class: "row" }, erase, person, close));
  text.focus();
}

function replace(place) {
  hideUsed();
  byId("main").before(place);
}

/** The day as the line knows it, in UTC: elsewhere it may be the day before. */
function dayOf(day) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "long", timeZone: "UTC" }).format(day);
}

/** Seekers who are offered to me, each with the time that is left to answer. */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { duration, languageName, t, tOr } from "../ui/words.js";

export class OffersView {
  element = h("section", { id: "offers", "aria-label": t("offers_label") });
  #offers = new Map();
  #answer;
  #now;
  #labelOf;

  #useKeys;

  /** `answer(offer, kind)`, `now()` in the server's time, `labelOf(topic)`, `useKeys()`. */
  constructor({ answer, now, labelOf, useKeys }) {
    this.#useKeys = useKeys;
    this.#answer = answer;
    this.#now = now;
    this.#labelOf = labelOf;
    this.#drawNone();
    setInterval(() => this.#tick(), 1000);
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  add(offer) {
    if (this.#offers.has(offer.offer) || offer.until <= this.#now()) return;
    const topics = offer.topics.map(this.#labelOf).join(", ");
    const languages = offer.languages.map(languageName).join(", ");
    const facts = [t("offer_facts", { topics, languages, waited: duration(offer.waited_ms) }), ...saidOf(offer)].join(" ");
    const left = h("p", { class: "left" });
    const element = h(
      "article",
      { class: "offer card", "data-offer": offer.offer },
      h("h2", {}, t("offer_heading")),
      h("p", {}, facts),
      left,
      h(
        "p",
        { class: "row" },
        button(t("accept"), { class: "accept primary", "aria-keyshortcuts": "A", onclick: () => this.#settle(offer.offer, "accept") }),
        button(t("decline"), { class: "decline", "aria-keyshortcuts": "D", onclick: () => this.#settle(offer.offer, "decline") }),
      ),
    );
    if (this.#offers.size === 0) this.element.replaceChildren();
    this.#offers.set(offer.offer, { offer, left, element });
    this.element.append(element);
    this.#tick();
    announce(t("offer_spoken", { facts }), "assertive");
  }

  /** Takes an offer away and says why, where it was not me. */
  remove(id, outcome) {
    const shown = this.#offers.get(id);
    if (!shown) return;
    const hadFocus = shown.element.contains(document.activeElement);
    shown.element.remove();
    this.#offers.delete(id);
    if (this.#offers.size === 0) this.#drawNone();
    if (outcome) announce(t(`offer_${outcome}`));
    // The focus was on a button that is gone; the heading is where one finds one's way again.
    if (hadFocus) document.querySelector("h1")?.focus();
  }

  #drawNone() {
    this.element.replaceChildren(h("p", { class: "hint" }, t("offers_none")));
  }

  #settle(id, kind) {
    this.#answer(id, kind);
    this.remove(id);
  }

  #tick() {
    for (const [id, { offer, left }] of this.#offers) {
      const seconds = Math.ceil((offer.until - this.#now()) / 1000);
      if (seconds <= 0) this.remove(id, "lapsed");
      else left.textContent = t("offer_left", { n: seconds });
    }
  }

  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.#useKeys() || isWriting(event.target)) return;
    const kind = { a: "accept", d: "decline" }[event.key.toLowerCase()];
    const first = this.#offers.keys().next().value;
    if (kind && first !== undefined) this.#settle(first, kind);
  }
}

/** What the person said of themselves that changes how one talks with them. */
function saidOf({ needs = [], age, style }) {
  const lines = [];
  if (needs.length > 0) lines.push(t("offer_needs", { needs: needs.map((each) => tOr(`need_${each}`, each)).join(", ") }));
  if (age) lines.push(t("offer_age", { age: tOr(`age_${age}`, age) }));
  if (style) lines.push(t("offer_style", { style: tOr(`style_${style}`, style) }));
  return lines;
}

/** Whether keys belong to what is being written. */
export function isWriting(target) {
  return target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") ?? false;
}

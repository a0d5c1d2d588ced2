/** Somebody asks to talk alone: yes, no, or nothing at all, and nobody learns which of the last two. */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { clock, t } from "../ui/words.js";

/** `answer(kind, body)` puts the answer; `over()` is called when the question is gone. */
export function aloneQuestion({ alone, handle, quote = [], until }, { answer, over }) {
  const carry = h("input", { type: "checkbox", id: `take-${alone}` });
  const along = quote.length > 0 && h("label", { class: "choice", for: carry.id }, carry, h("span", {}, t("alone_carry", { n: quote.length })));
  const done = (kind, body) => {
    answer(kind, body);
    section.remove();
    over();
  };
  const yes = button(t("alone_yes"), { id: "alone-yes", class: "primary", onclick: () => done("accept", { alone, ...(carry.checked ? { carry: true } : {}) }) });
  const no = button(t("alone_no"), { id: "alone-no", onclick: () => done("decline", { alone }) });
  const section = h("section", { class: "card alone", "data-alone": alone }, h("h2", {}, t("alone_heading", { name: handle })), h("p", {}, t("alone_text", { time: clock(until) })), along, h("p", { class: "row" }, yes, no));
  announce(t("alone_heading", { name: handle }), "polite");
  return section;
}

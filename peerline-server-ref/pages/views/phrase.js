/** Keeping a phrase to come back: offered once, and "I do not want one" is a full answer. */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { t } from "../ui/words.js";

/** `phrase`: `words()` resolves to the 12 words, `settled()` is called once it is decided. */
export function phraseOffer({ words, settled }) {
  const section = h("section", { id: "phrase-offer", class: "card", "aria-labelledby": "phrase-heading" });
  const heading = h("h2", { id: "phrase-heading", tabindex: "-1" }, t("keep_heading"));
  const done = () => {
    settled();
    const text = h("p", { tabindex: "-1" }, t("keep_settled"));
    section.replaceChildren(text);
    section.removeAttribute("aria-labelledby");
    // The button that had the focus is gone with its question.
    text.focus();
    announce(t("keep_settled"));
  };
  const decline = button(t("keep_no"), { id: "phrase-decline", onclick: done });
  const reveal = button(t("keep_show"), { id: "phrase-show", onclick: async () => showWords(section, heading, await words(), done) });
  section.append(heading, h("p", {}, t("keep_text")), h("p", { class: "row" }, reveal, decline));
  return section;
}

function showWords(section, heading, phrase, done) {
  const words = phrase.split(" ").map((word) => h("li", {}, word));
  section.replaceChildren(
    heading,
    h("p", {}, t("keep_warning")),
    h("ol", { id: "phrase-words", class: "words", lang: "en", translate: "no" }, ...words),
    h("p", { class: "row" }, button(t("keep_yes"), { id: "phrase-kept", class: "primary", onclick: done }), button(t("keep_no"), { id: "phrase-decline", onclick: done })),
  );
  heading.focus();
}

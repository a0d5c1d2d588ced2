/** Where one writes; a nudge stands before it until its author has decided. */
import { announce } from "../ui/announce.js";
import { button, field, h, select } from "../ui/dom.js";
import { language, languageName, t } from "../ui/words.js";
import { NotePicker } from "./notes.js";

export class Composer {
  element;
  #text;
  #nudge;
  #acts;
  #shown;
  #notes = new NotePicker();
  #typedAt = 0;
  /** In which language this message is, where the room has several. */
  #language = select({ id: "composer-language" }, []);
  #languageField = field(t("composer_language"), this.#language);
  #tags = "";

  /** `acts`: `send(text, notes, lang?)`, `sendAnyway(item)`, `edit(item)`, `typing()`; `isGroup`: many read this. */
  constructor(acts, { isGroup = false } = {}) {
    this.#acts = acts;
    this.#notes.element.hidden = !isGroup;
    this.#text = h("textarea", { id: "composer", rows: "2", maxlength: "4000", dir: "auto", "aria-describedby": "composer-hint", onkeydown: (event) => this.#onKey(event), oninput: () => this.#typed() });
    this.#nudge = h("div", { id: "nudge", hidden: true });
    const form = h(
      "form",
      { class: "composer" },
      h("label", { for: "composer" }, t("composer_label")),
      h("div", { class: "write" }, this.#text, h("button", { id: "send", class: "primary" }, t("send"))),
      h("p", { id: "composer-hint", class: "hint" }, t("composer_hint")),
      this.#languageField,
      this.#notes.element,
    );
    this.#languageField.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.element = h("div", { class: "composing" }, this.#nudge, form);
  }

  /** Puts words back, in front of what is being written. */
  take(text) {
    this.#text.value = [text, this.#text.value].filter(Boolean).join("\n");
    this.#text.focus();
  }

  /** Offers the languages of a room that has several; the reader's own stands first chosen. */
  languages(tags) {
    if (tags.join() === this.#tags) return;
    this.#tags = tags.join();
    const chosen = this.#language.value || language();
    this.#language.replaceChildren(...tags.map((tag) => h("option", { value: tag }, languageName(tag))));
    this.#language.value = tags.includes(chosen) ? chosen : tags[0];
    this.#languageField.hidden = tags.length < 2;
  }

  /** Shows the first nudged message, or nothing. */
  nudge(item) {
    if (item?.cid === this.#shown) return;
    this.#shown = item?.cid;
    this.#nudge.hidden = !item;
    this.#nudge.replaceChildren(...(item ? this.#nudgeParts(item) : []));
    if (!item) return;
    announce(t("nudge_spoken", { say: item.say ?? "" }), "assertive");
    // Somebody who writes on already is not torn out of the sentence.
    if (this.#text.value === "") this.#nudge.querySelector("h2").focus();
  }

  #nudgeParts(item) {
    return [
      h("h2", { tabindex: "-1" }, t("nudge_heading")),
      h("p", {}, item.say ?? ""),
      h("blockquote", { dir: "auto" }, item.text),
      h(
        "p",
        { class: "row" },
        button(t("edit"), { id: "nudge-edit", class: "primary", onclick: () => this.#acts.edit(item) }),
        button(t("send_anyway"), { id: "nudge-send", onclick: () => this.#decide(item) }),
      ),
    ];
  }

  #decide(item) {
    this.#acts.sendAnyway(item);
    this.#text.focus();
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.#text.value.trim();
    if (text === "") return;
    this.#text.value = "";
    this.#acts.send(text, this.#notes.chosen(), this.#languageField.hidden ? undefined : this.#language.value);
    this.#notes.clear();
  }

  /** Says that somebody writes, at most every few seconds; the client drops it where nobody wants that. */
  #typed() {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_MS || this.#text.value === "") return;
    this.#typedAt = now;
    this.#acts.typing?.();
  }
}

const TYPING_MS = 4_000;

/** What a message talks about: said by who writes it, folded for who would rather not meet it. */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { note, noted } from "../ui/store.js";
import { t, tOr } from "../ui/words.js";

/** The catalog of the protocol; a code of a later one is shown as it is. */
const NOTES = ["loss", "self_harm", "suicide", "abuse", "violence", "sexual_violence", "eating", "substance", "illness", "hate"];
const UNFOLD = "peerline.unfold";

/** Whether messages with notes stand open for this reader. */
export function unfolds() {
  return noted(UNFOLD) === true;
}

export function setUnfolds(isOn) {
  note(UNFOLD, isOn);
}

/** The words as they are, or folded behind what they talk about. */
export function folded({ notes, own }, words) {
  if (!notes?.length) return words;
  return h("details", { class: "folded", open: own || unfolds() }, h("summary", {}, t("talks_about", { notes: notes.map(nameOfNote).join(", ") })), words);
}

export function nameOfNote(code) {
  return tOr(`note_${code}`, code);
}

/** Checkboxes for what is being written; `chosen()` reads them, `clear()` empties them. */
export class NotePicker {
  element;
  #boxes;

  constructor(prefix = "writing", chosen = []) {
    this.#boxes = NOTES.map((code) => h("input", { type: "checkbox", id: `${prefix}-note-${code}`, value: code, checked: chosen.includes(code) }));
    const labels = this.#boxes.map((box) => h("label", { class: "choice", for: box.id }, box, h("span", {}, nameOfNote(box.value))));
    this.element = h("details", { class: "notes" }, h("summary", {}, t("note_add")), h("p", { class: "hint" }, t("note_hint")), h("div", { class: "columns" }, ...labels));
  }

  chosen() {
    return this.#boxes.filter((box) => box.checked).map((box) => box.value);
  }

  clear() {
    for (const box of this.#boxes) box.checked = false;
    this.element.open = false;
  }
}

/** The way to say it afterwards, for the author and for who leads. */
export function noteTool(item, acts) {
  const picker = new NotePicker(`of-${item.seq}`, item.notes ?? []);
  const save = button(t("save"), {
    class: "small",
    onclick: () => {
      acts.note(item.seq, picker.chosen());
      announce(t("note_saved"));
    },
  });
  picker.element.classList.add("report");
  picker.element.append(save);
  return picker.element;
}

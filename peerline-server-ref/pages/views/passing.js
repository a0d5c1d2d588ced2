/** What a person shows of themselves in passing, and so sees of others: one box each, and all off until they say so. */
import { CHOICES, marks, setMarks } from "../model/marks.js";
import { h } from "../ui/dom.js";
import { t } from "../ui/words.js";

/** The boxes; `changed(marks)` hears what is chosen now. */
export function markBoxes(changed) {
  return CHOICES.map((mark) => tickBox(`mark-${mark}`, t(`mark_${mark}`), marks().includes(mark), (on) => choose(mark, on, changed)));
}

function choose(mark, isOn, changed) {
  setMarks(isOn ? [...marks(), mark] : marks().filter((each) => each !== mark));
  changed(marks());
}

export function tickBox(id, label, isOn, change) {
  const input = h("input", { type: "checkbox", id, checked: isOn, onchange: () => change(input.checked) });
  return h("label", { class: "choice", for: id }, input, h("span", {}, label));
}

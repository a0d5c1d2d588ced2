/** A button that asks once more, in place: no dialog, no trap for the keyboard. */
import { button, h } from "../ui/dom.js";
import { t } from "../ui/words.js";

export function askingButton({ id, label, question, act }) {
  const row = h("span", { class: "asking" });
  const first = button(label, { id, onclick: () => ask() });
  const ask = () => {
    const yes = button(t("yes"), { id: `${id}-yes`, class: "primary", onclick: act });
    const no = button(t("no"), { id: `${id}-no`, onclick: () => back() });
    const text = h("span", { id: `${id}-question`, tabindex: "-1" }, question);
    row.replaceChildren(text, yes, no);
    text.focus();
  };
  const back = () => {
    row.replaceChildren(first);
    first.focus();
  };
  row.append(first);
  return row;
}

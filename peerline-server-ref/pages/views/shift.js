/** Going on shift: for whom, in which languages, for how many at once. */
import { announce } from "../ui/announce.js";
import { field, h } from "../ui/dom.js";
import { languageName, t } from "../ui/words.js";

export class ShiftView {
  element;
  #state = h("p", { id: "shift-state", class: "lead" });
  #on;
  #off;
  #form;

  /** `begin({topics, languages, capacity})` and `end()`. */
  constructor({ line, chosen, begin, end }) {
    this.#on = h("button", { id: "go-on-shift", class: "primary" }, t("go_on_shift"));
    this.#off = h("button", { type: "button", id: "go-off-shift", onclick: end, hidden: true }, t("go_off_shift"));
    const capacity = h("input", { type: "number", id: "capacity", name: "capacity", min: "1", max: "6", required: true, value: String(chosen.capacity ?? 2) });
    this.#form = h(
      "form",
      { id: "shift", class: "card", novalidate: true },
      this.#state,
      h("p", { id: "shift-error", class: "error" }),
      boxes(t("shift_topics"), "topic", line.topics.map(({ id, label }) => [id, label]), chosen.topics),
      boxes(t("shift_languages"), "language", line.languages.map((tag) => [tag, languageName(tag)]), chosen.languages),
      field(t("capacity_label"), capacity, t("capacity_hint")),
      h("p", { class: "row" }, this.#on, this.#off),
    );
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(begin);
    });
    this.element = h("section", { "aria-labelledby": "shift-heading" }, h("h2", { id: "shift-heading" }, t("shift_heading")), this.#form);
    this.update({ state: "off" });
  }

  /** `state` is `off`, `going` or `on`. */
  update({ state, capacity }) {
    const text = t(`shift_${state}`, { n: capacity });
    if (this.#state.textContent !== text && this.#state.textContent !== "") announce(text);
    this.#state.textContent = text;
    this.#state.dataset.state = state;
    this.#off.hidden = state === "off";
    this.#on.textContent = t(state === "off" ? "go_on_shift" : "change_shift");
  }

  #submit(begin) {
    const data = new FormData(this.#form);
    const [topics, languages] = [data.getAll("topic"), data.getAll("language")];
    const capacity = Number(data.get("capacity"));
    const isGood = topics.length > 0 && languages.length > 0 && Number.isInteger(capacity) && capacity >= 1 && capacity <= 6;
    const error = isGood ? "" : t("shift_missing");
    this.#form.querySelector("#shift-error").textContent = error;
    if (isGood) begin({ topics, languages, capacity });
    else announce(error, "assertive");
  }
}

function boxes(legend, name, options, chosen) {
  const inputs = options.map(([value, label]) => {
    const id = `${name}-${value}`;
    const input = h("input", { type: "checkbox", name, value, id, checked: !chosen || chosen.includes(value) });
    return h("label", { class: "choice", for: id }, input, h("span", {}, label));
  });
  return h("fieldset", {}, h("legend", {}, legend), ...inputs);
}

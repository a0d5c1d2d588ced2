/** A closed group asks newcomers for its pass. Nobody needs one to reach a person. */
import { announce } from "../ui/announce.js";
import { button, field, h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { t } from "../ui/words.js";

export class GateView {
  #pass = h("input", { type: "text", id: "pass", name: "pass", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "128" });
  #state = h("p", { id: "gate-state", role: "status" });
  #error = h("p", { id: "gate-error", class: "error" });

  /** `acts`: `bring(pass)` and `person()`. */
  constructor(acts) {
    const form = h("form", { id: "gate", novalidate: true }, field(t("gate_label"), this.#pass, t("gate_hint")), this.#error, h("button", { id: "bring-pass", class: "primary" }, t("gate_bring")), this.#state);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#bring(acts);
    });
    const person = button(t("need_person"), { id: "gate-person", onclick: acts.person });
    show(t("gate_heading"), h("p", { class: "lead" }, t("gate_lead")), form, h("p", {}, t("gate_person")), h("p", { class: "row" }, person));
  }

  #bring(acts) {
    const pass = this.#pass.value.trim();
    if (!pass) return this.refused(t("gate_missing"));
    this.#error.textContent = "";
    this.#pass.removeAttribute("aria-invalid");
    this.#state.textContent = t("gate_asking");
    return acts.bring(pass);
  }

  /** Says why a pass opened nothing, where it can be mended. */
  refused(say) {
    this.#state.textContent = "";
    this.#error.textContent = say ?? t("gate_wrong");
    this.#pass.setAttribute("aria-invalid", "true");
    announce(this.#error.textContent, "assertive");
    this.#pass.focus();
  }
}

/**
 * A safety plan, the person's own: six steps in their own words. It lies in their locker, sealed, and nowhere
 * else; nobody reads it unless they show a step of it. They can carry it away, and erase it.
 */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { t } from "../ui/words.js";
import { askingButton } from "./confirm.js";

export const PLAN_STEPS = [1, 2, 3, 4, 5, 6];

export class PlanPart {
  element;
  #acts;
  #areas;
  #state = h("p", { id: "plan-state", role: "status" });
  #known = "";
  #waiting;

  /** `acts`: `isKept()`, `read()`, `write(steps)`, `erase()`, and `tell(text)` where there is somebody to show a step to. */
  constructor(acts) {
    this.#acts = acts;
    this.#areas = PLAN_STEPS.map((n) => h("textarea", { id: `plan-${n}`, rows: "3", maxlength: "400", autocomplete: "off", onchange: () => this.#save() }));
    const steps = PLAN_STEPS.map((n) => this.#step(n));
    const carry = button(t("plan_carry"), { id: "plan-carry", onclick: () => this.#carry() });
    const erase = askingButton({ id: "plan-erase", label: t("plan_erase"), question: t("plan_erase_sure"), act: () => this.#erase() });
    const save = button(t("plan_save"), { id: "plan-save", class: "primary", onclick: () => this.#save() });
    this.element = h("section", { id: "plan", class: "card", "aria-labelledby": "plan-heading" }, h("h2", { id: "plan-heading", tabindex: "-1" }, t("plan_heading")), h("p", {}, t("plan_lead")), h("ol", { class: "plan" }, ...steps), h("p", { class: "row" }, save, carry), erase, this.#state);
    this.update();
  }

  /** Takes what another device wrote, except where somebody writes here. */
  update() {
    const steps = this.#acts.read();
    const known = JSON.stringify(steps);
    if (known === this.#known) return;
    this.#known = known;
    for (const [place, area] of this.#areas.entries()) if (area !== document.activeElement) area.value = steps[place] ?? "";
  }

  /** The helper asks for a step: it is brought to whoever writes, and nothing is taken from them. */
  ask(n) {
    for (const item of this.element.querySelectorAll("li")) item.dataset.asked = String(item.dataset.n === String(n));
    const item = this.element.querySelector(`li[data-n="${n}"]`);
    item?.scrollIntoView({ block: "nearest" });
    if (item) announce(t("plan_asked", { step: t(`plan_step_${n}`) }));
  }

  focus() {
    this.element.querySelector("h2").focus();
  }

  #step(n) {
    const area = this.#areas[n - 1];
    area.setAttribute("aria-describedby", `plan-${n}-hint`);
    const tell = this.#acts.tell && button(t("plan_tell"), { id: `plan-tell-${n}`, onclick: () => this.#tell(n) });
    return h("li", { "data-n": String(n) }, h("label", { for: area.id }, t(`plan_step_${n}`)), h("p", { id: `plan-${n}-hint`, class: "hint" }, t(`plan_hint_${n}`)), area, tell && h("p", { class: "row" }, tell));
  }

  get #steps() {
    return this.#areas.map((area) => area.value.trim());
  }

  #save() {
    const fits = this.#acts.write(this.#steps);
    this.#known = JSON.stringify(this.#acts.read());
    this.#say(fits ? "plan_keeping" : "plan_too_long");
    if (fits) this.#whenKept("plan_saved");
  }

  /** What is done is said when the line has it, and not before. */
  #whenKept(key) {
    clearTimeout(this.#waiting);
    if (this.#acts.isKept()) this.#say(key);
    else this.#waiting = setTimeout(() => this.#whenKept(key), LOOK_MS);
  }

  #say(key) {
    this.#state.dataset.state = key;
    this.#state.textContent = t(key);
  }

  #tell(n) {
    const text = this.#areas[n - 1].value.trim();
    if (text === "") return;
    this.#save();
    this.#acts.tell(`${t(`plan_step_${n}`)}: ${text}`);
    announce(t("plan_told"));
  }

  #carry() {
    this.#save();
    const text = PLAN_STEPS.map((n) => `${n}. ${t(`plan_step_${n}`)}\n${this.#areas[n - 1].value.trim()}\n`).join("\n");
    const url = URL.createObjectURL(new Blob([`${t("plan_heading")}\n\n${text}`], { type: "text/plain;charset=utf-8" }));
    const link = h("a", { href: url, download: "plan.txt" });
    link.click();
    URL.revokeObjectURL(url);
    this.#say("plan_carried");
  }

  #erase() {
    this.#acts.erase();
    for (const area of this.#areas) area.value = "";
    this.#known = JSON.stringify(this.#acts.read());
    this.#say("plan_keeping");
    this.#whenKept("plan_erased");
  }
}

/** How often it is looked whether the line has it. */
const LOOK_MS = 500;

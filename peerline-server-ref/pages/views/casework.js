/** What the owner of a case does beyond talking: how soon and what is done, a rescue, contact afterwards. */
import { button, field, h, select } from "../ui/dom.js";
import { clock, t, tOr } from "../ui/words.js";

const PRIORITIES = ["routine", "watch", "elevated", "high", "imminent", "attempt_in_progress"];
const REASONS = ["answers", "buffers", "in_care", "misread"];
const COURSES = ["no_risk", "monitoring", "safety_planning", "safety_planned", "imminent_risk", "voluntary_emergency", "attempt_in_progress"];
const ANSWERS = ["not_asked", "yes", "no", "declined"];
const RECORDS = {
  grid: ["desire", "capability", "intent", "buffers"],
  cssrs: ["wished_dead", "thoughts", "way", "intent", "planned", "behavior", "behavior_recent"],
  asq: ["wished_dead", "better_off", "thoughts", "tried", "right_now"],
};
const GROUNDS = {
  location: ["person", "contact", "third_party", "service"],
  precision: ["address", "place", "area", "unknown"],
  consent: ["not_asked", "given", "refused", "not_possible"],
  able: ["unclear", "yes", "no"],
  rule: ["imminent_risk", "attempt_in_progress", "danger_to_others", "asked"],
  why: ["not_enough", "refused", "silent", "no_time", "asked"],
};
const TRIED = ["talked", "made_safe", "planned", "somebody", "voluntary", "no_time"];
const FURTHER = ["asked_again", "told_how", "contact", "third_party", "other_service", "still_looking"];
const OUTCOMES = ["reached", "no_answer", "declined"];

/** How soon, what is done, and what was asked and answered: one form, saved as one. */
export function assessForm(put) {
  const priority = select({ id: "priority" }, PRIORITIES.map((key) => [key, t(`priority_${key}`)]), "elevated");
  const reason = select({ id: "reason" }, REASONS.map((key) => [key, t(`reason_${key}`)]));
  const course = select({ id: "course" }, [["", t("course_same")], ...COURSES.map((key) => [key, t(`course_${key}`)])]);
  const records = Object.entries(RECORDS).map(([name, items]) => recordPart(name, items));
  const form = h("form", { id: "assess-form" }, h("h3", {}, t("case_assess_heading")), field(t("case_priority"), priority), field(t("case_reason"), reason), field(t("case_course"), course), h("p", { class: "hint" }, t("records_hint")), ...records.map(({ element }) => element), h("p", { class: "row" }, h("button", { id: "assess" }, t("case_assess"))));
  return onSubmit(form, () => {
    const body = { priority: priority.value, reason: reason.value };
    if (course.value) body.course = course.value;
    for (const { name, read } of records) Object.assign(body, read() && { [name]: read() });
    put("assess", body);
  });
}

/** One record. Only what somebody asked is sent, so that "not asked" never becomes an answer. */
function recordPart(name, items) {
  const controls = items.map((item) => [item, select({ id: `${name}-${item}` }, ANSWERS.map((key) => [key, t(`answer_${key}`)]))]);
  const fields = controls.map(([item, control]) => field(t(`item_${name}_${item}`), control));
  const element = h("details", { id: `record-${name}` }, h("summary", {}, t(`record_${name}`)), h("p", { class: "hint" }, t(`record_${name}_hint`)), ...fields);
  const read = () => {
    const asked = controls.filter(([, control]) => control.value !== "not_asked");
    return asked.length > 0 ? Object.fromEntries(asked.map(([item, control]) => [item, control.value])) : undefined;
  };
  return { name, element, read };
}

/** The steps of a rescue that lead on from where it stands; the others are not there to be pressed. */
export class RescuePart {
  element = h("section", { id: "rescue", hidden: true });
  #state = h("p", { id: "rescue-state" });
  #put;
  #shown;

  constructor(put) {
    this.#put = put;
  }

  /** Draws the steps anew only where they are others: nobody loses what they were filling in. */
  update({ course, want, due }) {
    const now = course ?? "talking";
    this.#state.textContent = [tOr(`course_${now}`, now), want && t(`want_${want}`), due && t("rescue_due", { time: clock(due) })].filter(Boolean).join(" · ");
    if (this.#shown === now) return;
    this.#shown = now;
    this.#state.dataset.course = now;
    const parts = this.#parts(now);
    this.element.hidden = parts.length === 0;
    this.element.replaceChildren(h("h3", {}, t("rescue_heading")), this.#state, ...parts);
  }

  #parts(course) {
    const act = (name, sure) => button(t(`rescue_${name}`), { id: `rescue-${name}`, class: sure && "primary", onclick: () => this.#put("rescue", { do: name }) });
    switch (course) {
      case "imminent_risk":
        return [this.#groundsForm("propose")];
      case "rescue_proposed":
        return [h("p", { class: "hint" }, t("rescue_waits"))];
      case "rescue_approved":
        return [this.#sentForm(), act("cannot_locate")];
      case "attempt_in_progress":
        return [this.#groundsForm("dispatch"), act("cannot_locate")];
      case "dispatched":
        return [h("p", { class: "row" }, act("confirm", true), act("fail")), h("p", { class: "row" }, act("en_route"), act("on_scene"), act("complete"))];
      case "contact_failed":
        return [this.#furtherForm(), h("p", { class: "row" }, act("confirm", true), act("cannot_locate"))];
      case "further_steps":
        return [this.#furtherForm(), h("p", { class: "row" }, act("confirm", true), act("cannot_locate")), this.#groundsForm("dispatch")];
      case "cannot_locate":
        return [this.#furtherForm(), h("p", { class: "row" }, act("confirm", true)), this.#groundsForm("dispatch")];
      default:
        return [];
    }
  }

  #groundsForm(name) {
    const controls = Object.entries(GROUNDS).map(([key, values]) => [key, select({ id: `rescue-${key}` }, values.map((value) => [value, t(`said_${key}_${value}`)]))]);
    const tried = ticks("tried", TRIED);
    const sent = name === "dispatch" ? sentFields() : { fields: [], read: () => ({}) };
    const form = h("form", { id: `rescue-${name}-form` }, ...controls.map(([key, control]) => field(t(`rescue_${key}`), control)), tried.element, ...sent.fields, h("p", { class: "row" }, h("button", { id: `rescue-${name}`, class: "primary" }, t(`rescue_${name}`))));
    return onSubmit(form, () => this.#put("rescue", { do: name, ...Object.fromEntries(controls.map(([key, control]) => [key, control.value])), tried: tried.read(), ...sent.read() }));
  }

  #sentForm() {
    const sent = sentFields();
    const form = h("form", { id: "rescue-dispatch-form" }, ...sent.fields, h("p", { class: "row" }, h("button", { id: "rescue-dispatch", class: "primary" }, t("rescue_dispatch"))));
    return onSubmit(form, () => this.#put("rescue", { do: "dispatch", ...sent.read() }));
  }

  #furtherForm() {
    const steps = ticks("further", FURTHER);
    const form = h("form", { id: "rescue-further-form" }, steps.element, h("p", { class: "row" }, h("button", { id: "rescue-further" }, t("rescue_further"))));
    return onSubmit(form, () => this.#put("rescue", { do: "further", steps: steps.read() }));
  }
}

/** Codes alone: an address or a name does not belong here. */
function sentFields() {
  const agency = h("input", { id: "rescue-agency", maxlength: "40", pattern: "[A-Za-z0-9_.\\-]*", autocomplete: "off" });
  const reference = h("input", { id: "rescue-reference", maxlength: "40", pattern: "[A-Za-z0-9_.\\-]*", autocomplete: "off" });
  return { fields: [field(t("rescue_agency"), agency, t("rescue_codes")), field(t("rescue_reference"), reference)], read: () => ({ agency: agency.value, reference: reference.value }) };
}

function ticks(name, values) {
  const boxes = values.map((value) => h("input", { type: "checkbox", id: `${name}-${value}`, value }));
  const lines = boxes.map((box) => h("p", {}, box, " ", h("label", { for: box.id }, t(`tick_${name}_${box.value}`))));
  return { element: h("fieldset", { id: `rescue-${name}-list` }, h("legend", {}, t(`rescue_${name}_legend`)), ...lines), read: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

/** Contact afterwards: only with who agreed to it, and the search for who is gone. */
export class FollowUpPart {
  element = h("section", { id: "followup" });
  #put;
  #shown;

  constructor(put) {
    this.#put = put;
  }

  update({ follow, gone, priority }) {
    const key = [follow, gone, priority].join();
    if (this.#shown === key) return;
    this.#shown = key;
    const act = (name) => button(t(`followup_${name}`), { id: `followup-${name}`, onclick: () => this.#put("followup", { do: name }) });
    const tried = () => OUTCOMES.map((outcome) => button(t(`outcome_${outcome}`), { id: `tried-${outcome}`, onclick: () => this.#put("followup", { do: "tried", outcome }) }));
    const open = follow === "agreed" || follow === "due";
    const parts = [h("p", { id: "followup-state", "data-state": follow ?? "none" }, t(`followup_is_${follow ?? "none"}`)), h("p", { class: "row" }, !open && act("agree"), open && act("decline"), follow === "agreed" && act("rest"))];
    if (gone) parts.push(h("p", { class: "note" }, t("followup_gone")));
    if (open || gone) parts.push(h("p", { class: "row" }, t("followup_tried"), " ", ...tried()));
    this.element.replaceChildren(h("h3", {}, t("followup_heading")), ...parts);
  }
}

export function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
  return form;
}

/** One step of a case's own log as a line of text. */
export function stepText({ kind, body }) {
  const what = tOr(`casestep_${body.step}`, tOr(`step_${kind}`, kind));
  const codes = [body.course && tOr(`course_${body.course}`, body.course), body.want && tOr(`want_${body.want}`, body.want), body.outcome && tOr(`outcome_${body.outcome}`, body.outcome), body.due && t("rescue_due", { time: clock(body.due) })];
  const grounds = Object.keys(GROUNDS).map((key) => body[key] && tOr(`said_${key}_${body[key]}`, body[key]));
  const lists = [...listed("tried", body.tried), ...listed("further", body.steps)];
  return [what, ...codes, ...(kind === "rescue" ? grounds : []), ...lists, body.agency, body.reference, ...answered(body)].filter(Boolean);
}

function listed(name, values) {
  return Array.isArray(values) ? values.map((value) => tOr(`tick_${name}_${value}`, value)) : [];
}

function answered(body) {
  return Object.entries(RECORDS).flatMap(([name, items]) => items.filter((item) => body[name]?.[item] && body[name][item] !== "not_asked").map((item) => `${t(`item_${name}_${item}`)}: ${t(`answer_${body[name][item]}`)}`));
}

/** Going on shift: for whom, in which languages, for how many at once. */
import { announce } from "../ui/announce.js";
import { field, h } from "../ui/dom.js";
import { clock, languageName, t } from "../ui/words.js";
import { ages, boxes, genders, needs, one, styles, tick } from "./wishes.js";

export class ShiftView {
  element;
  #state = h("p", { id: "shift-state", class: "lead" });
  #duty = h("p", { id: "shift-duty" });
  #on;
  #off;
  #form;

  /** `begin(body)` with the body of an `available`, and `end()`. */
  constructor({ line, chosen, begin, end }) {
    this.#on = h("button", { id: "go-on-shift", class: "primary" }, t("go_on_shift"));
    this.#off = h("button", { type: "button", id: "go-off-shift", onclick: end, hidden: true }, t("go_off_shift"));
    const capacity = h("input", { type: "number", id: "capacity", name: "capacity", min: "1", max: "6", required: true, value: String(chosen.capacity ?? 2) });
    this.#form = h(
      "form",
      { id: "shift", class: "card", novalidate: true },
      this.#state,
      this.#duty,
      h("p", { id: "shift-error", class: "error" }),
      boxes({ name: "topic", legend: t("shift_topics") }, line.topics.map(({ id, label }) => [id, label]), chosen.topics ?? line.topics.map(({ id }) => id)),
      boxes({ name: "language", legend: t("shift_languages") }, line.languages.map((tag) => [tag, languageName(tag)]), chosen.languages ?? line.languages),
      field(t("capacity_label"), capacity, t("capacity_hint")),
      more(line, chosen),
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

  /** Shows what `ask shift` tells: what the line clears somebody for, and how near a break is. */
  duty({ state, capacity, load, points, break_points, until, clearance, minors }) {
    const lines = [t(`shift_cleared_${clearance}`), t(minors ? "shift_minors" : "shift_no_minors")];
    if (capacity > 0) lines.push(t("shift_load", { load, capacity }));
    if (capacity > 0 && break_points !== undefined) lines.push(t("shift_points", { points, max: break_points }));
    const rest = { due: () => t("shift_due"), resting: () => t("shift_resting", { time: clock(until) }) }[state]?.();
    if (rest && this.#duty.dataset.state !== state) announce(rest);
    this.#duty.dataset.state = state;
    this.#duty.textContent = [...(rest ? [rest] : []), ...lines].join(" ");
  }

  #submit(begin) {
    const data = new FormData(this.#form);
    const [topics, languages] = [data.getAll("topic"), data.getAll("language")];
    const capacity = Number(data.get("capacity"));
    const isGood = topics.length > 0 && languages.length > 0 && Number.isInteger(capacity) && capacity >= 1 && capacity <= 6;
    const error = isGood ? "" : t("shift_missing");
    this.#form.querySelector("#shift-error").textContent = error;
    if (isGood) begin({ topics, languages, capacity, ...readMore(data) });
    else announce(error, "assertive");
  }
}

/** What may be left out; open where something of it was chosen before. */
function more(line, chosen) {
  const experiences = line.experiences ?? [];
  const points = h("input", { type: "number", id: "break-points", name: "break-points", min: "1", max: "100", value: chosen.break_points === undefined ? "" : String(chosen.break_points) });
  return h(
    "details",
    { id: "shift-more", open: Object.keys(chosen).length > 3 },
    h("summary", {}, t("shift_more")),
    boxes({ name: "need", legend: t("shift_needs") }, needs(), chosen.needs),
    boxes({ name: "age", legend: t("shift_ages"), hint: t("shift_ages_hint") }, ages(), chosen.ages),
    experiences.length > 0 && boxes({ name: "tag", legend: t("shift_tags") }, experiences.map(({ id, label }) => [id, label]), chosen.tags),
    field(t("shift_gender"), one("gender", [["", t("shift_gender_unsaid")], ...genders()], chosen.gender)),
    boxes({ name: "style", legend: t("shift_styles") }, styles(), chosen.styles),
    tick("surge", t("shift_surge"), chosen.surge),
    tick("again", t("shift_again"), chosen.again),
    field(t("shift_break"), points, t("shift_break_hint")),
  );
}

function readMore(data) {
  const said = { needs: data.getAll("need"), ages: data.getAll("age"), tags: data.getAll("tag"), styles: data.getAll("style") };
  for (const name of Object.keys(said)) if (said[name].length === 0) delete said[name];
  if (data.get("gender")) said.gender = data.get("gender");
  for (const name of ["surge", "again"]) if (data.has(name)) said[name] = true;
  const points = Number(data.get("break-points"));
  if (Number.isInteger(points) && points > 0) said.break_points = points;
  return said;
}

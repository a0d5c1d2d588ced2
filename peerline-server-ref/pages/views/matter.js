/** One matter that I look at: the words, what was found in them, and what I can do, each with one key. */
import { parts } from "../model/matters.js";
import { button, field, h, select } from "../ui/dom.js";
import { t, tOr } from "../ui/words.js";
import { askingButton } from "./confirm.js";
import { whyOf } from "./matters.js";

const GROUNDS = ["abuse", "pressure", "methods", "spam", "danger", "other"];
/** How long somebody writes nothing who is muted from here: an hour. What must last longer is a sanction. */
const MUTE_MINUTES = 60;
/** For how many hours somebody may be kept from everything but responders. */
const BAN_HOURS = [24, 24 * 7, 24 * 30, 24 * 366];

export class MatterView {
  element;
  #matter;
  #decide;
  #ban;
  #hours = select({ id: "ban-hours" }, BAN_HOURS.map((hours) => [hours, t(`ban_hours_${hours}`)]));
  #banGround = select({ id: "ban-ground" }, GROUNDS.map((key) => [key, t(`ground_${key}`)]));
  #ground = select({ id: "matter-ground" }, GROUNDS.map((key) => [key, t(`ground_${key}`)]));
  #reason = h("textarea", { id: "matter-reason", rows: "2", maxlength: "1000", dir: "auto" });
  #problem = h("p", { id: "matter-problem", role: "alert" });

  /** `decide(body)` puts what is decided; `ban(kind, body)` a `sanction` or a `sweep`. */
  constructor(matter, decide, ban) {
    this.#matter = matter;
    this.#decide = decide;
    this.#ban = ban;
    const title = h("h2", { id: "matter-title", tabindex: "-1" }, t("matter_heading", { what: tOr(`matter_${matter.state}`, matter.state) }));
    const about = h("p", { id: "matter-about" }, whyOf(matter), matter.rule ? ` (${matter.rule})` : "");
    this.element = h("section", { id: "matter", class: "card", "aria-labelledby": "matter-title" }, title, about, ...this.#said(), ...this.#form(), this.#problem, this.#banning());
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  focus() {
    this.element.querySelector("h2").focus();
  }

  #said() {
    const { text, spans, lang, handle, reason, appeal, around = [] } = this.#matter;
    return [
      text && h("blockquote", { id: "matter-text", dir: "auto", lang }, handle && h("b", {}, handle), " ", ...marked(text, spans)),
      reason && h("p", { id: "matter-reason-given" }, t("matter_reason_given", { reason })),
      appeal && h("p", { id: "matter-appeal", dir: "auto" }, t("matter_says", { appeal })),
      around.length > 0 && h("ol", { id: "matter-around" }, ...around.map((line) => this.#line(line))),
    ];
  }

  #line({ entry, handle, text, lang }) {
    const isIt = entry === this.#matter.entry;
    const words = text ? h("span", { dir: "auto", lang }, text) : h("em", {}, t("removed"));
    return h("li", { class: isIt ? "is-it" : undefined }, isIt && h("b", {}, t("matter_this"), " "), h("b", {}, handle), " ", words);
  }

  #form() {
    const acts = ACTS[this.#matter.state] ?? [];
    const isRuling = this.#matter.state === "report";
    const label = t(this.#matter.state === "appeal" ? "matter_reason_needed" : "matter_reason");
    return [
      isRuling && field(t("matter_ground"), this.#ground),
      acts.some(({ hasReason }) => hasReason) && field(label, this.#reason, t("matter_reason_hint")),
      h("p", { class: "row" }, ...acts.map(({ id, key }) => button(t(`do_${id}`), { id: `do-${id}`, "aria-keyshortcuts": key.toUpperCase(), onclick: () => this.#act(id) }))),
      h("p", { class: "hint" }, t("matter_keys", { keys: acts.map(({ id, key }) => `${key.toUpperCase()}: ${t(`do_${id}`)}`).join(", ") })),
    ];
  }

  /** What lasts: everything but the way to a responder is taken away, for one person under all their names. */
  #banning() {
    const { room, who, sweep } = this.#matter;
    if (!room || !who) return false;
    const put = (kind) => this.#ban(kind, { room, who, ground: this.#banGround.value, hours: Number(this.#hours.value) });
    const sanction = askingButton({ id: "do-sanction", label: t("do_sanction"), question: t("do_sanction_sure"), act: () => put("sanction") });
    const other = sweep === "other";
    const sweeps = sweep !== "mine" && askingButton({ id: "do-sweep", label: t(other ? "do_sweep_agree" : "do_sweep"), question: t(other ? "do_sweep_agree_sure" : "do_sweep_sure"), act: () => put("sweep") });
    const told = sweep && h("p", { id: "sweep-asked", class: "note" }, t(`sweep_${sweep}`));
    return h(
      "details",
      { id: "ban", open: sweep !== undefined },
      h("summary", {}, t("ban")),
      h("p", { class: "hint" }, t("ban_hint")),
      told,
      field(t("matter_ground"), this.#banGround),
      field(t("ban_hours"), this.#hours),
      h("p", { class: "row" }, sanction, sweeps),
    );
  }

  #act(id) {
    const reason = this.#reason.value.trim() || undefined;
    const { decision, room, entry } = this.#matter;
    const act = ACTS[this.#matter.state].find((each) => each.id === id);
    if (act.needsReason && !reason) {
      this.#problem.textContent = t("matter_reason_missing");
      this.#reason.focus();
      return;
    }
    this.#problem.textContent = "";
    const matter = decision ? { decision } : { room, entry };
    this.#decide({ do: id, ...matter, ...act.more?.(this.#matter, this.#ground.value), reason: act.hasReason ? reason : undefined });
  }

  /** One key each, while the focus is in this part of the page and nobody writes. */
  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || /^(TEXTAREA|SELECT|INPUT)$/.test(event.target.tagName)) return;
    const act = (ACTS[this.#matter.state] ?? []).find(({ key }) => key === event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    this.#act(act.id);
  }
}

function marked(text, spans) {
  return parts(text, spans).map((part) => (part.isFound ? h("mark", {}, part.text) : part.text));
}

/** The entry whose words were read, where the message was edited. */
function read({ entry, around = [] }) {
  return around.find((line) => line.entry === entry)?.words;
}

const GIVE_BACK = { id: "give_back", key: "g" };
const ACTS = {
  report: [
    { id: "remove", key: "r", hasReason: true, more: (matter, ground) => ({ ground, words: read(matter) }) },
    { id: "dismiss", key: "s" },
    { id: "mute", key: "m", hasReason: true, more: (_, ground) => ({ ground, minutes: MUTE_MINUTES }) },
    { id: "kick", key: "k", hasReason: true, more: (_, ground) => ({ ground }) },
    GIVE_BACK,
  ],
  held: [{ id: "release", key: "p" }, { id: "withhold", key: "w" }, GIVE_BACK],
  appeal: [
    { id: "reverse", key: "u", hasReason: true, needsReason: true },
    { id: "stand", key: "s", hasReason: true, needsReason: true },
    GIVE_BACK,
  ],
  decided: [{ id: "undo", key: "u" }, GIVE_BACK],
};

/** One case I own: the conversation beside what happened and what I can do. */
import { button, field, h, select } from "../ui/dom.js";
import { clock, t, tOr } from "../ui/words.js";
import { stateOf } from "./cases.js";
import { ChatView } from "./chat.js";
import { askingButton } from "./confirm.js";
import { VaultCase } from "./vault-case.js";

const PRIORITIES = ["routine", "watch", "elevated", "high", "imminent", "attempt_in_progress"];
const REASONS = ["answers", "buffers", "in_care", "misread"];
const CLOSINGS = ["safe_now", "handed_to_service", "declined_help", "left", "not_a_crisis", "duplicate"];

export class CaseView {
  element;
  #chat;
  #steps = h("ol", { id: "case-steps" });
  #talk = h("div", { id: "case-talk" });
  #status = h("p", { id: "case-status" });
  #client;
  #vault;

  /** `put(kind, body)` in the case's own room. */
  constructor({ summary, client, put }) {
    this.#client = client;
    this.#vault = new VaultCase({ id: summary.case, client });
    const title = h("h2", { id: "case-title", tabindex: "-1" }, t("case_heading", { priority: tOr(`priority_${summary.priority}`, summary.priority) }));
    const side = h("div", {}, this.#status, ...actions(put), this.#vault.element, h("h3", {}, t("case_steps")), this.#steps);
    this.element = h("section", { class: "card case-now", "aria-labelledby": "case-title" }, title, h("div", { id: "case-view" }, this.#talk, side));
    this.#talk.append(h("p", { class: "hint" }, t(summary.room ? "case_opening" : "case_no_room")));
    this.update(summary);
  }

  focus() {
    this.element.querySelector("h2").focus();
  }

  update({ state, priority }) {
    const text = t("case_status", { state: stateOf(state), priority: tOr(`priority_${priority}`, priority) });
    if (this.#status.textContent !== text) this.#status.textContent = text;
    this.#status.dataset.state = state;
  }

  /** Shows the conversation, as soon as I am a member of its room. */
  talk(chat) {
    if (this.#chat) return;
    this.#chat = new ChatView({ chat, client: this.#client, language: chat.language });
    this.#talk.replaceChildren(this.#chat.element);
  }

  drawTalk() {
    this.#chat?.update();
  }

  /** One step of the case's own log. */
  step({ kind, at, body }) {
    if (body.code === "vault") this.#vault.update();
    const what = body.code === "vault" ? t(`vault_step_${body.step}`, { n: body.n }) : tOr(`step_${kind}`, kind);
    const priority = body.priority && tOr(`priority_${body.priority}`, body.priority);
    const more = [priority, body.by, ...[...new Set(body.reasons)].map((key) => tOr(`category_${key}`, key)), body.reason && tOr(`close_${body.reason}`, tOr(`reason_${body.reason}`, body.reason))].filter(Boolean);
    this.#steps.append(h("li", {}, h("time", {}, clock(at)), " ", [what, ...more].join(" · ")));
  }
}

function actions(put) {
  return [
    h("p", { class: "row" }, button(t("case_ack"), { id: "ack", class: "primary", onclick: () => put("ack", {}) })),
    assessForm(put),
    closeForm(put),
    h("p", { class: "row" }, askingButton({ id: "handoff", label: t("case_handoff"), question: t("case_handoff_sure"), act: () => put("handoff", {}) })),
  ];
}

function assessForm(put) {
  const priority = select({ id: "priority" }, PRIORITIES.map((key) => [key, t(`priority_${key}`)]), "elevated");
  const reason = select({ id: "reason" }, REASONS.map((key) => [key, t(`reason_${key}`)]));
  const form = h("form", { id: "assess-form" }, h("h3", {}, t("case_assess_heading")), field(t("case_priority"), priority), field(t("case_reason"), reason), h("p", { class: "row" }, h("button", { id: "assess" }, t("case_assess"))));
  return onSubmit(form, () => put("assess", { priority: priority.value, reason: reason.value }));
}

function closeForm(put) {
  const reason = select({ id: "close-reason" }, CLOSINGS.map((key) => [key, t(`close_${key}`)]));
  const form = h("form", { id: "close-form" }, h("h3", {}, t("case_close_heading")), field(t("case_reason"), reason), h("p", { class: "row" }, h("button", { id: "close-case" }, t("case_close"))));
  return onSubmit(form, () => put("close", { reason: reason.value }));
}

function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
  return form;
}

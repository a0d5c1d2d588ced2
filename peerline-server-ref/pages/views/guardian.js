/**
 * Where a guardian answers: their key is read from its file, used in this page, and sent and kept nowhere. What waits
 * for them is asked for again and again as long as the key is here.
 */
import { Guardian } from "../sdk/vault-guard.js";
import { announce } from "../ui/announce.js";
import { button, field, h } from "../ui/dom.js";
import { lineId } from "../ui/line-id.js";
import { moment, t } from "../ui/words.js";
import { askingButton } from "./confirm.js";

export class GuardianView {
  element = h("details", { id: "guardian", class: "card", hidden: true });
  #guardian;
  #now;
  #place = h("div", {});
  #problem = h("p", { id: "guardian-problem", role: "alert" });
  #file = h("input", { type: "file", id: "guardian-key", onchange: () => this.#take() });
  #timer;
  #drawn;

  /** `now()` is the line's time. */
  constructor({ now }) {
    this.#now = now;
    this.element.append(h("summary", {}, t("guardian")), h("p", { class: "hint" }, t("guardian_hint")), this.#place, this.#problem);
    this.#drawKey();
  }

  /** Shows itself where the line has a vault: `ask()` rejects where it has none. */
  async look(ask) {
    this.element.hidden = await ask().then(() => false, () => this.element.hidden);
  }

  /** Guardians were asked just now. */
  asked() {
    this.element.open = true;
    if (this.#guardian) this.#look();
  }

  #drawKey() {
    this.#drawn = undefined;
    this.#place.replaceChildren(field(t("guardian_key"), this.#file, t("guardian_key_hint")));
  }

  async #take() {
    const [file] = this.#file.files;
    if (!file) return;
    this.#problem.textContent = "";
    try {
      if (file.size > MOST_BYTES) throw new TypeError("no key");
      this.#guardian = await Guardian.of(await file.text(), await lineId());
    } catch {
      this.#say("guardian_no_key");
    }
    this.#file.value = "";
    if (this.#guardian) await this.#look();
  }

  async #look() {
    clearTimeout(this.#timer);
    const guardian = this.#guardian;
    try {
      const waiting = await guardian.look(this.#now(), post);
      if (guardian !== this.#guardian) return;
      this.#problem.textContent = "";
      this.#drawWaiting(waiting);
    } catch ({ status }) {
      if (guardian !== this.#guardian) return;
      if (status === 422) {
        this.#guardian = undefined;
        this.#drawKey();
        return this.#say("guardian_not_here");
      }
      this.#say("guardian_not_now");
    }
    this.#timer = setTimeout(() => this.#look(), EVERY_MS);
    return undefined;
  }

  #drawWaiting(waiting) {
    const version = JSON.stringify(waiting.requests.map(({ id }) => id));
    if (version === this.#drawn) return;
    const isNew = this.#drawn !== undefined && waiting.requests.length > 0;
    this.#drawn = version;
    const away = button(t("guardian_away"), { id: "guardian-away", onclick: () => this.#putAway() });
    const none = waiting.requests.length === 0 && h("p", { id: "guardian-none" }, t("guardian_none"));
    this.#place.replaceChildren(...[none, ...waiting.requests.map((one, at) => this.#row(waiting, one, at))].filter(Boolean), h("p", { class: "row" }, away));
    if (isNew) announce(t("guardian_asked"), "assertive");
  }

  #row(waiting, one, at) {
    const agree = askingButton({ id: `guardian-agree-${at}`, label: t("guardian_agree"), question: t("guardian_agree_sure"), act: () => this.#agree(waiting, one) });
    return h(
      "div",
      { class: "note guardian-request" },
      h("p", {}, t("vault_number"), " ", h("b", { class: "vault-number" }, one.id)),
      h("p", {}, `${t(`vault_reason_${one.reason}`)}. ${t("guardian_until", { time: moment(one.until) })}`),
      h("p", {}, t("guardian_check")),
      h("p", { class: "row" }, agree),
    );
  }

  async #agree(waiting, one) {
    try {
      const { have, need } = await this.#guardian.approve(waiting, one, this.#now(), post);
      this.#drawn = undefined;
      await this.#look();
      this.#problem.textContent = t("guardian_agreed", { have, need });
      announce(this.#problem.textContent, "assertive");
    } catch ({ reason, status }) {
      this.#say(WHY.includes(reason) ? `vault_not_${reason}` : status === 422 ? "guardian_gone" : "guardian_not_now");
    }
  }

  #putAway() {
    clearTimeout(this.#timer);
    this.#guardian = undefined;
    this.#drawKey();
    this.#file.focus();
    announce(t("guardian_put_away"));
  }

  #say(key) {
    this.#problem.textContent = t(key);
  }
}

/** Asks the line as a guardian: what is signed needs no login. Rejects with the `status` of a refusal. */
async function post(body) {
  const answer = await fetch("/vault", { method: "POST", body: JSON.stringify(body), cache: "no-store", signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
  return answer.json();
}

const EVERY_MS = 15_000;
/** A key takes 87 bytes; nothing else is read. */
const MOST_BYTES = 1_024;
const WHY = ["key", "purpose", "ended"];

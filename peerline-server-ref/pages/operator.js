/** The page of the operator: which policy the line goes by, reading it again, and what everybody may know of it. */
import { announce } from "./ui/announce.js";
import { button, field, h } from "./ui/dom.js";
import { show, showLine, startShell } from "./ui/shell.js";
import { addTexts, t, useLanguage } from "./ui/words.js";

addTexts({ en: () => import("./text/staff-en.js"), de: () => import("./text/staff-de.js") });

class Operator {
  /** Typed in by who has it, held in this page alone, and gone with it. */
  #key = h("input", { id: "operator-key", type: "password", autocomplete: "off", spellcheck: "false" });
  #since = Date.now();
  #policy = h("p", { id: "policy-now" });
  #problem = h("p", { id: "operator-problem", role: "alert" });
  #reasons = h("pre", { id: "policy-reasons", tabindex: "0", hidden: true, dir: "ltr" });
  #counts = h("pre", { id: "counts", tabindex: "0", hidden: true, dir: "ltr" });

  async start() {
    await useLanguage(navigator.language);
    startShell();
    this.#look();
    const policy = [
      h("h2", {}, t("operator_policy")),
      this.#policy,
      h("p", { class: "row" }, button(t("operator_show"), { id: "policy-show", onclick: () => this.#askPolicy("show") }), button(t("operator_reload"), { id: "policy-reload", class: "primary", onclick: () => this.#askPolicy("reload") })),
      h("p", { class: "hint" }, t("operator_reload_hint")),
      this.#reasons,
    ];
    const counts = [
      h("h2", {}, t("operator_counts")),
      h("p", {}, t("operator_counts_text")),
      h("p", { class: "row" }, button(t("operator_count"), { id: "count", onclick: () => this.#count() })),
      this.#counts,
    ];
    show(t("operator_heading"), field(t("operator_key"), this.#key, t("operator_key_hint")), this.#problem, ...policy, ...counts);
  }

  /** The operator's own address has no facts about the line, and says whether it is there. */
  async #look() {
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(RETRY_MS) });
      this.#since = Date.now();
      showLine({ state: "live" });
    } catch {
      showLine({ state: "stale", since: this.#since });
    }
    setTimeout(() => this.#look(), EVERY_MS);
  }

  /** One that is refused changes nothing, and every reason is read here. */
  async #askPolicy(wish) {
    this.#reasons.hidden = true;
    const answer = await this.#ask("/admin/policy", { do: wish });
    if (answer?.ok) {
      const { policy, version, digest } = JSON.parse(answer.text);
      this.#policy.textContent = t("operator_policy_now", { policy, version, digest: digest ?? "" });
      announce(t(wish === "reload" ? "operator_reloaded" : "operator_policy_now", { policy, version, digest: digest ?? "" }));
    } else if (answer?.status === REFUSED) {
      this.#problem.textContent = t("operator_refused");
      this.#reasons.textContent = answer.text;
      this.#reasons.hidden = false;
      this.#reasons.focus();
    }
  }

  async #count() {
    this.#counts.hidden = true;
    const answer = await this.#ask("/admin/transparency", {});
    if (!answer?.ok) return;
    this.#counts.textContent = JSON.stringify(JSON.parse(answer.text), undefined, 2);
    this.#counts.hidden = false;
    this.#counts.focus();
  }

  /** Asks the line; says what went wrong, unless it is a refusal with its reasons. */
  async #ask(path, wish) {
    this.#problem.textContent = "";
    let response;
    try {
      response = await fetch(path, { method: "POST", body: JSON.stringify(wish), headers: { authorization: `Bearer ${this.#key.value.trim()}` }, cache: "no-store", credentials: "omit" });
    } catch {
      this.#problem.textContent = t("operator_no_answer");
      return undefined;
    }
    const { ok, status } = response;
    if (status === 401) {
      this.#problem.textContent = t("operator_wrong_key");
      this.#key.focus();
    } else if (status === 404 || status === 405) this.#problem.textContent = t("operator_elsewhere");
    else if (!ok && status !== REFUSED) this.#problem.textContent = t("operator_no_answer");
    return { ok, status, text: await response.text() };
  }
}

const REFUSED = 422;
const EVERY_MS = 10_000;
const RETRY_MS = 5_000;

new Operator().start();

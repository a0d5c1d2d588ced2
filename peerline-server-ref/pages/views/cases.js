/** Cases as a table, most urgent first and then the longest wait; the server's order is kept as a rule here too. */
import { button, h } from "../ui/dom.js";
import { clock, duration, t, tOr } from "../ui/words.js";

/** The name of a case's state; a hand-off is both a state and an action, so its name differs. */
export function stateOf(state) {
  return tOr(state === "handoff" ? "case_handoff_state" : `case_${state}`, state);
}

function stateText({ state, owner, course, want, follow, due }) {
  const who = owner ? t("case_state_owner", { state: stateOf(state), owner }) : stateOf(state);
  const more = [course && tOr(`course_${course}`, course), want && tOr(`want_${want}`, want), state === "resting" && follow && tOr(`followup_is_${follow}`, follow), due && t("rescue_due", { time: clock(due) })];
  return [who, ...more].filter(Boolean).join(" · ");
}

export class CasesTable {
  element;
  #body = h("tbody", {});
  #none;
  #acts;
  #table;

  /** `acts`: `take(summary)`, `decline(summary)`, `open(summary)`, `now()`, and `sign(summary)` and `supervise(summary, deed)` for who supervises. */
  constructor({ id, caption, none, acts }) {
    this.#acts = acts;
    this.#none = h("p", { class: "hint" }, none);
    const columns = ["case_tier", "case_priority", "case_waits", "case_state", "case_kind", "case_do"];
    const head = h("thead", {}, h("tr", {}, ...columns.map((key) => h("th", { scope: "col" }, t(key)))));
    this.#table = h("table", {}, h("caption", {}, caption), head, this.#body);
    this.element = h("div", { id, class: "cases table" }, this.#table, this.#none);
    this.#body.addEventListener("keydown", (event) => this.#onKey(event));
  }

  update(summaries) {
    const focused = document.activeElement?.closest?.("tr")?.dataset.case;
    const isHere = this.#body.contains(document.activeElement);
    this.#body.replaceChildren(...summaries.map((summary) => this.#row(summary)));
    this.#table.hidden = summaries.length === 0;
    this.#none.hidden = summaries.length > 0;
    if (isHere && focused) this.#body.querySelector(`[data-case="${CSS.escape(focused)}"] button`)?.focus();
  }

  #row(summary) {
    const cells = [
      ["case_priority", tOr(`priority_${summary.priority}`, summary.priority)],
      ["case_waits", duration(this.#acts.now() - summary.since)],
      ["case_state", stateText(summary)],
      ["case_kind", tOr(`kind_${summary.kind}`, summary.kind ?? "")],
    ];
    const tier = h("th", { scope: "row" }, tOr(`tier_${summary.tier}`, summary.tier));
    const row = h("tr", { class: "case", "data-case": summary.case, "data-tier": summary.tier, "data-state": summary.state }, tier);
    row.append(...cells.map(([key, text]) => h("td", { "data-label": t(key) }, text)), h("td", {}, h("span", { class: "row" }, ...this.#buttons(summary))));
    return row;
  }

  #buttons(summary) {
    const joined = summary.joined && !summary.mine && summary.state !== "closed" && this.#isSecond(summary);
    const open = joined ? [button(t("case_open"), { class: "open", onclick: () => this.#acts.open(summary) })] : [];
    return [...this.#supervising(summary), ...this.#own(summary), ...open];
  }

  /** What a second person is wanted for stands before everything else that can be done. */
  #supervising(summary) {
    if (!this.#isSecond(summary) || summary.mine) return [];
    const deed = (name, primary) => button(t(`supervise_${name}`), { class: primary ? `${name} primary` : name, onclick: () => this.#acts.supervise(summary, name) });
    const looks = summary.state !== "offered" && summary.state !== "closed";
    switch (summary.want) {
      case "approval":
        return [deed("approve", true), deed("refuse")];
      case "join":
        return [deed("join", true)];
      case "signature":
        return [deed("sign_rescue", true), looks && !summary.joined && deed("join")].filter(Boolean);
      default:
        return summary.state === "closed" ? [deed("review")] : [];
    }
  }

  /** Whether I may be the second person: as a supervisor, or as a responder where the line has none. */
  #isSecond({ second }) {
    return this.#acts.supervises || second;
  }

  #own(summary) {
    if (summary.wish && !summary.mine && this.#acts.sign) return [this.#signer(summary)];
    if (summary.mine) return [button(t("case_open"), { class: "open", onclick: () => this.#acts.open(summary) })];
    if (summary.state === "handoff") {
      return [
        button(t("case_accept"), { class: "take primary", "aria-keyshortcuts": "T", onclick: () => this.#acts.take(summary) }),
        button(t("case_decline"), { class: "decline", onclick: () => this.#acts.decline(summary) }),
      ];
    }
    if (summary.state !== "offered" && summary.state !== "resting") return [];
    return [button(t("case_take"), { class: "take primary", "aria-keyshortcuts": "T", onclick: () => this.#acts.take(summary) })];
  }

  /** Two people have looked before somebody counts as needed less soon. */
  #signer(summary) {
    const priority = tOr(`priority_${summary.wish}`, summary.wish);
    return button(t("case_sign", { priority }), { class: "sign", onclick: () => this.#acts.sign(summary) });
  }

  #onKey(event) {
    if (event.key.toLowerCase() !== "t" || event.altKey || event.ctrlKey || event.metaKey) return;
    event.target.closest("tr")?.querySelector(".take")?.click();
  }
}

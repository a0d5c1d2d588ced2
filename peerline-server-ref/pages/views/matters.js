/** What waits for moderators, as a table, in the order of the server. */
import { keyOf } from "../model/matters.js";
import { button, h } from "../ui/dom.js";
import { duration, t, tOr } from "../ui/words.js";

export class MattersTable {
  element;
  #body = h("tbody", {});
  #none = h("p", { class: "hint" }, t("matters_none"));
  #acts;
  #table;

  /** `acts`: `claim(matter)`, `open(matter)`, `now()`. */
  constructor(acts) {
    this.#acts = acts;
    const columns = ["matter_what", "matter_why", "case_waits", "matter_owner", "case_do"];
    const head = h("thead", {}, h("tr", {}, ...columns.map((key) => h("th", { scope: "col" }, t(key)))));
    this.#table = h("table", {}, h("caption", {}, t("matters_caption")), head, this.#body);
    this.element = h("div", { id: "matters", class: "cases table" }, this.#table, this.#none);
    this.#body.addEventListener("keydown", (event) => this.#onKey(event));
  }

  update(matters) {
    const focused = document.activeElement?.closest?.("tr")?.dataset.matter;
    const isHere = this.#body.contains(document.activeElement);
    this.#body.replaceChildren(...matters.map((matter) => this.#row(matter)));
    this.#table.hidden = matters.length === 0;
    this.#none.hidden = matters.length > 0;
    if (isHere && focused) this.#body.querySelector(`[data-matter="${CSS.escape(focused)}"] button`)?.focus();
  }

  #row(matter) {
    const cells = [
      ["matter_why", whyOf(matter)],
      ["case_waits", duration(this.#acts.now() - matter.since)],
      ["matter_owner", matter.owner ?? t("matter_nobody")],
    ];
    const what = h("th", { scope: "row" }, tOr(`matter_${matter.state}`, matter.state));
    const row = h("tr", { class: "matter", "data-matter": keyOf(matter), "data-state": matter.state, "data-tier": matter.grounds?.includes("danger") ? "urgent" : "routine" }, what);
    row.append(...cells.map(([key, text]) => h("td", { "data-label": t(key) }, text)), h("td", {}, h("span", { class: "row" }, this.#button(matter))));
    return row;
  }

  #button(matter) {
    if (matter.mine) return button(t("case_open"), { class: "open primary", onclick: () => this.#acts.open(matter) });
    if (matter.owner || !matter.may) return h("span", { class: "hint" }, t(matter.may ? "matter_taken" : "matter_not_you"));
    return button(t("matter_claim"), { class: "claim primary", "aria-keyshortcuts": "L", onclick: () => this.#acts.claim(matter) });
  }

  #onKey(event) {
    if (event.key.toLowerCase() !== "l" || event.altKey || event.ctrlKey || event.metaKey) return;
    event.target.closest("tr")?.querySelector(".claim")?.click();
  }
}

/** Why it waits: the grounds of who reported it, or what was done. */
export function whyOf({ grounds = [], n, action, ground }) {
  if (grounds.length > 0) return t("matter_reported", { grounds: grounds.map((key) => tOr(`ground_${key}`, key)).join(", "), n });
  const why = tOr(`ground_${ground}`, "");
  return [tOr(`act_${action}`, action ?? ""), why].filter(Boolean).join(": ");
}

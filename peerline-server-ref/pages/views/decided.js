/** Decisions about what I wrote, each with the way to have another person look at it. */
import { h } from "../ui/dom.js";
import { t } from "../ui/words.js";
import { appealForm } from "./message.js";

export class DecidedView {
  element = h("section", { id: "decided", hidden: true, "aria-labelledby": "decided-title" });
  #list = h("ul", {});
  #rows = new Map();
  #appeal;

  /** `appeal(decision, text)`. */
  constructor({ appeal }) {
    this.#appeal = appeal;
    this.element.append(h("h2", { id: "decided-title" }, t("decided_heading")), this.#list);
  }

  /** What somebody writes meanwhile stays: a row is drawn anew only where its decision changed. */
  update(all) {
    const gone = new Set(this.#rows.keys());
    for (const one of all) {
      gone.delete(one.decision);
      this.#draw(one);
    }
    for (const decision of gone) {
      this.#rows.get(decision).element.remove();
      this.#rows.delete(decision);
    }
    this.element.hidden = all.length === 0;
  }

  /** The line did not take an appeal: it can be written again. */
  refused(decision) {
    const row = this.#rows.get(decision);
    if (row) this.#fill(row, row.one);
  }

  #draw(one) {
    let row = this.#rows.get(one.decision);
    if (!row) {
      row = { element: h("li", { class: "note", "data-decision": one.decision }) };
      this.#rows.set(one.decision, row);
      this.#list.prepend(row.element);
    } else if (row.one.isAppealed === one.isAppealed) return;
    this.#fill(row, one);
  }

  #fill(row, one) {
    row.one = one;
    row.element.dataset.state = one.isAppealed ? "appealed" : "open";
    const way = one.isAppealed ? h("p", {}, t("appeal_sent")) : appealForm(one.decision, { appeal: this.#appeal });
    row.element.replaceChildren(h("p", {}, one.say), way);
  }
}

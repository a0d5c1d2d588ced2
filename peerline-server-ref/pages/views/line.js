/** The line of those who wait, for who supervises: groups and never a person, and who is on shift. */
import { announce } from "../ui/announce.js";
import { h } from "../ui/dom.js";
import { duration, languageName, t, tOr } from "../ui/words.js";

export class LineView {
  #waiting = new Table({ id: "line-waiting", caption: t("line_waiting"), none: t("line_waiting_none"), columns: [t("case_tier"), t("line_language"), t("line_n"), t("line_longest")] });
  #uncovered = new Table({ id: "line-uncovered", caption: t("line_uncovered"), none: t("line_uncovered_none"), columns: [t("line_language"), t("line_topic"), t("line_n")] });
  #onShift = new Table({ id: "line-shift", caption: t("line_shift"), none: t("line_shift_none"), columns: [t("line_who"), t("line_languages"), t("line_load"), t("line_rest")] });
  #nobodyFor = 0;
  element = h("section", { id: "line-view", "aria-labelledby": "line-heading" }, h("h2", { id: "line-heading" }, t("line_heading")), this.#waiting.element, this.#uncovered.element, this.#onShift.element);

  /** Shows what `ask waiting` tells; `labelOf` names a topic. That somebody new has nobody is spoken. */
  update({ waiting, uncovered, on_shift }, labelOf) {
    this.#waiting.draw(waiting.map(({ tier, language, n, waited_ms }) => [tOr(`tier_${tier}`, tier), languageName(language), n, duration(waited_ms)]));
    this.#uncovered.draw(uncovered.map(({ language, topic, n }) => [languageName(language), topic ? labelOf(topic) : t("line_any_topic"), n]));
    this.#onShift.draw(on_shift.map(({ handle, languages, load, capacity, resting }) => [handle, languages.map(languageName).join(", "), t("line_load_of", { load, capacity }), resting ? t("line_resting") : ""]));
    const nobodyFor = uncovered.reduce((sum, { n }) => sum + n, 0);
    if (nobodyFor > this.#nobodyFor) announce(t("line_uncovered_spoken", { n: nobodyFor }));
    this.#nobodyFor = nobodyFor;
  }
}

class Table {
  #body = h("tbody", {});
  #table;
  #none;
  element;

  constructor({ id, caption, none, columns }) {
    const head = h("thead", {}, h("tr", {}, ...columns.map((text) => h("th", { scope: "col" }, text))));
    this.#table = h("table", { hidden: true }, h("caption", {}, caption), head, this.#body);
    this.#none = h("p", { class: "hint" }, none);
    // On a narrow screen it scrolls sideways, and keys must be able to do that too.
    this.element = h("div", { id, class: "table", role: "region", tabindex: "0", "aria-label": caption }, this.#table, this.#none);
  }

  draw(rows) {
    const cells = (row) => row.map((text, i) => h(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {}, String(text)));
    this.#body.replaceChildren(...rows.map((row) => h("tr", {}, ...cells(row))));
    this.#table.hidden = rows.length === 0;
    this.#none.hidden = rows.length > 0;
  }
}

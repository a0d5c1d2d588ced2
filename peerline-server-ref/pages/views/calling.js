/** "I need a person now", before there is a room: what is true about the call, and real help meanwhile. */
import { announce } from "../ui/announce.js";
import { h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { t } from "../ui/words.js";
import { helplines, loadHelplines } from "./care.js";

export class CallingView {
  #status = h("p", { id: "call-state", class: "lead" });

  constructor({ client, country, state }) {
    const list = h("div", { id: "helplines" });
    show(
      t("calling_heading"),
      h("section", { id: "calling", class: "card" }, this.#status, h("p", {}, t("cannot_find_you"))),
      h("h2", {}, t("helplines_heading")),
      list,
    );
    loadHelplines(client, list, country && { country });
    this.update(state);
  }

  /** `state` is `sending`, `waiting`, `done` or `not_sent`: never more than is known. */
  update(state, say) {
    const text = say ?? t(`call_${state}`);
    if (this.#status.textContent === text) return;
    this.#status.textContent = text;
    this.#status.dataset.state = state;
    announce(text, "assertive");
  }

  /** Helplines that came with the answer. */
  card(card) {
    document.getElementById("helplines")?.replaceChildren(helplines(card));
  }
}

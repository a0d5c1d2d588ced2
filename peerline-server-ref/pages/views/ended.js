/** After a conversation, or after the line has closed the door: what is still there. */
import { button, h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { t, tOr } from "../ui/words.js";
import { loadHelplines } from "./care.js";
import { phraseOffer } from "./phrase.js";

/** The end of a conversation. `acts`: `again()`; `phrase` as on the waiting view. */
export function showEnd({ client, country, acts, phrase }) {
  const list = h("div", { id: "helplines" });
  show(
    t("end_heading"),
    h("section", { id: "ended", class: "card" }, h("p", { class: "lead" }, t("end_lead")), h("p", {}, t("end_more")), h("p", { class: "row" }, button(t("begin_again"), { id: "again", class: "primary", onclick: acts.again }))),
    phrase && phraseOffer(phrase),
    h("h2", {}, t("helplines_heading")),
    list,
  );
  loadHelplines(client, list, country && { country });
}

/** The connection ended for good; says why, and that trying again is the person's choice. */
export function showRefused({ code, say }) {
  show(
    t("refused_heading"),
    h("section", { id: "refused", class: "card" }, h("p", { class: "lead" }, say ?? tOr(`code_${code}`, t("refused_lead"))), h("p", {}, t("cannot_find_you")), h("p", { class: "row" }, button(t("reload"), { id: "reload", class: "primary", onclick: () => location.reload() }))),
  );
}

/** The way of whoever moderates a room to take a message out of it there and then. */
import { announce } from "../ui/announce.js";
import { field, h, select } from "../ui/dom.js";
import { t } from "../ui/words.js";

const GROUNDS = ["abuse", "pressure", "methods", "contact", "spam", "danger", "other"];

/** `take(item, ground, reason)` puts the decision: its author is told why, and can appeal. */
export function takeOutTool(item, take) {
  const ground = select({ id: `take-out-ground-${item.seq}` }, GROUNDS.map((key) => [key, t(`ground_${key}`)]));
  const reason = h("textarea", { id: `take-out-reason-${item.seq}`, rows: "2", maxlength: "1000", dir: "auto" });
  const form = h("form", { class: "appeal" }, field(t("matter_ground"), ground), field(t("matter_reason"), reason, t("matter_reason_hint")), h("button", { class: "small take-out-yes" }, t("do_remove")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(item, ground.value, reason.value.trim() || undefined);
    form.replaceChildren(h("p", { class: "hint", tabindex: "-1" }, t("take_out_sent")));
    form.firstChild.focus();
    announce(t("take_out_sent"));
  });
  return h("details", { class: "report take-out" }, h("summary", {}, t("do_remove")), h("p", { class: "hint" }, t("take_out_hint")), form);
}

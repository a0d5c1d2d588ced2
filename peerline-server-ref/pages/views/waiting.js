/** The wait, told as it is: place, people who fit, and what else there is meanwhile. */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { duration, t } from "../ui/words.js";
import { loadHelplines } from "./care.js";
import { phraseOffer } from "./phrase.js";

export class WaitingView {
  #place = h("p", { id: "place", class: "lead" }, t("place_unknown"));
  #more = h("p", { id: "place-more" });
  #spoken;

  /** `acts`: `cancel()`, `again()`; `phrase` is set where keeping one may still be offered. */
  constructor({ client, country, acts, phrase }) {
    const helplines = h("div", { id: "helplines" });
    this.acts = acts;
    this.cancel = button(t("cancel"), { id: "cancel", onclick: acts.cancel });
    show(
      t("waiting_heading"),
      h("section", { id: "waiting", class: "card" }, this.#place, this.#more, h("p", { class: "row" }, this.cancel)),
      phrase && phraseOffer(phrase),
      h("h2", {}, t("meanwhile")),
      exercise("breathing"),
      exercise("grounding"),
      h("section", { "aria-labelledby": "helplines-heading" }, h("h3", { id: "helplines-heading" }, t("helplines_heading")), helplines),
    );
    loadHelplines(client, helplines, country && { country });
  }

  /** Shows a `place`; spoken only where something that matters to the person changed. */
  update(place) {
    const lines = place.state === "waiting" ? placeLines(place) : [t("place_none")];
    this.#place.textContent = lines[0];
    this.#more.textContent = lines.slice(1).join(" ");
    this.#place.dataset.coverage = place.coverage ?? "";
    if (place.state !== "waiting") this.#offerAgain();
    if (this.#spoken !== lines[0]) announce(lines.join(" "));
    this.#spoken = lines[0];
  }

  refused(say) {
    this.#place.textContent = say ?? t("seek_refused");
    this.#more.textContent = t("seek_refused_more");
    this.#offerAgain();
    announce(this.#place.textContent, "assertive");
  }

  #offerAgain() {
    const again = button(t("begin_again"), { id: "again", class: "primary", onclick: this.acts.again });
    if (this.cancel.isConnected) this.cancel.replaceWith(again);
  }
}

function placeLines({ position, ahead, fitting, coverage, median_ms }) {
  if (coverage === "nobody" || fitting === 0) return [t("nobody"), t("nobody_more", { n: position })];
  const people = t(fitting === 1 ? "fitting_one" : "fitting_many", { n: fitting });
  const wait = median_ms === undefined ? t("wait_unknown") : t("wait_median", { time: duration(median_ms) });
  return [ahead === 0 ? t("place_next") : t("place", { n: position, ahead }), people, wait];
}

function exercise(name) {
  const steps = [1, 2, 3, 4].map((n) => h("li", {}, t(`${name}_${n}`)));
  return h("details", { class: "exercise" }, h("summary", {}, t(`${name}_title`)), h("ol", {}, ...steps), h("p", { class: "hint" }, t("exercise_end")));
}

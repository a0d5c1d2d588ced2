/** The wait, told as it is: place, people who fit, and what else there is meanwhile. */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { duration, t, tOr } from "../ui/words.js";
import { loadHelplines } from "./care.js";
import { phraseOffer } from "./phrase.js";

export class WaitingView {
  #place = h("p", { id: "place", class: "lead" }, t("place_unknown"));
  #more = h("p", { id: "place-more" });
  #ways = h("div", { id: "place-ways", hidden: true });
  #rooms = h("ul", { id: "place-rooms", class: "rooms row", hidden: true });
  #drawn = "";
  #spoken;

  /** `acts`: `cancel()`, `again()`, `rooms()`, `room(id)`, `circle()`, `person()`; `phrase` is set where keeping one may still be offered. */
  constructor({ client, country, acts, phrase }) {
    const helplines = h("div", { id: "helplines" });
    this.acts = acts;
    this.cancel = button(t("cancel"), { id: "cancel", onclick: acts.cancel });
    show(
      t("waiting_heading"),
      h("section", { id: "waiting", class: "card" }, this.#place, this.#more, this.#ways, h("p", { class: "row" }, this.cancel)),
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
    this.#drawWays(place);
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

  /** Names rooms with space, `[{room, title}]`; what had the focus keeps it. */
  elsewhere(rooms) {
    const drawn = rooms.map(({ room, title }) => `${room} ${title}`).join("\n");
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = this.#rooms.contains(document.activeElement) && document.activeElement.dataset.room;
    const go = ({ room, title }) => h("li", {}, button(t("nobody_room", { title }), { class: "elsewhere", "data-room": room, onclick: () => this.acts.room(room) }));
    this.#rooms.replaceChildren(...rooms.map(go));
    this.#rooms.hidden = rooms.length === 0;
    if (focused) this.#rooms.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
  }

  /** What else is open, said at once where nobody fits; what had the focus keeps it. */
  #drawWays({ state, coverage }) {
    const isAlone = state === "waiting" && coverage === "nobody";
    if (isAlone === !this.#ways.hidden) return;
    this.#ways.hidden = !isAlone;
    const way = (text, id, onclick) => button(t(text), { id, onclick });
    this.#ways.replaceChildren(
      h("h2", {}, t("nobody_heading")),
      this.#rooms,
      h(
        "p",
        { class: "row" },
        way("nobody_person", "waiting-person", this.acts.person),
        way("nobody_rooms", "waiting-rooms", this.acts.rooms),
        way("circle_ask", "waiting-circle", this.acts.circle),
        way("nobody_exercise", "waiting-exercise", openExercise),
        way("nobody_change", "change-wishes", this.acts.again),
      ),
    );
  }

  #offerAgain() {
    const again = button(t("begin_again"), { id: "again", class: "primary", onclick: this.acts.again });
    if (this.cancel.isConnected) this.cancel.replaceWith(again);
  }
}

/** The first line is the one that matters; the rest is said with it and not again. */
export function placeLines(place) {
  const { position, ahead, fitting, coverage, offered } = place;
  if (coverage === "nobody" || fitting === 0) return [t("nobody"), t("nobody_more", { n: position }), ...tryingLines(place)];
  const people = t(fitting === 1 ? "fitting_one" : "fitting_many", { n: fitting });
  const first = ahead === 0 ? t("place_next") : t("place", { n: position, ahead });
  return [offered ? t("place_offered") : first, people, waitLine(place), ...tryingLines(place)];
}

/** What happened to others, with how far apart it was; no promise. */
function waitLine({ median_ms, p80_ms, n }) {
  if (median_ms === undefined) return t("wait_unknown");
  const time = duration(median_ms);
  return n === undefined ? t("wait_median", { time }) : t("wait_spread", { n, time, most: duration(p80_ms) });
}

function tryingLines({ widened = [], next_ms }) {
  const rules = widened.map((rule) => tOr(`rule_${rule}`, rule)).join(", ");
  const lines = widened.length > 0 ? [t("place_widened", { rules })] : [];
  return next_ms === undefined ? lines : [...lines, t("place_next_rung", { time: duration(next_ms) })];
}

function openExercise() {
  const first = document.querySelector(".exercise");
  first.open = true;
  first.querySelector("summary").focus();
}

function exercise(name) {
  const steps = [1, 2, 3, 4].map((n) => h("li", {}, t(`${name}_${n}`)));
  return h("details", { class: "exercise" }, h("summary", {}, t(`${name}_title`)), h("ol", {}, ...steps), h("p", { class: "hint" }, t("exercise_end")));
}

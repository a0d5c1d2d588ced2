/** The rooms there are: who each is for, how people talk there, how busy it is, and the way in. */
import { announce } from "../ui/announce.js";
import { button, field, h, select } from "../ui/dom.js";
import { language, languageName, moment, t, tOr } from "../ui/words.js";

export class DirectoryView {
  element = h("div", { id: "directory" });
  #acts;
  #rooms = [];
  #labelOf;
  #refused;
  /** The room whose join is on its way. */
  #joining;

  /** `acts`: `join(room, as)`, `open(room)`, `isIn(room)`, `circle({topics, languages})`; `line`: the facts of the line, where a circle may be asked for; `labels`: the same, for names of topics. */
  constructor({ acts, line, labels = line, chosen = {} }) {
    this.#acts = acts;
    this.#labelOf = (id) => labels?.topics.find((topic) => topic.id === id)?.label ?? id;
    this.#list = h("ul", { class: "rooms" });
    this.element.append(...[this.#list, circleForm(line, chosen, acts)].filter(Boolean));
    this.#draw();
  }

  #list;

  /** Shows what `ask directory` answered. */
  update(rooms) {
    this.#rooms = rooms;
    this.#draw();
  }

  /** A join was refused; says why, beside the room, and where there is space. */
  refused(room, { say, why, code, ways }) {
    this.#joining = undefined;
    this.#refused = { room, say: say ?? tOr(`why_${why}`, tOr(`code_${code}`, t("code_denied"))), ways };
    this.#draw();
    announce(this.#refused.say, "assertive");
    this.#list.querySelector(".note")?.focus();
  }

  /** Comes into a room that is shown, as whoever has it pressed does. */
  enter(id) {
    const room = this.#rooms.find((each) => each.room === id);
    const isIn = room?.role || this.#acts.isIn(id);
    if (isIn) this.#acts.open(id);
    else if (room?.roles?.length > 0) this.#join(room, room.roles[0]);
  }

  #draw() {
    const focused = this.element.contains(document.activeElement) && document.activeElement.id;
    const rooms = this.#rooms.map((room) => h("li", { class: "card", "data-room": room.room, "data-slug": room.slug }, ...this.#room(room)));
    this.#list.replaceChildren(...(rooms.length > 0 ? rooms : [h("li", {}, t("rooms_none"))]));
    if (focused) this.element.querySelector(`#${CSS.escape(focused)}`)?.focus();
  }

  #room(room) {
    const { title, about, access, norms, topics, languages } = room;
    const words = [
      h("h2", { lang: inWords(title).lang }, inWords(title).text),
      about?.length > 0 && h("p", { lang: inWords(about).lang }, inWords(about).text),
      h("p", { class: "hint" }, [t(`kind_${room.kind}`), ...topics.map(this.#labelOf), languages.map(languageName).join(", ")].join(" · ")),
      h("p", { class: "busy" }, stateOf(room)),
      room.kept === "none" && h("p", { class: "hint kept" }, t("room_kept_none")),
      norms?.length > 0 && more("norms", norms),
      access?.length > 0 && more("access", access),
    ];
    return [...words, this.#refusal(room), this.#ways(room)].filter(Boolean);
  }

  #refusal(room) {
    if (this.#refused?.room !== room.room) return undefined;
    const { say, ways } = this.#refused;
    const others = (ways?.elsewhere ?? []).map((id) => this.#rooms.find((each) => each.room === id)).filter(Boolean);
    const buttons = others.map((other) => button(t("instead", { title: inWords(other.title).text }), { class: "small", onclick: () => this.#join(other) }));
    return h("div", { class: "note", tabindex: "-1" }, h("p", {}, say), ways?.person && h("p", {}, t("person_always")), buttons.length > 0 && h("p", { class: "row" }, ...buttons));
  }

  #ways(room) {
    if (room.role || this.#acts.isIn(room.room)) return h("p", { class: "row" }, button(t("room_open_again"), { id: `open-${room.slug}`, class: "primary", onclick: () => this.#acts.open(room.room) }));
    const roles = room.roles ?? [];
    if (roles.length === 0 || room.state === "closed") return undefined;
    const as = roles.length > 1 && select({ id: `as-${room.slug}`, "aria-label": t("join_as") }, roles.map((role) => [role, tOr(`role_${role}`, role)]), roles.at(-1));
    const join = button(t("room_join"), { id: `join-${room.slug}`, class: "primary", disabled: this.#joining === room.room, onclick: () => this.#join(room, as ? as.value : roles[0]) });
    return h("p", { class: "row" }, as, join);
  }

  #join(room, as) {
    this.#refused = undefined;
    this.#joining = room.room;
    this.#draw();
    this.#acts.join(room.room, as);
    announce(t("room_joining", { title: inWords(room.title).text }));
  }
}

/** What a room's operator wrote, in the reader's language where it is there. */
export function inWords(texts) {
  return texts.find(({ lang }) => lang === language()) ?? texts.find(({ lang }) => lang === "en") ?? texts[0] ?? { text: "" };
}

function more(what, texts) {
  const { lang, text } = inWords(texts);
  return h("details", {}, h("summary", {}, t(`room_${what}`)), h("p", { lang, class: "text" }, text));
}

function stateOf({ state, why, starts, until, busy }) {
  const parts = [];
  if (state === "open") parts.push(busy ? t(`busy_${busy}`) : t("room_is_open"));
  else if (state === "closed") parts.push(t("room_closed"));
  else parts.push(tOr(`why_${why}`, t("room_paused")));
  if (starts !== undefined && state !== "open") parts.push(t("starts", { time: moment(starts) }));
  if (until !== undefined && state === "open") parts.push(t("open_until", { time: moment(until) }));
  return parts.join(" ");
}

/** A circle is put together by the line: three to eight people who fit. */
function circleForm(line, chosen, acts) {
  if (!line) return undefined;
  const topic = select({ id: "circle-topic" }, line.topics.map(({ id, label }) => [id, label]), chosen.topic);
  const tongue = select({ id: "circle-language" }, line.languages.map((tag) => [tag, languageName(tag)]), chosen.language ?? language());
  const form = h("form", { id: "circle", class: "card" }, h("h2", {}, t("circle_heading")), h("p", {}, t("circle_text")), h("div", { class: "columns" }, field(t("circle_topic"), topic), field(t("language_label"), tongue)), h("button", { id: "circle-ask" }, t("circle_ask")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.circle({ topics: [topic.value], languages: [tongue.value] });
    announce(t("circle_asked"));
  });
  return form;
}

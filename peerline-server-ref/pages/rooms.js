/** The part of a page that is about rooms of many: finding one, coming in, talking alone. */
import { takesTickets } from "./model/names.js";
import { announce } from "./ui/announce.js";
import { button, h } from "./ui/dom.js";
import { show } from "./ui/shell.js";
import { t } from "./ui/words.js";
import { aloneQuestion } from "./views/alone.js";
import { DirectoryView, inWords } from "./views/directory.js";

export class Rooms {
  #app;
  #titles = new Map();
  #listed = new Map();
  #questions = h("div", { id: "questions" });
  #view;
  /** The answer that is on its way. */
  #asked;

  /**
   * `app`: `client()`, `line()`, `choice()`, `openRoom(room)`, `back()`; where people come under names of
   * their own, `enter(listed)` and `isIn(room)`.
   */
  constructor(app) {
    this.#app = app;
    setInterval(() => this.#refresh(), REFRESH_MS);
  }

  /** Questions of others, which stand above whatever is shown. */
  get questions() {
    return this.#questions;
  }

  titleOf(chat) {
    const title = chat.listed?.title ?? this.#titles.get(chat.room);
    return title && inWords(title).text;
  }

  /** Shows the directory as the view of a page. */
  show() {
    const place = this.place();
    show(t("rooms_heading"), h("p", {}, t("rooms_lead")), this.#questions, place, h("p", { class: "row" }, button(t("rooms_back"), { id: "rooms-back", onclick: () => this.#app.back() })));
    return this;
  }

  /** Shows the directory and comes into one of its rooms; a refusal stands beside it. */
  async go(room) {
    this.show();
    await this.#asked;
    this.#view.enter(room);
  }

  /** Shows the directory where a circle is asked for. */
  goToCircle() {
    this.show();
    document.getElementById("circle-topic")?.focus();
  }

  /** Returns these rooms with their titles, `[{room, title}]`; those of which the line says nothing are left out. */
  async named(ids) {
    if (ids.some((id) => !this.#titles.has(id))) await this.#ask();
    return ids.filter((room) => this.#titles.has(room)).map((room) => ({ room, title: inWords(this.#titles.get(room)).text }));
  }

  /** The directory as a part of a view; `hasCircles` is false for who does not look for one. */
  place({ hasCircles = true } = {}) {
    const acts = {
      join: (room, as) => this.#join(room, as),
      isIn: (room) => this.#app.isIn?.(room) ?? false,
      open: (room) => this.#app.openRoom(room),
      circle: (body) => this.#app.client().put("@me", "join", body),
    };
    this.#view = new DirectoryView({ acts, line: hasCircles ? this.#app.line() : undefined, labels: this.#app.line(), chosen: this.#app.choice() });
    this.#asked = this.#ask();
    return this.#view.element;
  }

  /** Rooms where people come and go are entered with a ticket; staff, and whoever the line seats, come as who they are. */
  #join(room, as) {
    const listed = this.#listed.get(room);
    const isSomebody = as && as !== "seeker";
    if (this.#app.enter && !isSomebody && takesTickets(listed?.kind)) this.#app.enter(listed);
    else this.#app.client().put(room, "join", isSomebody ? { as } : {});
  }

  /** A room was not to be had; said where it stands, if it is shown. */
  refused(event) {
    if (this.#isShown) this.#view.refused(event.room, event);
    else announce(event.say ?? t("code_denied"), "assertive");
  }

  /** Asks anew which rooms there are. */
  refresh() {
    if (this.#isShown) this.#ask();
  }

  /** Takes what became of a put; returns whether it was one about rooms. */
  put(put) {
    if (put.kind !== "join" && put.kind !== "alone") return false;
    if (put.state !== "refused") return true;
    if (put.kind === "join") this.refused(put);
    else announce(put.say ?? t("code_denied"), "assertive");
    return true;
  }

  /** Takes an entry of `@me`, or of the private room of a name; returns whether it was about talking alone. */
  mine({ kind, body }, history, home = "@me") {
    if (kind === "alone") this.#wantsAlone(body, home);
    if (kind === "decide" && body.alone !== undefined && !history) announce(t(`alone_${body.outcome}`));
    return kind === "alone" || (kind === "decide" && body.alone !== undefined);
  }

  #wantsAlone(body, home) {
    if (body.until < this.#app.client().serverNow()) return;
    const answer = (kind, said) => this.#app.client().put(home, kind, said);
    const section = aloneQuestion(body, { answer, over: () => document.querySelector("h1").focus() });
    this.#questions.append(section);
    setTimeout(() => section.remove(), body.until - this.#app.client().serverNow());
  }

  get #isShown() {
    return Boolean(this.#view?.element.isConnected);
  }

  #refresh() {
    const isLive = this.#app.client()?.line.state === "live";
    if (this.#isShown && isLive) this.#ask();
  }

  async #ask() {
    try {
      const { rooms } = await this.#app.client().ask("directory");
      for (const { room, title } of rooms) this.#titles.set(room, title);
      for (const { room, kind, topics, languages } of rooms) this.#listed.set(room, { room, kind, topic: topics[0], language: languages[0] });
      this.#view?.update(rooms);
    } catch {
      announce(t("rooms_failed"), "assertive");
    }
  }
}

const REFRESH_MS = 20_000;

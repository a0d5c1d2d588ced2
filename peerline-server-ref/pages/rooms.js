/** The part of a page that is about rooms of many: finding one, coming in, talking alone. */
import { announce } from "./ui/announce.js";
import { button, h } from "./ui/dom.js";
import { show } from "./ui/shell.js";
import { t } from "./ui/words.js";
import { aloneQuestion } from "./views/alone.js";
import { DirectoryView, inWords } from "./views/directory.js";

export class Rooms {
  #app;
  #titles = new Map();
  #questions = h("div", { id: "questions" });
  #view;

  /** `app`: `client()`, `line()`, `choice()`, `openRoom(room)`, `back()`. */
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

  /** The directory as a part of a view; `hasCircles` is false for who does not look for one. */
  place({ hasCircles = true } = {}) {
    const acts = {
      join: (room, as) => this.#app.client().put(room, "join", as && as !== "seeker" ? { as } : {}),
      open: (room) => this.#app.openRoom(room),
      circle: (body) => this.#app.client().put("@me", "join", body),
    };
    this.#view = new DirectoryView({ acts, line: hasCircles ? this.#app.line() : undefined, labels: this.#app.line(), chosen: this.#app.choice() });
    this.#ask();
    return this.#view.element;
  }

  /** Asks anew which rooms there are. */
  refresh() {
    if (this.#isShown) this.#ask();
  }

  /** Takes what became of a put; returns whether it was one about rooms. */
  put(put) {
    if (put.kind !== "join" && put.kind !== "alone") return false;
    if (put.state !== "refused") return true;
    if (put.kind === "join" && this.#isShown) this.#view.refused(put.room, put);
    else announce(put.say ?? t("code_denied"), "assertive");
    return true;
  }

  /** Takes an entry of `@me`; returns whether it was about talking alone. */
  mine({ kind, body }, history) {
    if (kind === "alone") this.#asked(body);
    if (kind === "decide" && body.alone !== undefined && !history) announce(t(`alone_${body.outcome}`));
    return kind === "alone" || (kind === "decide" && body.alone !== undefined);
  }

  #asked(body) {
    if (body.until < this.#app.client().serverNow()) return;
    const answer = (kind, said) => this.#app.client().put("@me", kind, said);
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
      this.#view?.update(rooms);
    } catch {
      announce(t("rooms_failed"), "assertive");
    }
  }
}

const REFRESH_MS = 20_000;

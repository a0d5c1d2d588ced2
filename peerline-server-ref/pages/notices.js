/** What the line says to a seeker alone: the card with real help, and decisions about what they wrote. */
import { Decided } from "./model/decided.js";
import { forgetDeclined, isDeclined, noteDeclined } from "./model/declined.js";
import { announce } from "./ui/announce.js";
import { forgetOpened, tellOpened } from "./views/vault.js";
import { t } from "./ui/words.js";

export class Notices {
  #app;
  #card;
  /** Which decisions can still be appealed, each with the log it stands in. */
  #decided = new Decided();
  #homes = new Map();

  /** `app`: `put(room, kind, body)`, and `view()`, the conversation that is shown, if one is. */
  constructor(app) {
    this.#app = app;
  }

  /** Takes a notice that stands in `home`: `@me`, or the private room of a name. */
  take(body, history, home = "@me", at = 0) {
    if (body.code === "care" && body.card && !isDeclined(body)) {
      this.#card = { ...body, home };
      if (!history) announce(t("care_spoken", { wait: body.card.wait ?? "" }), "polite");
      this.draw({ isNew: !history });
    }
    if (body.code === "vault") tellOpened(body, at);
    this.#decided.take({ kind: "notice", body });
    if (body.code === "moderation" && body.decision) this.#homes.set(body.decision, home);
    if (body.code === "moderation" && !history) {
      announce(body.say, "assertive");
      this.#show(body);
    }
    if (history && body.decision) this.#again(body.decision);
    // How an appeal was decided, and that somebody has taken a call: nothing is left to do about either.
    if ((body.code === "ruling" || body.code === "taken") && !history) {
      announce(body.say, body.code === "taken" ? "polite" : "assertive");
      this.#app.view()?.notice({ say: body.say });
    }
  }

  /** An appeal of mine was written down. */
  appealed(body) {
    this.#decided.take({ kind: "appeal", body });
  }

  /** What is read again may be over by now. */
  #again(decision) {
    this.#app.view()?.withdraw(decision);
    this.drawDecision();
  }

  /** Whoever comes back later reads the newest decision again, as long as they can appeal. */
  drawDecision() {
    const newest = this.#decided.all.find(({ isAppealed }) => !isAppealed);
    if (newest) this.#show(newest);
  }

  #show(body) {
    const home = this.#homes.get(body.decision);
    this.#app.view()?.notice(body, (decision, text) => this.#app.put(home, "appeal", { decision, text }));
  }

  /** Draws the card there is into the view. */
  draw({ isNew } = {}) {
    const { card, case: about, home } = this.#card ?? {};
    this.#app.view()?.card(card, about && ((why) => this.#decline(about, why, home)), isNew);
  }

  /** Nothing of it is left on this device. */
  forget() {
    this.#card = undefined;
    this.#decided = new Decided();
    this.#homes.clear();
    forgetDeclined();
    forgetOpened();
  }

  #decline(about, why, home) {
    this.#app.put(home, "decline", { case: about, why });
    noteDeclined(about);
    this.#card = undefined;
    this.draw();
    announce(t("care_declined"));
    document.getElementById("composer")?.focus();
  }
}

/** What the line says to a seeker alone: the card with real help, and decisions about what they wrote. */
import { forgetDeclined, isDeclined, noteDeclined } from "./model/declined.js";
import { announce } from "./ui/announce.js";
import { forgetOpened, tellOpened } from "./views/vault.js";
import { t } from "./ui/words.js";

export class Notices {
  #app;
  #card;

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
    if (body.code === "moderation" && !history) {
      announce(body.say, "assertive");
      this.#app.view()?.notice(body, (decision, text) => this.#app.put(home, "appeal", { decision, text }));
    }
    // How an appeal was decided, and that somebody has taken a call: nothing is left to do about either.
    if ((body.code === "ruling" || body.code === "taken") && !history) {
      announce(body.say, body.code === "taken" ? "polite" : "assertive");
      this.#app.view()?.notice({ say: body.say });
    }
  }

  /** Draws the card there is into the view. */
  draw({ isNew } = {}) {
    const { card, case: about, home } = this.#card ?? {};
    this.#app.view()?.card(card, about && ((why) => this.#decline(about, why, home)), isNew);
  }

  /** Nothing of it is left on this device. */
  forget() {
    this.#card = undefined;
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

/** Keeps a login of staff in force while a page is open: renews it quietly, and says aloud when it cannot. */
import { announce } from "./announce.js";
import { button, byId, h } from "./dom.js";
import { forgetLogin, heldLogin, renewLogin, showPasskey } from "./passkeys.js";
import { t, tOr } from "./words.js";

export class ShiftLogin {
  #root;
  #client;
  #loggedIn;
  #timer;

  /** `loggedIn()` is called when roles are in force again after they rested. */
  constructor({ root, client, loggedIn }) {
    this.#root = root;
    this.#client = client;
    this.#loggedIn = loggedIn;
  }

  /** The line let us in; `login` says what is wrong with what was brought. */
  welcome({ login }) {
    if (login) forgetLogin();
    else if (heldLogin()) this.#wait();
  }

  /** Looks at the passkey again: after a refusal that asks for it, or when the login has ended. */
  async again() {
    await showPasskey(this.#root);
    await this.#bring();
    byId("login-again")?.remove();
    this.#loggedIn?.();
  }

  /** Shows what is missing and the way on: `login`, or `fresh_login` for the gravest steps. */
  offer(scope) {
    byId("login-again")?.remove();
    const problem = h("p", { role: "alert" });
    const act = () => this.again().catch(({ reason }) => { problem.textContent = tOr(`login_${reason}`, t("login_not_now")); });
    const text = t(scope === "fresh_login" ? "login_fresh_needed" : "login_ended_text");
    const offer = h("div", { id: "login-again", class: "note" }, h("p", {}, text), button(t("login_button"), { id: "log-in-again", class: "primary", onclick: act }), problem);
    byId("main").querySelector("h1").after(offer);
    announce(text, "assertive");
  }

  #wait() {
    clearTimeout(this.#timer);
    const left = (heldLogin()?.until ?? 0) - Date.now();
    this.#timer = setTimeout(() => this.#renew(), Math.max(left - EARLY_MS, MIN_MS));
  }

  async #renew() {
    try {
      await renewLogin(this.#root);
      await this.#bring();
    } catch ({ reason }) {
      if (reason === "unreachable" || reason === "not_now") this.#wait();
      if (heldLogin()) return;
      forgetLogin();
      this.offer("login");
    }
  }

  async #bring() {
    await this.#client.ask("login", { token: heldLogin().token });
    this.#wait();
  }
}

const EARLY_MS = 180_000;
const MIN_MS = 20_000;

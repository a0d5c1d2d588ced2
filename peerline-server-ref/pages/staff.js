/** The page where staff make a passkey with their invitation, and log in with it afterwards. */
import { Root } from "./sdk/identity.js";
import { rootOfText, textOfRoot } from "./sdk/join.js";
import { button, h } from "./ui/dom.js";
import { heldLogin, makePasskey, showPasskey } from "./ui/passkeys.js";
import { Probe } from "./ui/probe.js";
import { show, showLine, startShell } from "./ui/shell.js";
import { INVITE, ROOT, takeInvite } from "./ui/staff-keys.js";
import { keepRoot, noted, readRoot, unnote } from "./ui/store.js";
import { addTexts, t, tOr, useLanguage } from "./ui/words.js";

addTexts({ en: () => import("./text/staff-en.js"), de: () => import("./text/staff-de.js") });

class StaffLogin {
  #root = readRoot(ROOT, rootOfText);
  #problem = h("p", { id: "login-problem", role: "alert" });

  async start() {
    await useLanguage(navigator.language);
    startShell();
    new Probe(({ state }) => showLine(state));
    takeInvite();
    if (!window.isSecureContext || /^[\d.]+$|:/.test(location.hostname)) this.#wrongPlace();
    else if (noted(INVITE)) this.#make();
    else if (this.#root) this.#logIn();
    else show(t("staff_none_heading"), h("p", { id: "no-invite" }, t("staff_none_text")));
  }

  /** Passkeys are bound to a name: a number in the address has none. */
  #wrongPlace() {
    const here = new URL(location.href);
    here.hostname = "localhost";
    const isNear = /^127\.|^\[?::1/.test(location.hostname);
    const way = isNear && h("p", {}, h("a", { id: "right-place", href: here.href + (noted(INVITE) ? `#invite=${noted(INVITE)}` : "") }, here.host));
    show(t("login_heading"), h("p", { id: "wrong-place", class: "note" }, t("login_wrong_place")), way);
  }

  #make() {
    const make = () => this.#try(async () => {
      this.#root ??= Root.random();
      await makePasskey(this.#root, noted(INVITE));
      keepRoot(ROOT, textOfRoot(this.#root), true);
    });
    const other = this.#root && button(t("login_instead"), { id: "log-in-instead", onclick: () => this.#logIn() });
    show(t("passkey_heading"), h("p", {}, t("passkey_text")), h("p", { class: "hint" }, t("passkey_hint")), h("p", { class: "row" }, button(t("passkey_make"), { id: "make-passkey", class: "primary", onclick: make }), other), this.#problem);
  }

  #logIn() {
    const logIn = () => this.#try(() => showPasskey(this.#root));
    show(t("login_heading"), h("p", {}, t("login_text")), h("p", { class: "row" }, button(t("login_button"), { id: "log-in", class: "primary", onclick: logIn })), this.#problem);
  }

  async #try(step) {
    this.#problem.textContent = "";
    try {
      await step();
    } catch (error) {
      if (!error.reason) throw error;
      if (error.reason === "no_invitation") unnote(INVITE);
      this.#problem.textContent = tOr(`login_${error.reason}`, t("login_not_now"));
      return;
    }
    if (heldLogin()) location.replace(goal());
  }
}

/** Where to go on: the page that sent us, one of ours. */
function goal() {
  const to = new URLSearchParams(location.search).get("to");
  return PAGES.find((page) => page === to) ?? PAGES[0];
}

const PAGES = ["/responder", "/supporter", "/moderator"];

new StaffLogin().start();

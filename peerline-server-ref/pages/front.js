/** What stands before joining: the welcome, and an honest word on whether the line answers. */
import { h } from "./ui/dom.js";
import { Probe } from "./ui/probe.js";
import { show, showLine } from "./ui/shell.js";
import { forgetRoot, isKept, note, noted, readWrapped } from "./ui/store.js";
import { fillTexts, language, t, useLanguage } from "./ui/words.js";
import { showUnlock } from "./views/unlock.js";
import { showWelcome } from "./views/welcome.js";

/** Where the root of a seeker is kept. */
export const ROOT = "peerline.root";
const CHOICE = "peerline.choice";

export class Front {
  /** The facts of `/line.json`, once they are known. */
  line;
  choice = noted(CHOICE) ?? {};
  /** Called once, with the first facts of the line. */
  heardLine = () => undefined;
  #begin;
  #comeBack;
  /** Whether this device remembers somebody under a PIN, who has not come back yet. */
  #isLocked = !isKept(ROOT) && readWrapped(ROOT) !== null;
  #isJoined = isKept(ROOT);

  /** `begin(choice)` joins and waits in line; `comeBack(root)` goes on as who this device remembers. */
  constructor(begin, comeBack) {
    this.#begin = begin;
    this.#comeBack = comeBack;
  }

  async start() {
    await useLanguage(this.choice.language, navigator.language);
    fillTexts();
    this.showConnecting();
    new Probe((heard) => this.#heard(heard));
  }

  /** From here on the session says what the state of the line is. */
  joined() {
    this.#isLocked = false;
    this.#isJoined = true;
  }

  choose(choice) {
    this.choice = choice;
    note(CHOICE, choice);
  }

  showConnecting() {
    show(t("connecting_heading"), h("p", { id: "connecting" }, t("connecting_text")));
  }

  showWelcome() {
    if (!this.line) {
      this.showConnecting();
      return;
    }
    if (this.#isLocked) {
      this.#showUnlock();
      return;
    }
    const { languages } = this.line;
    const chosen = { language: languages.includes(language()) ? language() : languages[0], remember: isKept(ROOT, localStorage) || readWrapped(ROOT) !== null, ...this.choice };
    showWelcome({ line: this.line, chosen, acts: { begin: this.#begin, relabel: (choice) => this.#relabel(choice) } });
  }

  #showUnlock() {
    const unlock = () => {
      this.#isLocked = false;
    };
    const acts = {
      open: (root) => (unlock(), this.#comeBack(root)),
      anew: () => (unlock(), this.showWelcome()),
      forget: async () => {
        forgetRoot(ROOT);
        unlock();
        this.showWelcome();
        const { forgetDevice } = await import("./model/locker.js");
        forgetDevice();
      },
    };
    showUnlock({ line: this.line, kept: readWrapped(ROOT), acts });
  }

  #heard({ line, state }) {
    if (!this.#isJoined) showLine(state);
    const isFirst = line && !this.line;
    this.line = line ?? this.line;
    if (!isFirst) return;
    if (!this.#isJoined) this.showWelcome();
    this.heardLine();
  }

  async #relabel(choice) {
    this.choice = choice;
    if (!(await useLanguage(choice.language))) return;
    fillTexts();
    this.showWelcome();
    document.getElementById("language").focus();
  }
}

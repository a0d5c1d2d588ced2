/** What stands before joining: the welcome, and an honest word on whether the line answers. */
import { h } from "./ui/dom.js";
import { Probe } from "./ui/probe.js";
import { show, showLine } from "./ui/shell.js";
import { isKept, note, noted } from "./ui/store.js";
import { fillTexts, language, t, useLanguage } from "./ui/words.js";
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
  #isJoined = isKept(ROOT);

  /** `begin(choice)` joins and waits in line. */
  constructor(begin) {
    this.#begin = begin;
  }

  async start() {
    await useLanguage(this.choice.language, navigator.language);
    fillTexts();
    this.showConnecting();
    new Probe((heard) => this.#heard(heard));
  }

  /** From here on the session says what the state of the line is. */
  joined() {
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
    const { languages } = this.line;
    const chosen = { language: languages.includes(language()) ? language() : languages[0], remember: isKept(ROOT, localStorage), ...this.choice };
    showWelcome({ line: this.line, chosen, acts: { begin: this.#begin, relabel: (choice) => this.#relabel(choice) } });
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

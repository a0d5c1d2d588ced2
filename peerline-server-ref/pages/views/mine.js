/**
 * What is kept about a person, why and until when; what they show of themselves; their phrase; and one
 * button that erases all of it, with a report of the little that stays and for how long.
 */
import { PHRASE_LANGUAGES, phraseLanguageOf } from "../sdk/phrase.js";
import { announce } from "../ui/announce.js";
import { button, field, h, select } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { language, languageName, moment, t, tOr } from "../ui/words.js";
import { askingButton } from "./confirm.js";
import { setUnfolds, unfolds } from "./notes.js";
import { markBoxes, tickBox } from "./passing.js";
import { PlanPart } from "./plan.js";
import { vaultSection } from "./vault.js";

export class MineView {
  isErased = false;
  #client;
  #root;
  #acts;
  #kept = h("div", { id: "kept" }, h("p", {}, t("kept_asking")));
  #erase = h("div", { id: "erasing" });

  /** `acts`: `back()`, `plan`, `shown()` when the phrase was, and `erased()`, which forgets what this device keeps. */
  constructor({ client, root, vault, acts }) {
    this.#client = client;
    this.#root = root;
    this.#acts = acts;
    this.#erase.append(askingButton({ id: "erase", label: t("erase"), question: t("erase_sure"), act: () => this.#begin() }));
    show(
      t("mine_heading"),
      h("section", { class: "card" }, h("p", {}, t("mine_lead")), this.#kept),
      h("section", { class: "card" }, h("h2", {}, t("erase_heading")), h("p", {}, t("erase_text")), this.#erase),
      new PlanPart(acts.plan).element,
      this.#phrase(),
      vaultSection(vault),
      settings(client),
      h("p", { class: "row" }, button(t("rooms_back"), { id: "mine-back", onclick: acts.back })),
    );
    this.#ask();
  }

  async #ask() {
    try {
      const { kept } = await this.#client.ask("kept");
      if (!this.isErased) this.#kept.replaceChildren(report(kept, t("kept_nothing")));
    } catch {
      this.#kept.replaceChildren(h("p", {}, t("kept_failed")));
    }
  }

  #begin() {
    this.#erase.replaceChildren(h("p", { role: "status" }, t("erase_running")));
    const cid = this.#client.put("@me", "erase", { sure: true });
    const stop = this.#client.on("put", (put) => {
      if (put.cid !== cid) return;
      if (put.state === "done") this.#done(put.body?.kept ?? []);
      if (put.state === "refused") this.#refused(put);
      if (put.state === "done" || put.state === "refused") stop();
    });
  }

  #done(kept) {
    this.isErased = true;
    this.#acts.erased();
    const heading = show(t("erased_heading"), h("section", { id: "erased", class: "card" }, h("p", { class: "lead" }, t("erased_lead")), report(kept, t("erased_nothing"))), h("p", {}, t("erased_device")), h("p", { class: "row" }, button(t("begin_again"), { id: "again", class: "primary", onclick: () => location.reload() })));
    announce(t("erased_heading"), "assertive");
    return heading;
  }

  #refused({ say }) {
    this.#erase.replaceChildren(h("p", { class: "note" }, say ?? t("erase_refused")));
    announce(say ?? t("erase_refused"), "assertive");
  }

  #phrase() {
    const shown = h("div", { id: "phrase-shown" });
    const tongue = select({ id: "phrase-language" }, PHRASE_LANGUAGES.map((tag) => [tag, languageName(tag)]), phraseLanguageOf(language()));
    const show = async (words, lang) => {
      this.#acts.shown();
      shown.replaceChildren(h("p", {}, t("keep_warning")), words);
      if (lang) words.lang = lang;
    };
    const asWords = button(t("keep_show"), { id: "show-words", onclick: async () => show(wordList(await this.#root.phrase(tongue.value)), tongue.value) });
    const asDigits = button(t("show_digits"), { id: "show-digits", onclick: async () => show(h("p", { id: "phrase-digits", class: "lead", translate: "no" }, await this.#root.digits())) });
    return h("section", { class: "card" }, h("h2", {}, t("phrase_heading")), h("p", {}, t("keep_text")), field(t("phrase_language"), tongue), h("p", { class: "row" }, asWords, asDigits), shown);
  }
}

function wordList(phrase) {
  // Japanese words stand apart by a space of their own.
  const words = phrase.split(/[ \u3000]/).map((word) => h("li", {}, word));
  return h("ol", { id: "phrase-words", class: "words", translate: "no" }, ...words);
}

/** What is kept, one line for each kind of thing. */
function report(kept, nothing) {
  if (kept.length === 0) return h("p", { id: "kept-nothing" }, nothing);
  const rows = kept.map(({ what, why, n, until, stays }) =>
    h(
      "tr",
      { "data-what": what },
      h("th", { scope: "row" }, tOr(`kept_what_${what}`, what), n > 1 && ` (${n})`),
      h("td", {}, tOr(`kept_why_${why}`, why)),
      h("td", {}, until === undefined ? t("kept_open") : moment(until)),
      h("td", {}, t(stays ? "yes" : "no")),
    ),
  );
  const head = ["kept_what", "kept_why", "kept_until", "kept_stays"].map((key) => h("th", { scope: "col" }, t(key)));
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("mine_heading") }, h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)));
}

/** What this person shows in passing, and how messages with notes come. Off until they say so. */
function settings(client) {
  return h("section", { class: "card" }, h("h2", {}, t("settings_heading")), ...markBoxes((chosen) => client.mark(chosen)), tickBox("unfold", t("unfold"), unfolds(), setUnfolds));
}

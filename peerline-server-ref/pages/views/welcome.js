/** The first view: what this is, what it cannot do, and how to begin. */
import { announce } from "../ui/announce.js";
import { button, field, h, select } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { languageName, t } from "../ui/words.js";
import { countries } from "./countries.js";
import { readWishes, wishFields } from "./wishes.js";

/**
 * `line` is `/line.json`; `chosen` what was chosen before a redraw. `acts`: `begin(choice)` and
 * `relabel(choice)`, which draws the view again in another language.
 */
export function showWelcome({ line, chosen, acts }) {
  const form = h(
    "form",
    { id: "welcome", novalidate: true },
    ...honestWords(),
    topics(line.topics, chosen.topic),
    h("div", { class: "columns" }, languageField(line, chosen, () => acts.relabel(read(form))), countryField(chosen)),
    wishFields({ line, ...chosen }),
    h("button", { id: "start", class: "primary wide" }, t("start")),
    h("p", { class: "hint" }, t("start_hint")),
    phraseFields(chosen),
    rememberField(chosen),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, acts);
  });
  show(t("welcome_heading", { name: line.name }), form);
}

function honestWords() {
  return [
    h("p", { class: "lead" }, t("welcome_lead")),
    h(
      "ul",
      { class: "plain" },
      ...["welcome_anonymous", "welcome_screening", "welcome_cannot"].map((key) => h("li", {}, t(key))),
    ),
  ];
}

function topics(list, chosen) {
  const radios = list.map(({ id, label }) => {
    const input = h("input", { type: "radio", name: "topic", value: id, id: `topic-${id}`, checked: id === chosen });
    return h("label", { class: "choice", for: `topic-${id}` }, input, h("span", {}, label));
  });
  const legend = h("legend", {}, t("topic_legend"));
  return h("fieldset", { id: "topics", "aria-describedby": "topic-error" }, legend, ...radios, h("p", { id: "topic-error", class: "error" }));
}

function languageField({ languages }, chosen, onchange) {
  const options = languages.map((tag) => [tag, languageName(tag)]);
  return field(t("language_label"), select({ id: "language", name: "language", onchange }, options, chosen.language));
}

function countryField(chosen) {
  const options = [["", t("country_none")], ...countries()];
  return field(t("country_label"), select({ id: "country", name: "country" }, options, chosen.country ?? ""), t("country_hint"));
}

function phraseFields(chosen) {
  const input = h("textarea", { id: "phrase", name: "phrase", rows: "3", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  input.value = chosen.phrase ?? "";
  const box = h(
    "div",
    { id: "phrase-box", hidden: !chosen.phrase },
    field(t("phrase_label"), input, t("phrase_hint")),
    h("p", { id: "phrase-error", class: "error" }),
    h("button", { id: "start-phrase" }, t("start_phrase")),
  );
  const toggle = button(t("have_phrase"), { id: "have-phrase", class: "quiet", "aria-expanded": String(!box.hidden), "aria-controls": "phrase-box" });
  toggle.addEventListener("click", () => {
    box.hidden = !box.hidden;
    toggle.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) input.focus();
  });
  return h("div", {}, toggle, box);
}

function rememberField(chosen) {
  const input = h("input", { type: "checkbox", id: "remember", name: "remember", checked: chosen.remember });
  const pins = pinFields(!chosen.remember);
  input.addEventListener("change", () => (pins.hidden = !input.checked));
  const label = h("label", { class: "choice", for: "remember" }, input, h("span", {}, t("remember"), h("span", { class: "hint" }, t("remember_hint"))));
  return h("div", {}, label, pins);
}

/** A PIN is typed twice: a slip in it would shut the person out of what is remembered. */
function pinFields(hidden) {
  const pin = (id) => h("input", { type: "password", id, name: id, autocomplete: "off", maxlength: "64" });
  return h(
    "div",
    { id: "pin-box", hidden },
    field(t("pin_label"), pin("pin"), t("pin_hint")),
    field(t("pin_again"), pin("pin-again")),
    h("p", { id: "pin-error", class: "error" }),
  );
}

function read(form) {
  const data = new FormData(form);
  const isPhraseShown = !form.querySelector("#phrase-box").hidden;
  return {
    topic: data.get("topic") ?? undefined,
    language: data.get("language"),
    country: data.get("country") || undefined,
    remember: data.has("remember"),
    pin: data.has("remember") ? data.get("pin") : "",
    wishes: readWishes(data),
    phrase: (isPhraseShown && data.get("phrase").trim()) || undefined,
  };
}

async function submit(form, acts) {
  // Fetched behind the first view; by now it is here.
  const { PhraseError, Root } = await import("../sdk/identity.js");
  const choice = read(form);
  say(form, "topic-error", choice.topic ? "" : t("topic_missing"), form.querySelector("[name=topic]"));
  if (!choice.topic) return;
  const isSame = choice.pin === "" || choice.pin === form.querySelector("#pin-again").value;
  say(form, "pin-error", isSame ? "" : t("pin_differs"), form.querySelector("#pin-again"));
  if (!isSame) return;
  try {
    const root = choice.phrase ? await Root.fromPhrase(choice.phrase) : Root.random();
    acts.begin({ ...choice, root });
  } catch (error) {
    if (!(error instanceof PhraseError)) throw error;
    say(form, "phrase-error", phraseProblem(error), form.querySelector("#phrase"));
  }
}

function phraseProblem({ reason, position, found }) {
  if (reason === "word") return t("phrase_word", { n: position });
  return reason === "count" ? t("phrase_count", { n: found }) : t("phrase_checksum");
}

/** An error stands beside its field, is spoken once, and the focus goes where it can be mended. */
function say(form, id, text, control) {
  form.querySelector(`#${id}`).textContent = text;
  control.toggleAttribute("aria-invalid", Boolean(text));
  if (!text) return;
  control.setAttribute("aria-invalid", "true");
  announce(text, "assertive");
  control.focus();
}

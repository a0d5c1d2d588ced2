/** One line of a conversation: a message with its honest state, or something that happened. */
import { announce } from "../ui/announce.js";
import { button, h, select } from "../ui/dom.js";
import { clock, language, t, tOr } from "../ui/words.js";
import { foldedAway, isBlocked } from "./block.js";
import { takeOutTool } from "./moderating.js";
import { folded, noteTool } from "./notes.js";

/** How an item reads as one sentence, for the log and for being spoken. */
export function sentenceOf(chat, item) {
  const name = nameOf(chat, item);
  if (item.change) return t(`spoken_${item.change}`, { name, text: item.text });
  if (item.kind === "hand") return handSentence(chat, item, name);
  if (item.kind === "turn") return t(item.body.state === "given" ? "turn_given" : "turn_ended", { name: nameOf(chat, { who: item.body.who, own: item.body.who === chat.me }) });
  if (item.kind === "manner" || item.kind === "norms") return t(`told_${item.kind}`, { name });
  if (item.kind === "role") return t("told_role", { name: nameOf(chat, { who: item.body.to, own: item.body.to === chat.me }), role: tOr(`role_${item.body.role}`, item.body.role) });
  if (item.kind === "msg") return t("says", { name, text: item.text });
  if (item.kind === "join") return item.own ? t("you_joined") : t("joined", { name });
  if (item.kind === "leave") return tOr(`left_${item.why}`, t("left_left", { name }), { name });
  if (item.kind === "state") return [tOr(`room_${item.to}`, ""), item.to !== "open" && tOr(`why_${item.why}`, "")].filter(Boolean).join(" ");
  if (item.kind === "quoted") return t("quoted", { n: item.quote.length });
  return t(item.why === "diverged" || item.why === "epoch" ? "gap_restored" : "gap", { n: item.hi - item.lo + 1 });
}

function handSentence(chat, { body }, name) {
  if (body.who !== undefined) return t("hand_lowered", { name: nameOf(chat, { who: body.who, own: body.who === chat.me }) });
  return t(body.up ? "hand_raised" : "hand_taken_down", { name });
}

export function nameOf(chat, item) {
  if (item.own) return t("you");
  const member = chat.nameOf(item.who);
  if (!member) return t(item.who === undefined ? "the_line" : "someone");
  return t("name_role", { name: member.handle, role: tOr(`role_${member.role}`, member.role) });
}

/** Whether somebody else said something that was not there before. */
export function isNewMessage({ kind, own, change, isRemoved }) {
  return kind === "msg" && !own && !change && !isRemoved;
}

/** Speaks what is new and not one's own. */
export function speak(chat, item) {
  if (item.own || item.isGone || (item.kind === "msg" && isBlocked(chat.room, item.who))) return;
  announce(sentenceOf(chat, item), item.announce ?? "polite", foreignTo(item));
}

/** `acts`: `retry`, `edit`, `appeal(decision, text)`, `report(seq, ground)`, `remove(seq)`, `note(seq, notes)`, `takeOut(item, ground, reason)`. */
export function drawItem(chat, item, acts) {
  if (item.kind !== "msg") return [h("p", { class: "event" }, sentenceOf(chat, item)), item.kind === "quoted" && quotes(item, acts)].filter(Boolean);
  const from = h("p", { class: "from" }, h("b", {}, nameOf(chat, item)), " ", h("time", { datetime: new Date(item.at).toISOString() }, clock(item.at)), item.isEdited && ` · ${t("edited")}`);
  if (item.isRemoved) return [from, h("p", { class: "event" }, t("removed"))];
  return [
    from,
    foldedAway(chat, item, folded(item, h("p", { class: "text", lang: foreignTo(item), dir: "auto" }, item.text))),
    item.own && h("p", { class: "sending" }, t(item.removal === "running" ? "removing" : `state_${item.state}`), h("span", { class: "read-mark" })),
    item.removal === "failed" && h("p", { class: "note" }, t("not_removed")),
    item.own && item.state === "not_sent" && notSent(item, acts),
    item.own && item.state === "sent" && item.removal !== "running" && remover(item, acts),
    item.seq !== undefined && acts.note && (item.own || chat.talk.leads) && noteTool(item, acts),
    !item.own && acts.report && reporter(item, acts),
    !item.own && item.seq !== undefined && acts.takeOut && takeOutTool(item, acts.takeOut),
  ].filter(Boolean);
}

/** How far others have read is written beside what is there: a passing thing draws no message anew, and nobody is told aloud. */
export function drawRead(element, n, isGroup) {
  const place = element.querySelector(".read-mark");
  const text = n === 0 ? "" : ` · ${isGroup ? t("read_by", { n }) : t("read_by_one")}`;
  if (place && place.textContent !== text) place.textContent = text;
}

/** What was taken along, from the old room, as far as this page still holds it. */
function quotes({ from, quote }, acts) {
  const found = acts.quoted?.(from, quote) ?? [];
  if (found.length === 0) return false;
  return h("div", { class: "quoted" }, ...found.map(({ name, text, lang }) => h("blockquote", { dir: "auto", lang }, h("b", {}, name), " ", text)));
}

/** The language of a message where it is not the one of the page. */
function foreignTo({ lang }) {
  return lang && lang !== language() ? lang : undefined;
}

function notSent(item, acts) {
  const isBlocked = item.code === "blocked";
  return h(
    "div",
    { class: "note" },
    h("p", {}, item.say ?? tOr(`code_${item.code}`, t("code_internal"))),
    h(
      "p",
      { class: "row" },
      !isBlocked && button(t("retry"), { class: "small retry", onclick: () => acts.retry(item) }),
      button(t("edit"), { class: "small edit", onclick: () => acts.edit(item) }),
    ),
    isBlocked && item.decision && appealForm(item.decision, acts),
  );
}

/** The way to have another person look at a decision. */
export function appealForm(decision, acts) {
  const text = h("textarea", { id: `appeal-${decision}`, rows: "2", maxlength: "1000", required: true, dir: "auto" });
  const form = h("form", { class: "appeal" }, h("label", { for: text.id }, t("appeal_label")), text, h("button", { class: "small" }, t("appeal_send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (!said) return;
    acts.appeal(decision, said);
    form.replaceChildren(h("p", { tabindex: "-1" }, t("appeal_sent")));
    form.firstChild.focus();
    announce(t("appeal_sent"));
  });
  return h("details", {}, h("summary", {}, t("appeal")), form);
}

function reporter(item, acts) {
  const grounds = ["contact", "abuse", "pressure", "danger", "other"].map((key) => [key, t(`ground_${key}`)]);
  const choice = select({ id: `report-${item.seq}` }, grounds);
  const form = h("form", { class: "appeal" }, h("label", { for: choice.id }, t("report_label")), choice, h("button", { class: "small" }, t("report_send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.report(item.seq, choice.value);
    form.replaceChildren(h("p", {}, t("report_sent")));
    announce(t("report_sent"));
  });
  return h("details", { class: "report" }, h("summary", {}, t("report")), form);
}

/** The way to take one's own words back. */
function remover(item, acts) {
  const yes = button(t("remove_yes"), { class: "small remove-yes", onclick: () => acts.remove(item.seq) });
  return h("details", { class: "report remove" }, h("summary", {}, t("remove")), h("p", {}, t("remove_hint")), yes);
}

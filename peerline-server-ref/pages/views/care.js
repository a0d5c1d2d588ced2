/** Care cards and helplines: every name and number comes from the server's directory, none from here. */
import { button, h } from "../ui/dom.js";
import { day, languageName, t } from "../ui/words.js";

/** A calm region, not an alarm; `onDecline(why)` where the card belongs to a case. */
export function careCard(card, onDecline) {
  const choices = onDecline ? (card.choices ?? []) : [];
  return h(
    "section",
    { id: "care-card", class: "card", "aria-labelledby": "care-heading" },
    h("h2", { id: "care-heading", tabindex: "-1" }, t("care_heading")),
    card.wait && h("p", { id: "care-wait" }, card.wait),
    ...lines(card),
    helplines(card),
    h(
      "p",
      { class: "row" },
      ...choices.filter((why) => why in CHOICES).map((why) => button(t(CHOICES[why]), { id: why.replace("_", "-"), onclick: () => onDecline(why) })),
    ),
  );
}

/** The numbers of a card as a list; says so where there are none and nothing else says it. */
export function helplines(card) {
  const services = [...(card.emergency ?? []).map((each) => ({ ...each, isEmergency: true })), ...(card.services ?? [])];
  if (services.length > 0) return h("ul", { class: "helplines" }, ...services.map(service));
  return card.lines?.length > 0 ? "" : h("p", { class: "helplines" }, t("helplines_none"));
}

/** What the card says; the address of the finder, where a line names it, can be followed. */
function lines({ lines: texts = [], finder }) {
  return texts.map((text) => {
    const [before, after] = isWeb(finder) ? text.split(finder, 2) : [text];
    if (after === undefined) return h("p", {}, text);
    return h("p", {}, before, h("a", { ...AWAY, href: finder }, hostOf(finder)), after);
  });
}

/** Fills a place with the helplines for a country; says so where the line cannot be reached. */
export function loadHelplines(client, place, body) {
  place.replaceChildren(h("p", {}, t("helplines_loading")));
  client.ask("resources", body).then(
    (card) => place.replaceChildren(...lines(card), helplines(card)),
    (error) => place.replaceChildren(h("p", {}, error?.say ?? t("helplines_none"))),
  );
}

function service({ name, dial, url, hours, languages, cost, checked, isEmergency }) {
  const more = [hours, cost, languages?.length > 0 && languages.map(languageName).join(", "), !isEmergency && checkedText(checked)].filter(Boolean);
  return h(
    "li",
    { class: isEmergency ? "emergency" : undefined },
    h("b", {}, isEmergency ? t("emergency") : name),
    dial && " ",
    dial && h("a", { href: `tel:${dial.replace(/[^+*#0-9]/g, "")}`, class: "dial" }, dial),
    isWeb(url) && " ",
    isWeb(url) && h("a", { ...AWAY, href: url }, hostOf(url)),
    more.length > 0 && h("p", { class: "hint" }, more.join(" · ")),
  );
}

/** `checked` is `lately`, `not_yet` or a day, as in 2026-03-01. */
function checkedText(checked) {
  if (checked === "lately" || checked === "not_yet") return t(`checked_${checked}`);
  return checked && t("checked_on", { date: day(checked) });
}

function hostOf(url) {
  return t("opens_new_tab", { host: new URL(url).host });
}

function isWeb(url) {
  return URL.canParse(url ?? "") && new URL(url).protocol === "https:";
}

const AWAY = { rel: "noreferrer noopener", target: "_blank" };
const CHOICES = { not_now: "not_now", not_me: "not_me" };

/** Care cards and helplines: every name and number comes from the server's directory, none from here. */
import { button, h } from "../ui/dom.js";
import { languageName, t } from "../ui/words.js";

/** A calm region, not an alarm; `onDecline(why)` where the card belongs to a case. */
export function careCard(card, onDecline) {
  const choices = onDecline ? (card.choices ?? []) : [];
  return h(
    "section",
    { id: "care-card", class: "card", "aria-labelledby": "care-heading" },
    h("h2", { id: "care-heading", tabindex: "-1" }, t("care_heading")),
    card.automatic && h("p", { class: "hint" }, t("care_automatic")),
    ...(card.lines ?? []).map((line) => h("p", {}, line)),
    helplines(card),
    h(
      "p",
      { class: "row" },
      ...choices.filter((why) => why in CHOICES).map((why) => button(t(CHOICES[why]), { id: why.replace("_", "-"), onclick: () => onDecline(why) })),
    ),
  );
}

/** The numbers of a card as a list; says so where there are none. */
export function helplines(card) {
  const services = [...(card.emergency ?? []).map((each) => ({ ...each, isEmergency: true })), ...(card.services ?? [])];
  if (services.length === 0) return h("p", { class: "helplines" }, t("helplines_none"));
  return h("ul", { class: "helplines" }, ...services.map(service));
}

/** Fills a place with the helplines for a country; says so where the line cannot be reached. */
export function loadHelplines(client, place, body) {
  place.replaceChildren(h("p", {}, t("helplines_loading")));
  client.ask("resources", body).then(
    (card) => place.replaceChildren(...(card.lines ?? []).map((line) => h("p", {}, line)), helplines(card)),
    (error) => place.replaceChildren(h("p", {}, error?.say ?? t("helplines_none"))),
  );
}

function service({ name, dial, url, hours, languages, cost, checked, isEmergency }) {
  const more = [
    hours,
    cost,
    languages?.length > 0 && languages.map(languageName).join(", "),
    checked && t("checked", { date: checked }),
  ].filter(Boolean);
  return h(
    "li",
    { class: isEmergency ? "emergency" : undefined },
    h("b", {}, name),
    dial && " ",
    dial && h("a", { href: `tel:${dial.replace(/[^+*#0-9]/g, "")}`, class: "dial" }, dial),
    isWeb(url) && " ",
    isWeb(url) && h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, t("opens_new_tab", { host: new URL(url).host })),
    more.length > 0 && h("p", { class: "hint" }, more.join(" · ")),
  );
}

function isWeb(url) {
  return URL.canParse(url ?? "") && new URL(url).protocol === "https:";
}

const CHOICES = { not_now: "not_now", not_me: "not_me" };

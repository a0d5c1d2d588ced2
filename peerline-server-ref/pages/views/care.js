/** Care cards and helplines: every name and number comes from the server's directory, none from here. */
import { button, h } from "../ui/dom.js";
import { countryName, day, languageName, t } from "../ui/words.js";

/**
 * A calm region, not an alarm; `onDecline(why)` where the card belongs to a case. Who is coming and
 * whom one can call stand first: on a small screen the rest is below the edge.
 */
export function careCard(card, onDecline) {
  const choices = onDecline ? (card.choices ?? []) : [];
  const [first, ...rest] = linesBesideList(card);
  return h(
    "section",
    { id: "care-card", class: "card", "aria-labelledby": "care-heading" },
    h("h2", { id: "care-heading", tabindex: "-1" }, t("care_heading")),
    first && h("p", { class: "hint" }, first),
    card.wait && h("p", { id: "care-wait" }, card.wait),
    helplines(card),
    ...rest.map((line) => h("p", {}, line)),
    h(
      "p",
      { class: "row" },
      ...choices.filter((why) => why in CHOICES).map((why) => button(t(CHOICES[why]), { id: why.replace("_", "-"), onclick: () => onDecline(why) })),
    ),
  );
}

/** What the card says beyond its list, which names the emergency numbers and the finder already. */
function linesBesideList({ lines = [], emergency = [], finder }) {
  const listed = [finder, ...emergency.map(({ dial }) => dial)].filter(Boolean);
  return lines.filter((line) => !listed.some((each) => line.includes(each)));
}

/** The numbers of a card as a list, emergency first; says so where there are none. */
export function helplines({ emergency = [], services = [], finder, country }) {
  const none = emergency.length + services.length === 0 && h("li", {}, t("helplines_none"));
  const numbers = emergency.filter(({ dial }) => dial).flatMap(({ dial }) => [" ", dialed(dial)]);
  const first = numbers.length > 0 && h("li", { class: "emergency" }, h("b", {}, t("emergency")), ...numbers);
  const where = country ? t("helplines_for", { country: countryName(country) }) : t("helplines_nowhere");
  const last = isWeb(finder) && h("li", { class: "everywhere" }, t("helplines_everywhere"), " ", linked(finder));
  return h("ul", { class: "helplines" }, h("li", { class: "hint" }, where), none, first, ...services.map(service), last);
}

/** Fills a place with the helplines for a country; says so where the line cannot be reached. */
export function loadHelplines(client, place, body) {
  place.replaceChildren(h("p", {}, t("helplines_loading")));
  client.ask("resources", body).then(
    (card) => place.replaceChildren(helplines(card)),
    (error) => place.replaceChildren(h("p", {}, error?.say ?? t("helplines_none"))),
  );
}

function service({ name, dial, url, hours, languages, cost, checked }) {
  const more = [hours, cost, languages?.length > 0 && languages.map(languageName).join(", "), checkedText(checked)].filter(Boolean);
  return h(
    "li",
    {},
    h("b", {}, name),
    dial && " ",
    dial && dialed(dial),
    isWeb(url) && " ",
    isWeb(url) && linked(url),
    h("p", { class: "hint" }, more.join(" · ")),
  );
}

function dialed(dial) {
  return h("a", { href: `tel:${dial.replace(/[^+*#0-9]/g, "")}`, class: "dial" }, dial);
}

function linked(url) {
  return h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, t("opens_new_tab", { host: new URL(url).host }));
}

/** `checked` is `lately`, `not_yet` or a day, as in 2026-03-01. */
function checkedText(checked) {
  if (checked === "lately" || checked === "not_yet") return t(`checked_${checked}`);
  return checked && t("checked_on", { date: day(checked) });
}

function isWeb(url) {
  return URL.canParse(url ?? "") && new URL(url).protocol === "https:";
}

const CHOICES = { not_now: "not_now", not_me: "not_me" };

/**
 * What somebody may say about whom they would like to talk with. All of it is optional and folded away,
 * few things at a time; the words of the lists are those of the protocol.
 */
import { field, h, select } from "../ui/dom.js";
import { languageName, t } from "../ui/words.js";

/** The closed lists of the protocol, each value with its text. */
export const needs = () => ["plain_language", "slow_pace", "short_messages", "screen_reader", "signs_first", "literal"].map((each) => [each, t(`need_${each}`)]);
export const ages = () => ["minor", "young", "adult", "older"].map((each) => [each, t(`age_${each}`)]);
export const genders = () => ["woman", "man", "non_binary"].map((each) => [each, t(`gender_${each}`)]);
export const styles = () => ["listen", "explore", "plan", "company"].map((each) => [each, t(`style_${each}`)]);
const agains = () => ["prefer", "avoid"].map((each) => [each, t(`again_${each}`)]);

/** The fields; `wishes` is what `readWishes` gave before a redraw. */
export function wishFields({ line, language, wishes = {} }) {
  const others = line.languages.filter((tag) => tag !== language);
  const experiences = line.experiences ?? [];
  return h(
    "details",
    { id: "wishes", open: Object.keys(wishes).length > 0 },
    h("summary", {}, t("wish_more")),
    fold("wish-needs", t("wish_needs"), isSaid(wishes, "needs"), boxes({ name: "need", legend: t("wish_needs"), hint: t("wish_needs_hint") }, needs(), wishes.needs)),
    fold(
      "wish-about",
      t("wish_about"),
      isSaid(wishes, "age", "tags"),
      field(t("age_label"), one("age", [["", t("age_none")], ...ages()], wishes.age), t("age_hint")),
      experiences.length > 0 && boxes({ name: "tag", legend: t("wish_tags"), hint: t("wish_tags_hint") }, experiences.map(({ id, label }) => [id, label]), wishes.tags),
    ),
    fold(
      "wish-person",
      t("wish_person"),
      isSaid(wishes, "gender", "style", "again", "others", "any_language"),
      preference("gender", t("gender_label"), [["", t("gender_none")], ...genders()], wishes.gender),
      preference("style", t("style_label"), [["", t("style_none")], ...styles()], wishes.style),
      field(t("again_label"), one("again", [["", t("again_none")], ...agains()], wishes.again)),
      others.length > 0 && boxes({ name: "other-language", legend: t("wish_languages") }, others.map((tag) => [tag, languageName(tag)]), wishes.others),
      tick("any-language", t("wish_any_language"), wishes.any_language),
    ),
  );
}

/** What was said in a form with these fields; what was left out is not there. */
export function readWishes(data) {
  const wishes = { needs: data.getAll("need"), tags: data.getAll("tag"), others: data.getAll("other-language") };
  for (const name of Object.keys(wishes)) if (wishes[name].length === 0) delete wishes[name];
  for (const name of ["age", "again"]) if (data.get(name)) wishes[name] = data.get(name);
  for (const name of ["gender", "style"]) if (data.get(name)) wishes[name] = { wanted: data.get(name), firm: data.has(`${name}-firm`) };
  if (data.has("any-language")) wishes.any_language = true;
  return wishes;
}

/** The body of a `seek`. */
export function seekBody({ topic, language, wishes = {} }) {
  const { others = [], ...rest } = wishes;
  return { topics: [topic], languages: [language, ...others], ...rest };
}

/** A list of boxes under a legend; `chosen` are ticked. */
export function boxes({ name, legend, hint }, options, chosen = []) {
  const inputs = options.map(([value, label]) => tick(`${name}-${value}`, label, chosen.includes(value), { name, value }));
  const hintId = `${name}-hint`;
  return h("fieldset", { "aria-describedby": hint && hintId }, h("legend", {}, legend), hint && h("p", { id: hintId, class: "hint" }, hint), ...inputs);
}

export function tick(id, label, checked, attributes = { name: id }) {
  const input = h("input", { type: "checkbox", id, checked: Boolean(checked), ...attributes });
  return h("label", { class: "choice", for: id }, input, h("span", {}, label));
}

/** One of a list; the first stands for none. */
export function one(name, options, chosen) {
  return select({ id: name, name }, options, chosen ?? "");
}

function preference(name, label, options, chosen) {
  return h("div", {}, field(label, one(name, options, chosen?.wanted)), tick(`${name}-firm`, t("wish_firm"), chosen?.firm));
}

/** Open where something of it was said before. */
function fold(id, title, isOpen, ...children) {
  return h("details", { id, class: "fold", open: isOpen }, h("summary", {}, title), ...children);
}

function isSaid(wishes, ...names) {
  return names.some((name) => name in wishes);
}

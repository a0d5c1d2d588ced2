/**
 * A calm place, among what is one's own, to leave somebody to call in an emergency: what it means stands before
 * the fields. A line without a vault shows nothing of it.
 */
import { ROOT } from "../front.js";
import { announce } from "../ui/announce.js";
import { button, byId, field, h } from "../ui/dom.js";
import { moment, t } from "../ui/words.js";
import { forgetRoot, isKept, keepRoot, readRoot } from "../ui/store.js";
import { askingButton } from "./confirm.js";

/** The section; it fills itself once the line has said what it offers. */
export function vaultSection(vault) {
  const section = h("section", { id: "vault", class: "card", hidden: true, "aria-labelledby": "vault-heading" });
  draw(section, vault);
  return section;
}

async function draw(section, vault, told) {
  try {
    const state = await vault.look();
    const heading = h("h2", { id: "vault-heading", tabindex: "-1" }, t("vault_heading"));
    const said = told && h("p", { id: "vault-told", class: "note" }, told);
    section.replaceChildren(...[heading, said, ...parts(section, vault, state)].filter(Boolean));
    section.hidden = false;
    if (!told) return;
    announce(told, "assertive");
    // The button that had the focus is gone.
    heading.focus();
  } catch {
    // This line keeps none, or cannot say so now: nothing here hangs on it.
    if (told) failed(section);
  }
}

function parts(section, vault, state) {
  const { note: own, threshold, guardians } = state;
  if (own?.somebody && own.isCurrent) return there(section, vault, own);
  return [
    own?.somebody && h("p", { id: "vault-other", class: "note" }, t("vault_other")),
    h("p", {}, t("vault_text")),
    h("p", {}, t("vault_how", { threshold, count: guardians.length })),
    h("p", {}, t("vault_who")),
    form(section, vault, state),
  ];
}

function there(section, vault, own) {
  const take = () => act(section, vault, () => vault.take(), t("vault_taken"));
  return [
    h("p", { id: "vault-there" }, t("vault_there", { time: moment(own.until) })),
    h("p", {}, `${t("vault_purpose")} `, t(`vault_purpose_${own.purpose}`)),
    h("p", { class: "hint" }, t("vault_there_hint")),
    h("p", { class: "row" }, askingButton({ id: "vault-take", label: t("vault_take"), question: t("vault_take_sure"), act: take })),
  ];
}

function form(section, vault, { purposes, until }) {
  const contact = h("textarea", { id: "vault-contact", rows: "3", autocomplete: "off", spellcheck: "false" });
  const choices = purposes.map((purpose, at) => {
    const input = h("input", { type: "radio", name: "vault-purpose", id: `vault-${purpose}`, value: purpose, checked: at === 0 });
    return h("label", { class: "choice", for: input.id }, input, h("span", {}, t(`vault_purpose_${purpose}`)));
  });
  const wrong = h("p", { id: "vault-wrong", class: "note", hidden: true });
  const leave = () => {
    const { value: purpose } = section.querySelector("[name=vault-purpose]:checked");
    return act(section, vault, () => vault.leave(contact.value, purpose), t("vault_left"));
  };
  return h(
    "div",
    {},
    field(t("vault_contact"), contact, t("vault_contact_hint")),
    h("fieldset", {}, h("legend", {}, t("vault_purpose")), ...choices),
    h("p", {}, t("vault_until", { time: moment(until) })),
    wrong,
    h("p", { class: "row" }, button(t("vault_leave"), { id: "vault-leave", onclick: leave })),
  );
}

async function act(section, vault, does, told) {
  announce(t("vault_sealing"));
  try {
    await does();
  } catch (error) {
    if (error?.reason === "contact") return wrongContact();
    return failed(section, error?.say);
  }
  return draw(section, vault, told);
}

function wrongContact() {
  const [wrong, contact] = [byId("vault-wrong"), byId("vault-contact")];
  wrong.textContent = t("vault_wrong");
  wrong.hidden = false;
  contact.setAttribute("aria-invalid", "true");
  contact.setAttribute("aria-describedby", "vault-contact-hint vault-wrong");
  contact.focus();
  announce(t("vault_wrong"), "assertive");
}

function failed(section, say) {
  const text = say ?? t("vault_failed");
  const told = section.querySelector("#vault-failed") ?? h("p", { id: "vault-failed", class: "note" });
  told.textContent = text;
  section.append(told);
  announce(text, "assertive");
}

/** Their contact was opened: said plainly above whatever is shown, until they say that they read it. */
export function tellOpened(body, at) {
  if (at <= Number(readRoot(SEEN, (text) => text) ?? 0)) return;
  document.getElementById("vault-opened")?.remove();
  const place = h("section", { id: "vault-opened", class: "card note", "aria-labelledby": "vault-opened-heading" });
  const close = () => {
    keepRoot(SEEN, String(at), isKept(ROOT, localStorage));
    place.remove();
    byId("main").focus();
  };
  place.append(
    h("h2", { id: "vault-opened-heading" }, t("vault_opened_heading")),
    h("p", {}, body.say),
    h("p", { class: "row" }, button(t("vault_opened_close"), { id: "vault-opened-close", onclick: close })),
  );
  byId("main").before(place);
  announce(t("vault_opened_heading"), "assertive");
}

/** Somebody else is here from now on. */
export function forgetOpened() {
  document.getElementById("vault-opened")?.remove();
  forgetRoot(SEEN);
}

const SEEN = "peerline.vault";

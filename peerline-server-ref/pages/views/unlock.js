/** A device that remembers somebody under a PIN: open it, come back with the words, or begin anew. */
import { announce } from "../ui/announce.js";
import { button, field, h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { t } from "../ui/words.js";

/** `kept` is what is under the PIN, as text. `acts`: `open(root)`, `anew()` and `forget()`. */
export function showUnlock({ line, kept, acts }) {
  const pin = h("input", { type: "password", id: "unlock-pin", name: "pin", autocomplete: "off", maxlength: "64" });
  const error = h("p", { id: "unlock-error", class: "error" });
  const open = h("button", { id: "unlock", class: "primary wide" }, t("unlock"));
  const form = h("form", { id: "locked", novalidate: true }, h("p", { class: "lead" }, t("unlock_lead")), field(t("unlock_label"), pin), error, open);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const opened = await tryPin(kept, pin.value);
    if (opened) return acts.open(opened);
    // It stays as often as it is tried: who forgot it has their words, or begins anew.
    error.textContent = t("unlock_wrong");
    pin.setAttribute("aria-invalid", "true");
    announce(error.textContent, "assertive");
    pin.focus();
    return undefined;
  });
  const anew = button(t("unlock_anew"), { id: "unlock-anew", class: "quiet", onclick: acts.anew });
  const forget = button(t("unlock_forget"), { id: "unlock-forget", class: "quiet", onclick: acts.forget });
  show(t("welcome_heading", { name: line.name }), form, h("p", { class: "hint" }, t("unlock_hint")), h("p", { class: "row" }, anew, forget));
}

async function tryPin(kept, pin) {
  const [{ fromBase64url }, { PinError, unwrapRoot }] = await Promise.all([import("../sdk/base64url.js"), import("../sdk/pin.js")]);
  try {
    return await unwrapRoot(fromBase64url(kept), pin);
  } catch (error) {
    if (error instanceof PinError || error instanceof TypeError) return undefined;
    throw error;
  }
}

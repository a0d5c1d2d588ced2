/**
 * The emergency contact of a case's person, where the line has a vault: what it takes to ask the guardians, how far
 * they are, and the contact once enough of them agreed. The key of a request lies in this tab and nowhere else.
 */
import { fromBase64url } from "../sdk/base64url.js";
import { VAULT_PURPOSES } from "../sdk/vault.js";
import { nameOfRequest, readRequest } from "../sdk/vault-record.js";
import { Opener } from "../sdk/vault-opener.js";
import { announce } from "../ui/announce.js";
import { button, field, h, select } from "../ui/dom.js";
import { lineId } from "../ui/line-id.js";
import { note, noted, unnote } from "../ui/store.js";
import { moment, t } from "../ui/words.js";
import { askingButton } from "./confirm.js";

/** How long guardians have. */
const HOURS = 12;
const keyOf = (id) => `peerline.vault.${id}`;

export class VaultCase {
  element = h("details", { id: "case-vault", class: "card", hidden: true });
  #id;
  #client;
  #told;
  #place = h("div", {});
  #problem = h("p", { id: "case-vault-problem", role: "alert" });
  #reason = select({ id: "vault-reason" }, VAULT_PURPOSES.map((key) => [key, t(`vault_reason_${key}`)]));

  /** `id` is the case; nothing is shown where the line has no vault, or nothing lies there. */
  constructor({ id, client }) {
    this.#id = id;
    this.#client = client;
    this.element.append(h("summary", {}, t("vault_case")), h("p", { class: "hint" }, t("vault_case_hint")), this.#place, this.#problem);
    this.update();
  }

  /** Asks anew how it stands; called whenever something about it is told. */
  async update() {
    try {
      this.#told = await this.#client.ask("vault", { case: this.#id });
    } catch {
      // No vault here, or somebody else has the case.
      this.element.hidden = true;
      return;
    }
    this.element.hidden = !this.#told.sealed;
    this.#draw();
  }

  #draw() {
    const all = this.#told.requests ?? [];
    const rows = all.map((asked) => this.#row({ ...asked, ...readRequest(fromBase64url(asked.request)), text: asked.request }));
    this.#place.replaceChildren(...rows, ...(all.length === 0 ? this.#form() : []));
  }

  #form() {
    const { threshold, guardians } = this.#told;
    const ask = askingButton({ id: "vault-ask", label: t("vault_ask"), question: t("vault_ask_sure"), act: () => this.#ask() });
    return [h("p", {}, t("vault_ask_how", { threshold, count: guardians.length, hours: HOURS })), field(t("vault_reason"), this.#reason), h("p", { class: "row" }, ask)];
  }

  #row(asked) {
    const id = nameOfRequest(asked);
    const { threshold } = this.#told;
    const state = t(asked.at === undefined ? "vault_waits" : "vault_open", { n: asked.n, threshold, time: moment(asked.until) });
    const mine = noted(keyOf(id)) !== null;
    const read = asked.at !== undefined && mine && button(t("vault_read"), { id: "vault-read", class: "primary", onclick: () => this.#read(asked, id, shown) });
    const back = askingButton({ id: "vault-back", label: t("vault_back"), question: t("vault_back_sure"), act: () => this.#put({ request: asked.text, forget: true }, () => unnote(keyOf(id))) });
    const shown = h("p", { class: "vault-contact", dir: "auto" });
    return h(
      "div",
      { class: "note vault-request", "data-state": asked.at === undefined ? "waits" : "opened" },
      h("p", {}, t("vault_number"), " ", h("b", { class: "vault-number" }, id)),
      h("p", {}, `${t(`vault_reason_${asked.reason}`)}. ${state}`),
      !mine && h("p", { class: "hint" }, t("vault_elsewhere")),
      h("p", { class: "row" }, read, back),
      shown,
    );
  }

  async #ask() {
    const opener = await Opener.draw();
    const request = await opener.request(this.#told, { reason: this.#reason.value, hours: HOURS }, this.#client.serverNow());
    const key = keyOf(nameOfRequest(readRequest(fromBase64url(request))));
    // Before it is asked: a key that is lost opens nothing.
    note(key, opener.text);
    await this.#put({ request }, undefined, () => unnote(key));
  }

  async #read(asked, id, place) {
    this.#problem.textContent = "";
    try {
      const opener = await Opener.ofText(noted(keyOf(id)));
      const contact = await opener.open(await lineId(), this.#told, { ...asked, request: asked.text }, this.#client.serverNow());
      place.textContent = contact ?? t("vault_nobody");
      place.dataset.state = "read";
      announce(t("vault_read_done"), "assertive");
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Puts it, says what became of it, and looks again. */
  async #put(body, done, refused) {
    this.#problem.textContent = "";
    const cid = this.#client.put(`#case/${this.#id}`, "vault", body);
    const { state, say } = await new Promise((resolve) => {
      const stop = this.#client.on("put", (put) => {
        if (put.cid !== cid || !ENDS.includes(put.state)) return;
        stop();
        resolve(put);
      });
    });
    if (state === "done") {
      done?.();
      announce(t(body.forget ? "vault_back_done" : "vault_asked"), "assertive");
    } else {
      refused?.();
      this.#problem.textContent = say ?? t("staff_put_refused");
    }
    await this.update();
  }

  #fail({ reason }) {
    const told = WHY.includes(reason) ? t(`vault_not_${reason}`) : t("vault_not_opened");
    this.#problem.textContent = told;
  }
}

const ENDS = ["done", "refused", "given_up"];
const WHY = ["key", "purpose", "ended", "too_few", "false_share"];

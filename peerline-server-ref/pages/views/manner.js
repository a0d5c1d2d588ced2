/**
 * How people talk in a room, above the words: the norms, slow mode, whose turn it is and whose hand is
 * up; and for who leads, the ways to change that. Nothing here closes the field where one writes: a
 * call for help goes through whatever the manner says.
 */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { moment, t, tOr } from "../ui/words.js";
import { leading } from "./leading.js";
import { nameOf } from "./message.js";

export class MannerView {
  element = h("section", { id: "manner", "aria-label": t("manner_label") });
  #chat;
  #client;
  #drawn;

  constructor({ chat, client }) {
    this.#chat = chat;
    this.#client = client;
  }

  /** Draws what changed; who is in the middle of a form here is not torn out of it. */
  update() {
    const { talk, isClosed, state, members } = this.#chat;
    const { manner, norms, agreed, turn, hands, caps } = talk;
    const version = JSON.stringify([manner, norms, agreed, turn, hands, caps, state, this.#chat.why, this.#chat.starts, [...members.keys()]]);
    if (version === this.#drawn) return;
    const wasTurn = this.#drawn !== undefined && this.#wasMine;
    this.#drawn = version;
    this.#wasMine = talk.isMyTurn;
    if (talk.isMyTurn && !wasTurn) announce(t("turn_mine"), "assertive");
    const focused = document.activeElement?.closest?.("#manner")?.contains(document.activeElement) && document.activeElement.id;
    this.element.hidden = isClosed;
    const lead = this.element.querySelector("#lead");
    this.element.replaceChildren(...[this.#norms(), ...this.#lines(), this.#handsUp(), talk.leads && leading(this.#chat, this.#client, lead)].filter(Boolean));
    if (focused) this.element.querySelector(`#${focused}`)?.focus();
  }

  #wasMine = false;

  #norms() {
    const { norms, asksToAgree } = this.#chat.talk;
    if (!norms?.lines?.length) return undefined;
    const lines = h("ul", { class: "plain", lang: norms.lang }, ...norms.lines.map((line) => h("li", {}, line)));
    const agree = button(t("agree"), { id: "agree", class: "primary", onclick: () => this.#agree(norms.version) });
    return h("details", { id: "norms", open: asksToAgree }, h("summary", {}, t("norms")), lines, asksToAgree && h("p", { class: "row" }, agree));
  }

  #agree(version) {
    this.#client.put(this.#chat.room, "agree", { version });
    announce(t("agreed"));
    document.getElementById("composer")?.focus();
  }

  #lines() {
    const { manner, turn } = this.#chat.talk;
    const lines = [];
    if (this.#chat.state === "paused") lines.push([tOr(`why_${this.#chat.why}`, t("room_paused")), t("room_paused_more")].join(" "));
    if (this.#chat.state === "paused" && this.#chat.starts) lines.push(t("starts", { time: moment(this.#chat.starts) }));
    if (manner.slow_s) lines.push(t("slow_mode", { n: manner.slow_s }));
    if (manner.quiet) lines.push(t("quiet_hours", { from: minuteOf(manner.quiet.from), until: minuteOf(manner.quiet.until) }));
    if (manner.turns) lines.push(this.#turnLine(turn));
    return lines.map((line) => h("p", { class: "manner-line" }, line));
  }

  #turnLine(turn) {
    if (turn === undefined) return t("turn_nobody");
    return this.#chat.talk.isMyTurn ? t("turn_mine") : t("turn_of", { name: nameOf(this.#chat, { who: turn }) });
  }

  #handsUp() {
    const { hands, manner, isMyHandUp, isMyTurn } = this.#chat.talk;
    if (!manner.turns && hands.length === 0) return undefined;
    const names = hands.map((who) => h("li", {}, nameOf(this.#chat, { who, own: who === this.#chat.me })));
    const own = button(t(isMyHandUp ? "hand_down" : "hand_up"), {
      id: "hand",
      "aria-pressed": String(isMyHandUp),
      onclick: () => this.#client.put(this.#chat.room, "hand", { up: !isMyHandUp }),
    });
    const end = button(t("turn_end"), { id: "turn-end", onclick: () => this.#client.put(this.#chat.room, "turn", { state: "ended" }) });
    return h("div", { id: "hands" }, names.length > 0 && h("p", {}, t("hands")), names.length > 0 && h("ol", { class: "plain" }, ...names), h("p", { class: "row" }, isMyTurn ? end : own));
  }
}

/** A minute of the day in UTC as the reader's own clock has it. */
function minuteOf(minute) {
  const time = new Date();
  time.setUTCHours(0, minute, 0, 0);
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit" }).format(time);
}

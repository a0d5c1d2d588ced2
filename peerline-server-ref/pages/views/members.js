/** Who is in a room, and what one may do with each: talk alone, or give another role. */
import { announce } from "../ui/announce.js";
import { button, h, select } from "../ui/dom.js";
import { t, tOr } from "../ui/words.js";
import { blockTool, canBlock, isBlocked } from "./block.js";

export class MembersView {
  element = h("details", { id: "members" });
  #list = h("ul", { class: "plain" });
  #chat;
  #client;
  #roles;
  #blocked;
  #drawn;

  /** `roles`: what a member may be made here, where I may do that; `blocked(block)`: I do not want to meet somebody again. */
  constructor({ chat, client, roles = [], blocked }) {
    this.#chat = chat;
    this.#client = client;
    this.#roles = roles;
    this.#blocked = blocked;
    this.element.append(h("summary", {}, t("members")), this.#list);
  }

  update() {
    const { talk, members, me, isClosed } = this.#chat;
    const gone = [...members.keys()].filter((who) => isBlocked(this.#chat.room, who));
    const version = JSON.stringify([[...members], [...talk.presence], talk.caps, isClosed, gone]);
    if (version === this.#drawn) return;
    this.#drawn = version;
    const focused = this.element.contains(document.activeElement) && document.activeElement.id;
    this.#list.replaceChildren(...[...members].map(([who, member]) => this.#member(who, member, who === me)));
    if (focused) this.element.querySelector(`#${CSS.escape(focused)}`)?.focus();
  }

  #member(who, { handle, role }, isMe) {
    const name = t("name_role", { name: isMe ? t("you") : handle, role: tOr(`role_${role}`, role) });
    const state = this.#chat.talk.presence.get(who);
    const about = state && state !== "gone" ? ` · ${t(`present_${state}`)}` : "";
    const tools = isMe || this.#chat.isClosed ? [] : [this.#alone(who, handle), this.#role(who, handle, role), this.#block(who, handle, role)];
    return h("li", { "data-who": who }, h("span", {}, name, about), ...tools.filter(Boolean));
  }

  #alone(who, handle) {
    const lasts = this.#lastOfUs(who);
    const carry = h("input", { type: "checkbox", id: `carry-${who}` });
    const ask = button(t("alone_ask"), {
      id: `ask-${who}`,
      class: "small",
      onclick: () => {
        this.#client.put(this.#chat.room, "alone", { to: who, ...(carry.checked ? { quote: lasts } : {}) });
        form.replaceChildren(h("p", {}, t("alone_asked", { name: handle })));
        announce(t("alone_asked", { name: handle }));
      },
    });
    const offer = lasts.length > 0 && h("label", { class: "choice", for: carry.id }, carry, h("span", {}, t("alone_carry_offer", { n: lasts.length })));
    const form = h("div", {}, h("p", { class: "hint" }, t("alone_hint")), offer, ask);
    return h("details", { class: "report" }, h("summary", {}, t("alone", { name: handle })), form);
  }

  /** The newest messages of the two, which might be taken along. */
  #lastOfUs(who) {
    const said = this.#chat.items.filter((item) => item.kind === "msg" && item.seq !== undefined && !item.isRemoved && (item.own || item.who === who));
    return said.slice(-CARRIED).map(({ seq }) => seq);
  }

  #block(who, handle, role) {
    if (!this.#blocked || !canBlock(this.#chat, who, role)) return undefined;
    return blockTool({ chat: this.#chat, client: this.#client, who, handle, done: this.#blocked });
  }

  #role(who, handle, role) {
    const { caps } = this.#chat.talk;
    if (this.#roles.length === 0 || !(caps.includes("lead") || caps.includes("moderate"))) return undefined;
    const choice = select({ id: `role-${who}`, "aria-label": t("role_of", { name: handle }) }, this.#roles.map((each) => [each, tOr(`role_${each}`, each)]), role);
    choice.addEventListener("change", () => this.#client.put(this.#chat.room, "role", { to: who, role: choice.value }));
    return choice;
  }
}

const CARRIED = 10;

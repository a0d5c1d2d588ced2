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
  /** The tools that stand open: somebody who comes or goes closes none. */
  #open = new Set();

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
    this.#open = new Set([...this.#list.querySelectorAll("details[open]")].map(({ dataset }) => dataset.tool));
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
    const form = h("div", {});
    const tool = this.#tool(`alone-${who}`, h("details", { class: "report" }, h("summary", {}, t("alone", { name: handle })), form));
    // What was said lately is looked for when somebody thinks of asking, and not when the other came.
    const draw = () => {
      if (!tool.open) form.replaceChildren();
      else if (!form.hasChildNodes()) form.append(...this.#asking(who, handle, form));
    };
    tool.addEventListener("toggle", draw);
    draw();
    return tool;
  }

  #asking(who, handle, form) {
    const lasts = this.#lastOfUs(who);
    const carry = h("input", { type: "checkbox", id: `carry-${who}` });
    const act = () => {
      const cid = this.#client.put(this.#chat.room, "alone", { to: who, ...(carry.checked ? { quote: lasts } : {}) });
      const told = h("p", { tabindex: "-1" }, t("alone_asked", { name: handle }));
      form.replaceChildren(told);
      told.focus();
      announce(told.textContent);
      this.#hear(cid, ({ state, say }) => state === "refused" && (told.textContent = say ?? t("code_denied")));
    };
    const offer = lasts.length > 0 && h("label", { class: "choice", for: carry.id }, carry, h("span", {}, t("alone_carry_offer", { n: lasts.length })));
    return [h("p", { class: "hint" }, t("alone_hint")), offer, button(t("alone_ask"), { id: `ask-${who}`, class: "small", onclick: act })].filter(Boolean);
  }

  /** What becomes of a put stands where it was asked for; the page speaks it. */
  #hear(cid, act) {
    const stop = this.#client.on("put", (put) => {
      if (put.cid !== cid || !ENDS.includes(put.state)) return;
      stop();
      act(put);
    });
  }

  /** A tool that can be opened; it stays open where it was. */
  #tool(name, tool) {
    tool.dataset.tool = name;
    tool.open = this.#open.has(name);
    return tool;
  }

  /** The newest messages of the two, which might be taken along. */
  #lastOfUs(who) {
    const said = this.#chat.items.filter((item) => item.kind === "msg" && item.seq !== undefined && !item.isRemoved && (item.own || item.who === who));
    return said.slice(-CARRIED).map(({ seq }) => seq);
  }

  #block(who, handle, role) {
    if (!this.#blocked || !canBlock(this.#chat, who, role)) return undefined;
    return this.#tool(`block-${who}`, blockTool({ chat: this.#chat, client: this.#client, who, handle, done: this.#blocked }));
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
const ENDS = ["done", "refused", "given_up"];

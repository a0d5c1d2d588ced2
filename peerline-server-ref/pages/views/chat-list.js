/** Several conversations at once: one button each, with its unread count. */
import { button, h } from "../ui/dom.js";
import { t } from "../ui/words.js";

export class ChatList {
  element = h("nav", { id: "chats", "aria-label": t("chats_label") });
  #titleOf;
  #choose;

  constructor({ titleOf, choose }) {
    this.#titleOf = titleOf;
    this.#choose = choose;
  }

  /** Draws the list again and gives the focus back to the chat that had it. */
  update(chats, current) {
    const focused = document.activeElement?.closest?.("#chats button")?.dataset.room;
    const items = chats.map((chat) => h("li", {}, this.#entry(chat, chat === current)));
    this.element.replaceChildren(chats.length > 0 ? h("ul", {}, ...items) : h("p", { class: "hint" }, t("chats_none")));
    if (focused) this.element.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
  }

  #entry(chat, isCurrent) {
    const unread = chat.unread > 0 && h("span", { class: "badge" }, t("unread", { n: chat.unread }));
    const entry = button("", { class: "chat-entry", "data-room": chat.room, "aria-current": isCurrent ? "true" : undefined, onclick: () => this.#choose(chat) });
    entry.append(h("span", {}, this.#titleOf(chat)), ...(unread ? [" ", unread] : []));
    return entry;
  }
}

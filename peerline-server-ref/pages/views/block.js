/**
 * Never to meet somebody again: asked for in two steps, and told to nobody. The line keeps the two apart from then
 * on; what they say here is folded, and no longer spoken, for who asked.
 */
import { announce } from "../ui/announce.js";
import { button, h } from "../ui/dom.js";
import { noted, note, unnote } from "../ui/store.js";
import { t } from "../ui/words.js";

const BLOCKS = "peerline.blocks";

/** Whom this tab knows to be blocked, as `[room, name]`. */
export function isBlocked(room, who) {
  return (noted(BLOCKS) ?? []).some(([where, name]) => where === room && name === who);
}

/** Notes blocks that this device made, or finds in the locker. */
export function noteBlocks(blocks) {
  const known = noted(BLOCKS) ?? [];
  note(BLOCKS, [...known, ...blocks.filter(([room, who]) => !isBlocked(room, who))]);
}

export function forgetBlocks() {
  unnote(BLOCKS);
}

/** Whether somebody can be blocked: a peer, and never who comes for one's safety. */
export function canBlock({ isClosed, kind, me }, who, role) {
  return !isClosed && kind !== "crisis" && kind !== "staff" && who !== me && BLOCKED_ROLES.includes(role);
}

/** The tool beside a member; `done()` is called once the line keeps the two apart. */
export function blockTool({ chat, client, who, handle, done }) {
  if (isBlocked(chat.room, who)) return h("p", { class: "hint blocked" }, t("block_is", { name: handle }));
  const told = h("p", { role: "status" });
  const yes = button(t("block_yes"), { id: `block-${who}`, class: "small block-yes", onclick: () => ask() });
  const ask = async () => {
    yes.disabled = true;
    told.textContent = t("block_sending");
    const { state, say } = await put(client, chat.room, { who });
    if (state === "done") {
      noteBlocks([[chat.room, who]]);
      announce(t("block_done", { name: handle }), "assertive");
      return done([chat.room, who]);
    }
    yes.disabled = false;
    told.textContent = say ?? t("block_failed");
    return announce(told.textContent, "assertive");
  };
  return h("details", { class: "report block" }, h("summary", {}, t("block", { name: handle })), h("p", { class: "hint" }, t("block_hint")), yes, told);
}

/** What is left to see of somebody's words for who blocked them. */
export function foldedAway(chat, item, words) {
  if (item.own || !isBlocked(chat.room, item.who)) return words;
  return h("details", { class: "folded" }, h("summary", {}, t("block_folded")), words);
}

/** Puts it, and waits for what becomes of it. */
function put(client, room, body) {
  const cid = client.put(room, "block", body);
  return new Promise((resolve) => {
    const stop = client.on("put", (put) => {
      if (put.cid !== cid || !ENDS.includes(put.state)) return;
      stop();
      resolve(put);
    });
  });
}

const BLOCKED_ROLES = ["seeker", "supporter"];
const ENDS = ["done", "refused", "given_up"];

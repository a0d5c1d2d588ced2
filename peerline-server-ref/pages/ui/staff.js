/** What both pages of staff share: the invitation in the link, the root of this device, the client. */
import { marks } from "../model/marks.js";
import { Client } from "../sdk/client.js";
import { Root } from "../sdk/identity.js";
import { rootOfText, signerOf, textOfRoot } from "../sdk/join.js";
import { tabStore } from "../sdk/store.js";
import { announce } from "./announce.js";
import { h } from "./dom.js";
import { heldLogin } from "./passkeys.js";
import { Probe } from "./probe.js";
import { show, showLine } from "./shell.js";
import { ShiftLogin } from "./shift-login.js";
import { INVITE, ROOT, takeInvite } from "./staff-keys.js";
import { forgetRoot, keepRoot, noted, readRoot, unnote } from "./store.js";
import { addTexts, language, t } from "./words.js";
import { markBoxes } from "../views/passing.js";

addTexts({ en: () => import("../text/staff-en.js"), de: () => import("../text/staff-de.js") });

/** Connects as staff, or shows why that cannot be. Returns undefined without a role to come as. */
export function connectStaff({ loggedIn } = {}) {
  takeInvite();
  const known = readRoot(ROOT, rootOfText);
  if (!known && !noted(INVITE)) {
    show(t("staff_none_heading"), h("p", { id: "no-invite" }, t("staff_none_text")));
    new Probe(({ state }) => showLine(state));
    return undefined;
  }
  const root = known ?? Root.random();
  keepRoot(ROOT, textOfRoot(root), true);
  const token = () => heldLogin()?.token;
  const client = new Client({ sign: signerOf(root, () => noted(INVITE) ?? undefined, undefined, token), lang: language(), marks: staffMarks(), store: tabStore("peerline.staff.puts") });
  const login = new ShiftLogin({ root, client, loggedIn });
  client.on("welcome", ({ me }) => welcomed(me, login));
  // What was refused for want of a login can be done after one.
  client.on("put", ({ state, code, scope }) => state === "refused" && code === "denied" && scope && login.offer(scope));
  client.on("line", showStaffLine);
  client.on("ended", ({ code, say }) => staffEnded(code, say, known !== undefined));
  return client;
}

/** What somebody of staff shows in passing: one box each, closed until it is looked for. */
export function showing(client) {
  const boxes = markBoxes(() => client.mark(staffMarks()));
  return h("details", { id: "showing" }, h("summary", {}, t("settings_heading")), ...boxes);
}

/** Staff see who writes and who is here; how far others have read only who shows it, too. */
function staffMarks() {
  return [...new Set(["typing", "here", ...marks()])];
}

/** Makes this device a stranger again; a new invitation is needed then. */
export function forgetStaff() {
  forgetRoot(ROOT);
  location.reload();
}

function welcomed(me, login) {
  login.welcome(me);
  if (me.login) {
    // The invitation is still to be redeemed, with the passkey that the next page makes.
    location.replace(`/staff?to=${location.pathname}`);
    return;
  }
  // It is spent with the first welcome; until then a reload must still have it.
  unnote(INVITE);
}

function showStaffLine(line) {
  const was = document.getElementById("line-state").dataset.state;
  showLine(line);
  if (line.state === "stale" && !line.isFirstTry && was !== "stale") announce(t("spoken_stale_staff"), "assertive");
}

function staffEnded(code, say, isKnown) {
  // An invitation that does not hold keeps out somebody who can join without it.
  const canJoin = code === "auth" && isKnown && noted(INVITE);
  if (code === "auth") unnote(INVITE);
  if (canJoin) location.reload();
  const place = h("p", { id: "refused", class: "note" }, say ?? t(code === "auth" || code === "denied" ? "staff_refused" : "refused_lead"));
  show(t("refused_heading"), place);
}

/** What pages of staff keep, and under which names. */
import { note } from "./store.js";

export const ROOT = "peerline.staff.root";
export const INVITE = "peerline.staff.invite";

/** Takes the invitation out of the address, so that it is in no history and on no screen. */
export function takeInvite() {
  const invite = /^#invite=([A-Za-z0-9_-]{43})$/.exec(location.hash)?.[1];
  if (!invite) return;
  note(INVITE, invite);
  history.replaceState(null, "", location.pathname + location.search);
}

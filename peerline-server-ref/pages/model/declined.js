/** Care cards that this person set aside, for as long as the tab lives. */
import { note, noted, unnote } from "../ui/store.js";

const DECLINED = "peerline.declined";

export function isDeclined({ case: about }) {
  return (noted(DECLINED) ?? []).includes(about);
}

export function noteDeclined(about) {
  note(DECLINED, [...(noted(DECLINED) ?? []), about]);
}

export function forgetDeclined() {
  unnote(DECLINED);
}

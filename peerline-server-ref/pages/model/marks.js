/** What this person shows of themselves in passing, and so may see of others: off until they say so. */
import { note, noted } from "../ui/store.js";

const MARKS = "peerline.marks";
/** The marks that may be switched on: that I write, how far I have read, and that I am here. */
export const CHOICES = ["typing", "read", "here"];

export function marks() {
  const chosen = noted(MARKS) ?? [];
  return CHOICES.filter((mark) => chosen.includes(mark));
}

export function setMarks(chosen) {
  note(MARKS, CHOICES.filter((mark) => chosen.includes(mark)));
}

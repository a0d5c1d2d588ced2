/**
 * Speaks to assistive technology, each text once. The log of a chat is not live itself: a replay
 * would be read out whole. These two hidden regions stand in every page from the start, because a
 * region that is added together with its text is often not read.
 */
import { byId, h } from "./dom.js";

export function announce(text, how = "polite", lang = undefined) {
  if (how === "none" || !text) return;
  const region = byId(how === "assertive" ? "speak-now" : "speak");
  const line = h("p", { lang }, text);
  region.append(line);
  setTimeout(() => line.remove(), STAYS_MS);
}

/** Long enough for slow readers of the region, short enough not to be met by browsing. */
const STAYS_MS = 8_000;

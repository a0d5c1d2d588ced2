/** What every view of every page has: the honest state, the quick exit, one heading with focus. */
import { byId, h } from "./dom.js";
import { clock, fillTexts, t } from "./words.js";

/** Sets up the frame; `needPerson` is missing on the page of responders alone. */
export function startShell(wishes) {
  fillTexts();
  listen(wishes);
}

/** Hears what is wanted at any time: the quick exit, and a person now. Before any text is there, too. */
export function listen({ needPerson } = {}) {
  byId("quick-exit").addEventListener("click", quickExit);
  byId("need-person")?.addEventListener("click", needPerson);
  document.addEventListener("keydown", onEscape);
  document.addEventListener("keydown", (event) => {
    // `code`, because Alt+Shift changes what `key` says on several keyboards.
    if (!needPerson || !event.altKey || !event.shiftKey || event.code !== "KeyH") return;
    event.preventDefault();
    needPerson();
  });
}

/** Replaces the view, moves the focus to its heading, and names the page after it. */
export function show(heading, ...children) {
  const title = h("h1", { tabindex: "-1" }, heading);
  byId("main").replaceChildren(title, ...children.filter(Boolean));
  document.title = `${heading} – Peerline`;
  // A view without a reload keeps the old scroll, and a reader would stand in the middle of nothing.
  window.scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

/**
 * Shows exactly one of live, catching up, stale since. The element is a status, so a change is read
 * out; catching up for a blink, as with every room that is opened, is kept from being read. While the
 * first try runs nothing was lost yet, so it is shown as catching up.
 */
export function showLine({ state, since, isFirstTry }) {
  const line = { state: isFirstTry ? "catching-up" : state, since };
  clearTimeout(blink);
  const isBlink = line.state === "catching-up" && byId("line-state").dataset.state === "live";
  if (isBlink) blink = setTimeout(() => drawLine(line), BLINK_MS);
  else drawLine(line);
}

function drawLine({ state, since }) {
  const element = byId("line-state");
  element.dataset.state = state;
  const text = state === "stale" ? t("line_stale", { time: clock(since) }) : t(state === "live" ? "line_live" : "line_catching_up");
  if (element.textContent !== text) element.textContent = text;
}

let blink;

/** Leaves no trace in this tab and goes to a blank page; Back does not return here. */
export function quickExit() {
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was stored then.
  }
  byId("main").replaceChildren();
  location.replace(document.body.dataset.exit);
}


const escapes = [];

function onEscape({ key, timeStamp, isComposing }) {
  if (key !== "Escape" || isComposing) return;
  escapes.push(timeStamp);
  const recent = escapes.filter((time) => timeStamp - time < ESCAPES_WITHIN_MS);
  if (recent.length >= 3) quickExit();
  escapes.splice(0, escapes.length, ...recent);
}

const ESCAPES_WITHIN_MS = 2_000;
const BLINK_MS = 400;

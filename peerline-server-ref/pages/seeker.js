/**
 * The page of somebody who looks for a person to talk to. The first view comes alone, so that it is
 * there quickly on a bad connection; everything behind it is fetched at once, not on demand.
 */
import { Front } from "./front.js";
import { announce } from "./ui/announce.js";
import { byId } from "./ui/dom.js";
import { startShell } from "./ui/shell.js";
import { t } from "./ui/words.js";

const front = new Front(
  (choice) => withSeeker((seeker) => seeker.begin(choice)),
  (root) => withSeeker((seeker) => seeker.comeBack(root)),
);
await front.start();
// What was fetched until here is what a bad connection has to bring before anything can be read.
performance.mark("first-view");
startShell({ needPerson: () => withSeeker((seeker) => seeker.needPerson()) });

byId("to-rooms").addEventListener("click", () => withSeeker((each) => each.showRooms()));
byId("to-mine").addEventListener("click", () => withSeeker((each) => each.showMine()));

const seeker = import("./seeker-session.js").then(({ Seeker }) => new Seeker(front));
withSeeker((each) => each.start());

async function withSeeker(act) {
  try {
    act(await seeker);
  } catch (error) {
    // The page came, but its second part did not: said aloud, with what can be done without it.
    announce(t("load_failed"), "assertive");
    const text = document.createElement("p");
    text.className = "note";
    text.id = "load-failed";
    text.textContent = t("load_failed");
    document.getElementById("load-failed")?.remove();
    document.querySelector("h1").after(text);
    throw error;
  }
}

/**
 * The page of somebody who looks for a person to talk to. The first view comes alone, so that it is
 * there quickly on a bad connection; everything behind it is fetched at once, not on demand.
 */
import { Front } from "./front.js";
import { announce } from "./ui/announce.js";
import { byId } from "./ui/dom.js";
import { listen } from "./ui/shell.js";
import { t } from "./ui/words.js";

const front = new Front(
  (choice) => withSeeker((seeker) => seeker.begin(choice)),
  (root) => withSeeker((seeker) => seeker.comeBack(root)),
);
let come;
/** What comes behind the first view. Whatever is pressed before it is there is done as soon as it is: a press is never lost. */
const seeker = new Promise((resolve) => {
  come = resolve;
});
listen({ needPerson: () => withSeeker((each) => each.needPerson()) });
byId("to-rooms").addEventListener("click", () => withSeeker((each) => each.showRooms()));
byId("to-mine").addEventListener("click", () => withSeeker((each) => each.showMine()));

await front.start();
// What was fetched until here is what a bad connection has to bring before anything can be read.
performance.mark("first-view");
come(import("./seeker-session.js").then(({ Seeker }) => started(new Seeker(front))));
withSeeker(() => undefined);

function started(session) {
  session.start();
  return session;
}

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

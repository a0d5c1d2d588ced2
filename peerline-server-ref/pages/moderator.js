/** The page of a moderator: what was reported, held or appealed, and what I look at. */
import { keyOf, nameOf } from "./model/matters.js";
import { announce } from "./ui/announce.js";
import { h } from "./ui/dom.js";
import { show, startShell } from "./ui/shell.js";
import { connectStaff, forgetStaff } from "./ui/staff.js";
import { t, tOr, useLanguage } from "./ui/words.js";
import { askingButton } from "./views/confirm.js";
import { MatterView } from "./views/matter.js";
import { MattersTable } from "./views/matters.js";

const QUEUE = "#mod/main";
/** What is put there. */
const KINDS = ["decide", "sanction", "sweep"];

class Moderator {
  #client;
  #table;
  #matters = [];
  #notices = h("div", { id: "notices" });
  #place = h("div", { id: "matter-place" });
  #current;
  #wanted;
  #asking;
  /** What was put, until it is settled: what became of it does not say what it was. */
  #puts = new Map();

  async start() {
    await useLanguage(navigator.language);
    startShell();
    this.#client = connectStaff({ loggedIn: () => this.#loggedIn() });
    if (!this.#client) return;
    show(t("connecting_heading"), h("p", { id: "connecting" }, t("connecting_text")));
    this.#client.on("welcome", ({ me }) => this.#welcome(me));
    this.#client.on("entry", ({ room, entry, history }) => this.#entry(room, entry, history));
    this.#client.on("put", (put) => this.#ownPut(put));
    this.#client.open("@me", 20);
    this.#client.start();
    // A claim of somebody else lapses by itself.
    setInterval(() => this.#ask(), 30_000);
  }

  #welcome({ roles }) {
    if (!roles.some((role) => role === "moderator" || role === "supervisor")) {
      show(t("staff_none_heading"), h("p", { id: "no-invite" }, t("staff_none_text")));
      return;
    }
    if (!this.#table) this.#draw();
    this.#client.open(QUEUE, 1);
    this.#ask();
  }

  /** Roles are in force again: what only staff read is sent again. */
  #loggedIn() {
    this.#client.close(QUEUE);
    this.#client.open(QUEUE, 1);
    this.#ask();
  }

  #draw() {
    this.#table = new MattersTable({
      claim: (matter) => this.#claim(matter),
      open: (matter) => this.#open(matter),
      now: () => this.#client.serverNow(),
    });
    const forget = askingButton({ id: "forget", label: t("forget_device"), question: t("forget_sure"), act: forgetStaff });
    const rooms = h("p", {}, h("a", { id: "to-rooms-kept", href: "/supporter" }, t("keeper_heading")));
    show(t("moderator_heading"), this.#notices, this.#table.element, this.#place, h("p", { class: "hint" }, t("moderator_keys")), rooms, forget);
  }

  /** The list is asked for, not folded from entries: who may decide what is the server's to say. */
  #ask() {
    if (!this.#table) return;
    clearTimeout(this.#asking);
    this.#asking = setTimeout(async () => {
      const { queue } = await this.#client.ask("queue");
      this.#matters = queue;
      this.#table.update(queue);
      this.#follow();
    }, 100);
  }

  /** Opens what I have just claimed, and puts away what I look at no longer. */
  #follow() {
    const wanted = this.#matters.find((matter) => matter.mine && keyOf(matter) === this.#wanted);
    if (wanted) this.#open(wanted);
    const isOver = this.#current && !this.#matters.some((matter) => matter.mine && keyOf(matter) === this.#current);
    if (isOver) this.#putAway();
  }

  #claim(matter) {
    this.#wanted = keyOf(matter);
    this.#decide({ do: "claim", ...nameOf(matter) });
  }

  #decide(body) {
    this.#put("decide", body);
  }

  #put(kind, body) {
    this.#puts.set(this.#client.put(QUEUE, kind, body), body);
  }

  async #open(matter) {
    this.#wanted = undefined;
    const whole = await this.#client.ask("matter", nameOf(matter));
    this.#current = keyOf(matter);
    const view = new MatterView(whole, (body) => this.#decide(body), (kind, body) => this.#put(kind, body));
    this.#place.replaceChildren(view.element);
    view.focus();
  }

  #putAway() {
    this.#current = undefined;
    this.#place.replaceChildren();
    document.querySelector("h1").focus();
  }

  #entry(room, entry, history) {
    if (room === QUEUE) {
      if (!history && entry.kind === "report") announce(t("report_spoken"), "polite");
      if (!history) this.#ask();
    } else if (entry.kind === "notice" && !history) {
      this.#notice(entry.body.say);
    }
  }

  #ownPut({ room, kind, cid, state, say, code }) {
    if (room !== QUEUE || !KINDS.includes(kind)) return;
    if (state === "refused") this.#notice(say ?? tOr(`code_${code}`, t("staff_put_refused")));
    if (state === "waiting") this.#notice(t("staff_put_waiting"));
    if (state === "refused" || state === "done") this.#ask();
    if (state !== "done") return;
    const body = this.#puts.get(cid);
    this.#puts.delete(cid);
    this.#notices.replaceChildren();
    if (kind === "decide") announce(tOr(`did_${body?.do}`, t("done")));
    else if (body) this.#banned(kind, body);
  }

  /** A ban leaves the matter where it is; a sweep may still wait for a second person. */
  async #banned(kind, { room, who }) {
    const matter = this.#matters.find((each) => each.mine && keyOf(each) === this.#current);
    const whole = matter && (await this.#client.ask("matter", nameOf(matter)));
    const waits = kind === "sweep" && whole?.room === room && whole?.who === who && whole?.sweep === "mine";
    if (matter) await this.#open(matter);
    this.#notice(t(waits ? "sweep_mine" : `did_${kind}`));
  }

  #notice(say) {
    if (!say) return;
    this.#notices.replaceChildren(h("p", { class: "note" }, say));
    announce(say, "assertive");
  }
}

new Moderator().start();

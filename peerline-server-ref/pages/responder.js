/** The page of a responder: who waits, the alarm, and the cases that are mine. */
import { Chats } from "./model/chats.js";
import { byUrgency, isWaiting } from "./model/urgency.js";
import { Alarm } from "./ui/alarm.js";
import { announce } from "./ui/announce.js";
import { button, h } from "./ui/dom.js";
import { show, startShell } from "./ui/shell.js";
import { connectStaff, forgetStaff, showing } from "./ui/staff.js";
import { addTexts, t, tOr, useLanguage } from "./ui/words.js";
import { CaseView } from "./views/case.js";
import { CasesTable } from "./views/cases.js";
import { GuardianView } from "./views/guardian.js";
import { LineView } from "./views/line.js";
import { askingButton } from "./views/confirm.js";
import { speak } from "./views/message.js";

addTexts({ en: () => import("./text/casework-en.js"), de: () => import("./text/casework-de.js") });

class Responder {
  #client;
  #chats;
  #alarm = new Alarm(() => this.#drawAlarm());
  #alarmState = h("p", { id: "alarm", class: "card" });
  #sound = button("", { id: "sound", "aria-pressed": "false", onclick: () => this.#alarm.toggle() });
  #escalation = h("p", { id: "escalation" });
  #notices = h("div", { id: "notices" });
  #place = h("div", { id: "case-place" });
  #queue;
  #mine;
  #cases = [];
  #view;
  #current;
  #steps = new Map();
  #asking;
  #guardian = new GuardianView({ now: () => this.#client.serverNow() });
  /** The line of those who wait, where one supervises. */
  #line;
  #supervises = false;

  async start() {
    await useLanguage(navigator.language);
    startShell();
    this.#client = connectStaff({ loggedIn: () => this.#loggedIn() });
    if (!this.#client) return;
    this.#chats = new Chats(this.#client, (chat, item, isNew) => this.#changed(chat, item, isNew));
    show(t("connecting_heading"), h("p", { id: "connecting" }, t("connecting_text")));
    this.#client.on("welcome", ({ me }) => this.#welcome(me));
    this.#client.on("entry", ({ room, entry, history }) => this.#entry(room, entry, history));
    this.#client.on("put", (put) => this.#ownPut(put));
    this.#client.open("@me", 100);
    this.#client.start();
    setInterval(() => this.#drawCases(), 15_000);
  }

  #welcome({ roles }) {
    if (!roles.some((role) => role === "responder" || role === "supervisor")) {
      show(t("staff_none_heading"), h("p", { id: "no-invite" }, t("staff_none_text")));
      return;
    }
    if (roles.includes("supervisor")) this.#line ??= new LineView();
    this.#supervises = roles.includes("supervisor");
    if (!this.#queue) this.#draw();
    this.#client.open("#crisis/main", 200);
    this.#askCases();
    this.#guardian.look(() => this.#client.ask("vault"));
  }

  /** Roles are in force again: what only staff read is sent again. */
  #loggedIn() {
    this.#client.close("#crisis/main");
    this.#client.open("#crisis/main", 200);
    this.#askCases();
  }

  #draw() {
    const acts = {
      take: (summary) => this.#take(summary),
      decline: (summary) => this.#client.put(`#case/${summary.case}`, "decline", {}),
      open: (summary) => this.#open(summary),
      now: () => this.#client.serverNow(),
      sign: this.#supervises ? (summary) => this.#client.put(`#case/${summary.case}`, "decide", { do: "sign" }) : undefined,
      supervises: this.#supervises,
      supervise: (summary, deed) => this.#client.put(`#case/${summary.case}`, "decide", { do: deed }),
    };
    this.#queue = new CasesTable({ id: "queue", caption: t("queue_caption"), none: t("queue_none"), acts });
    this.#mine = new CasesTable({ id: "my-cases", caption: t("mine_caption"), none: t("mine_none"), acts });
    const forget = askingButton({ id: "forget", label: t("forget_device"), question: t("forget_sure"), act: forgetStaff });
    const bar = h("p", { class: "row" }, this.#sound);
    show(t("responder_heading"), this.#alarmState, bar, this.#escalation, this.#notices, this.#queue.element, this.#mine.element, this.#place, h("p", { class: "hint" }, t("responder_keys")), this.#line?.element, this.#guardian.element, showing(this.#client), forget);
    this.#drawAlarm();
    this.#watchEscalation();
    if (this.#line) this.#watchLine();
  }

  /** Asks for the line of those who wait, again and again, while there is a connection. */
  async #watchLine() {
    const { topics } = await this.#client.ask("line");
    const labelOf = (id) => topics.find((topic) => topic.id === id)?.label ?? id;
    const look = async () => this.#client.line.state === "live" && this.#line.update(await this.#client.ask("waiting"), labelOf);
    setInterval(look, LINE_MS);
    await look();
  }

  /** The list is asked for, not folded from entries: `mine` and `owner` are the server's to say. */
  #askCases() {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(async () => {
      const { cases } = await this.#client.ask("cases");
      this.#cases = cases.toSorted(byUrgency);
      this.#drawCases();
    }, 100);
  }

  #drawCases() {
    if (!this.#queue) return;
    const waiting = this.#cases.filter(isWaiting);
    this.#queue.update(this.#cases.filter((summary) => !summary.mine));
    this.#mine.update(this.#cases.filter((summary) => summary.mine));
    const urgent = waiting.filter(({ tier }) => tier === "urgent");
    this.#alarm.ring(urgent.length > 0, t("alarm_title", { n: urgent.length }));
    this.#drawAlarm();
    this.#followOwn();
  }

  #followOwn() {
    for (const summary of this.#cases.filter(({ mine, joined, second, state }) => mine || (joined && (this.#supervises || second) && state !== "closed"))) {
      this.#client.open(`#case/${summary.case}`, 100);
      if (summary.room) this.#chats.open(summary.room, {});
    }
    const summary = this.#cases.find((each) => each.case === this.#current);
    if (!summary) return;
    this.#view.update(summary);
    const chat = (summary.mine || summary.joined) && this.#chats.get(summary.room);
    if (chat) this.#view.talk(chat);
  }

  #entry(room, entry, history) {
    if (room === "#crisis/main") this.#crisis(entry, history);
    else if (room.startsWith("#case/")) this.#step(room.slice("#case/".length), entry);
    else if (room === "@me" && entry.kind === "notice" && !history) this.#notice(entry.body.code === "debrief" ? t("debrief") : entry.body.say);
  }

  #crisis({ kind, body }, history) {
    if (history) return;
    this.#askCases();
    if (body.code === "vault") this.#vaultMoved(body);
    if (kind !== "page") return;
    this.#alarm.once();
    const priority = tOr(`priority_${body.priority}`, body.priority);
    announce(t("page_spoken", { priority }), "assertive");
  }

  /** Guardians among responders are told at once; all others read how far it came. */
  #vaultMoved({ step, n, id }) {
    if (step === "asked") this.#guardian.asked();
    this.#notice(t(step === "asked" ? "vault_asked_all" : `vault_step_${step}`, { n, id }));
  }

  #step(id, entry) {
    const steps = this.#steps.get(id) ?? [];
    this.#steps.set(id, [...steps, entry]);
    if (id === this.#current) this.#view.step(entry);
    this.#askCases();
  }

  #take(summary) {
    this.#client.put(`#case/${summary.case}`, "accept", {});
    announce(t("case_taking"));
  }

  #open(summary) {
    this.#current = summary.case;
    this.#view = new CaseView({ summary, client: this.#client, put: (kind, body) => this.#client.put(`#case/${summary.case}`, kind, body) });
    this.#place.replaceChildren(this.#view.element);
    for (const entry of this.#steps.get(summary.case) ?? []) this.#view.step(entry);
    this.#followOwn();
    this.#view.drawTalk();
    this.#view.focus();
  }

  #ownPut({ room, kind, state, say, code }) {
    if (!room?.startsWith("#case/")) return;
    const id = room.slice("#case/".length);
    if (state === "refused") this.#notice(say ?? tOr(`code_${code}`, t("staff_put_refused")));
    if (state === "waiting") this.#notice(t("staff_put_waiting"));
    if (state !== "done") return;
    this.#notices.replaceChildren();
    announce(tOr(`done_${kind}`, t("done")));
    this.#askCases();
    if (kind === "accept") this.#opened(id);
    if (kind === "close" && this.#current === id) this.#putAway(id);
  }

  #opened(id) {
    const summary = this.#cases.find((each) => each.case === id);
    if (summary) this.#open({ ...summary, mine: true });
  }

  #putAway(id) {
    const summary = this.#cases.find((each) => each.case === id);
    if (summary?.room) this.#chats.close(summary.room);
    this.#client.close(`#case/${id}`);
    this.#current = undefined;
    this.#view = undefined;
    this.#place.replaceChildren();
    document.querySelector("h1").focus();
  }

  #changed(chat, item, isNew) {
    if (item && isNew) speak(chat, item);
    this.#view?.drawTalk();
  }

  #notice(say) {
    if (!say) return;
    this.#notices.replaceChildren(h("p", { class: "note" }, say));
    announce(say, "assertive");
  }

  #drawAlarm() {
    const { isOn, isRinging } = this.#alarm;
    this.#sound.textContent = t(isOn ? "sound_off" : "sound_on");
    this.#sound.setAttribute("aria-pressed", String(isOn));
    const urgent = this.#cases.filter((summary) => isWaiting(summary) && summary.tier === "urgent").length;
    this.#alarmState.dataset.state = isRinging ? "ringing" : "quiet";
    this.#alarmState.textContent = [isRinging ? t("alarm_ringing", { n: urgent }) : t("alarm_quiet"), isOn ? "" : t("alarm_muted")].join(" ").trim();
  }

  async #watchEscalation() {
    const state = await escalationState();
    this.#escalation.dataset.state = state;
    this.#escalation.textContent = t(`escalation_${state}`);
    setTimeout(() => this.#watchEscalation(), 15_000);
  }
}

/** Whether the loop that calls people runs: `ok`, `bad`, or `unknown` where that cannot be asked. */
async function escalationState() {
  try {
    const answer = await fetch("/health/escalation", { cache: "no-store", signal: AbortSignal.timeout(5_000) });
    if (answer.status === 404) return "unknown";
    return answer.ok ? "ok" : "bad";
  } catch {
    return "unknown";
  }
}

const LINE_MS = 5_000;

new Responder().start();

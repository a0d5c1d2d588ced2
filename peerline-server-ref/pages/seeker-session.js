/** A seeker from joining to the end; `Front` stands before it. */
import { ROOT } from "./front.js";
import { Arrival } from "./model/arrival.js";
import { Call } from "./model/call.js";
import { Chats } from "./model/chats.js";
import { Locker, forgetDevice } from "./model/locker.js";
import { marks } from "./model/marks.js";
import { Names } from "./model/names.js";
import { Notices } from "./notices.js";
import { Rooms } from "./rooms.js";
import { Client } from "./sdk/client.js";
import { Doors } from "./sdk/doors.js";
import { Root } from "./sdk/identity.js";
import { VaultKeeper } from "./sdk/vault-keeper.js";
import { rootOfText } from "./sdk/join.js";
import { announce } from "./ui/announce.js";
import { showLine } from "./ui/shell.js";
import { keepOnDevice } from "./ui/device.js";
import { forgetRoot, isKept, note, noted, readRoot, readWrapped, unnote } from "./ui/store.js";
import { language, t } from "./ui/words.js";
import { forgetBlocks, noteBlocks } from "./views/block.js";
import { CallingView } from "./views/calling.js";
import { showEnd, showRefused } from "./views/ended.js";
import { GateView } from "./views/gate.js";
import { MineView } from "./views/mine.js";
import { isNewMessage, nameOf, speak } from "./views/message.js";
import { SeekerChatView } from "./views/seeker-chat.js";
import { hearUsed, hideUsed } from "./views/used.js";
import { WaitingView } from "./views/waiting.js";
import { seekBody } from "./views/wishes.js";

export class Seeker {
  #client;
  #arrival;
  #chats;
  #locker;
  #vault;
  /** The rooms entered with tickets. */
  #names;
  #root = readRoot(ROOT, rootOfText);
  #front;
  #view;
  #call = new Call();
  #isEnded = false;
  #isNewPhrase = noted(PHRASE) === "open";
  /** Rooms that began with a call; the list of rooms does not say so after a reload. */
  #crisisRooms = new Set();
  #rooms = new Rooms({
    client: () => this.#client,
    line: () => this.#front.line,
    choice: () => this.#choice,
    openRoom: (room) => this.#openRoom(room),
    enter: (listed) => this.#enter(listed),
    isIn: (room) => Boolean(this.#names?.has(room)),
    back: () => this.#goBack(),
  });

  #notices = new Notices({
    put: (room, kind, body) => this.#client.put(room, kind, body),
    view: () => (this.#view instanceof SeekerChatView ? this.#view : undefined),
  });

  constructor(front) {
    this.#front = front;
    front.heardLine = () => this.#drawTitles();
  }

  /** Comes back as who this tab, or this device, already is. */
  start() {
    if (this.#root) this.#connect();
    setInterval(() => this.#askPlace(), PLACE_MS);
  }

  get #choice() {
    return this.#front.choice;
  }

  #showWelcome() {
    this.#view = undefined;
    this.#front.showWelcome();
  }

  /** Joins with a new root or one's own, and waits in line. */
  begin({ root, phrase, pin, ...choice }) {
    this.#front.choose(choice);
    this.#useRoot(phrase || !this.#root ? root : this.#root, { isNew: !phrase && !this.#root, pin });
    if (phrase) this.#locker.want();
    this.#client.put("@me", "seek", seekBody(choice));
    this.#showWaiting();
  }

  /** Goes on as who this device remembers under a PIN. */
  comeBack(root) {
    // It is this device's own, and known to the others as before.
    this.#root = root;
    this.#useRoot(root, { isNew: false });
  }

  #useRoot(root, { isNew, pin }) {
    const isSame = this.#client && root === this.#root && !this.#isEnded;
    if (root !== this.#root) {
      forgetDevice();
      forgetBlocks();
    }
    this.#root = root;
    if (isNew) this.#isNewPhrase = true;
    if (isNew) note(PHRASE, "open");
    keepOnDevice(ROOT, root, { pin, isWanted: this.#choice.remember ?? isKept(ROOT, localStorage) });
    if (!isSame) this.#connect();
  }

  #connect() {
    this.#client?.stop();
    this.#openLocker();
    this.#vault?.stop();
    this.#vault = new VaultKeeper({ root: this.#root });
    this.#isEnded = false;
    const { country } = this.#choice;
    const client = new Client({ sign: this.#vault.signing(this.#locker.sign), doors: new Doors(this.#root), lang: language(), country, marks: marks() });
    this.#client = client;
    this.#locker.start(client);
    this.#vault.start(client);
    this.#chats = new Chats(client, (chat, item, isNew) => this.#changed(chat, item, isNew));
    const heard = (home, entry, history) => this.#mine(entry, history, home);
    const opened = (room) => this.#entered(room);
    const refused = (event) => this.#notEntered(event);
    const store = { read: () => noted(NAMES) ?? [], write: (list) => note(NAMES, list) };
    this.#names = new Names(client, { heard, opened, refused }, store);
    client.on("opened", ({ room }) => this.#isBack(room));
    client.on("line", showLine);
    this.#arrival = new Arrival(client, { ask: () => this.#showGate(), wrong: (say) => this.#view instanceof GateView && this.#view.refused(say), passed: (wish) => this.#arrived(wish) });
    client.on("entry", ({ room, entry, history }) => room === "@me" && this.#mine(entry, history));
    client.on("entry", (event) => event.entry.kind === "plan" && !event.history && this.#planAsked(event));
    client.on("put", (put) => this.#ownPut(put));
    client.on("sig", ({ kind, body }) => kind === "place" && body && this.#placeIs(body));
    client.on("ended", (end) => this.#ended(end));
    let isFirst = true;
    client.on("welcome", () => {
      if (isFirst) this.#sync();
      isFirst = false;
    });
    client.open("@me", 50);
    for (const listed of this.#names.kept) this.#enter(listed);
    client.start();
    this.#front.joined();
    showLine(client.line);
  }

  /** The locker of whoever this is: what was not read yet, and who else came with the words. */
  #openLocker() {
    this.#locker?.stop();
    const known = () => this.#chats.all.forEach((chat) => this.#changed(chat, undefined, false));
    const acts = { settle: () => this.#locker.settle(), erase: () => this.showMine(), person: () => this.needPerson() };
    this.#locker = new Locker({ root: this.#root, isRemembered: isKept(ROOT, localStorage) || readWrapped(ROOT) !== null, hears: { known, blocks: noteBlocks, ...hearUsed(acts) } });
  }

  /** The rooms of many; whoever has not joined yet does so now, as nobody in particular. */
  showRooms() {
    this.#ensure();
    this.#view = this.#rooms.show();
  }

  #aside(show) {
    this.#view = this.#rooms;
    show();
  }

  /** What is kept about this person, and the way to have all of it erased. */
  showMine() {
    this.#ensure();
    this.#view = new MineView({ client: this.#client, root: this.#root, vault: this.#vault, acts: { back: () => this.#goBack(), plan: this.#planActs(), erased: () => this.#forget(), shown: () => this.#locker.want() } });
  }

  /** The plan is read, written and erased here alone; `room` is where a step of it can be shown. */
  #planActs(room) {
    const tell = room && ((text) => this.#client.put(room, "msg", { text }));
    return { isKept: () => this.#locker.isKept, read: () => this.#locker.plan, write: (steps) => this.#locker.setPlan(steps), erase: () => this.#locker.setPlan([]), tell };
  }

  /** A helper leads through the plan: the person writes it. */
  #planAsked({ room, entry }) {
    const isShown = this.#view instanceof SeekerChatView && this.#view.chat.room === room;
    if (isShown) this.#view.plan(this.#planActs(room), entry.body?.n);
  }

  #ensure() {
    if (!this.#root) this.#root = Root.random();
    if (!this.#client || this.#isEnded) this.#useRoot(this.#root, { isNew: !noted(PHRASE) });
  }

  /** Back to the conversation there is, or to the wait, or to the beginning. */
  #goBack() {
    const last = this.#chats.all.findLast((chat) => !chat.isClosed);
    this.#view = undefined;
    if (last) this.#showChat(last);
    else this.#sync();
  }

  /** Nothing of this person is left on the line; nothing is left on this device either. */
  #forget() {
    this.#client.stop();
    this.#locker.stop();
    this.#vault.stop();
    this.#isEnded = true;
    forgetRoot(ROOT);
    forgetDevice();
    this.#front.choose({ ...this.#choice, wishes: undefined });
    hideUsed();
    unnote(PHRASE);
    this.#notices.forget();
    unnote(NAMES);
    forgetBlocks();
    this.#root = undefined;
  }

  /** Enters a room where people come and go, under a name that leads to nothing else of this person. */
  #enter(listed) {
    this.#names.enter(listed);
    this.#chats.open(listed.room, { ...listed, isNamed: true, isComing: true });
  }

  #entered(room) {
    const chat = this.#chats.get(room);
    if (this.#isAside && this.#view !== this.#rooms) return;
    if (this.#view?.chat?.kind === "crisis") return;
    announce(t("joined_spoken"), "assertive");
    this.#showChat(chat);
  }

  /** After a reload the talk with a responder stands before all others. */
  #isBack(room) {
    const chat = this.#chats.get(room);
    if (chat?.kind === "crisis" && chat.home && !this.#isAside) this.#showChat(chat);
  }

  #notEntered(event) {
    this.#rooms.refused(event);
    if (!this.#view) this.#sync();
  }

  async #openRoom(room) {
    const known = this.#chats.get(room);
    if (known) return this.#showChat(known);
    const { rooms } = await this.#client.ask("rooms");
    const info = rooms.find((each) => each.room === room);
    if (info) this.#showChat(this.#chats.open(room, info));
    return undefined;
  }

  /** Asks where this person stands, and shows that. */
  async #sync() {
    const { rooms } = await this.#client.ask("rooms");
    const open = rooms.filter(({ room, state }) => !room.startsWith("#") && state !== "closed");
    for (const info of open) this.#chats.open(info.room, info);
    if (this.#isAside) return;
    const last = open.at(-1);
    if (last) this.#showChat(this.#chats.get(last.room));
    else if (this.#view instanceof SeekerChatView || this.#names.isWaiting) return;
    else if (this.#client.pending.some((put) => put.kind === "signal") || this.#call.isActive) this.#showCalling();
    else if (this.#isSeeking()) this.#showWaiting();
    else await this.#syncPlace();
  }

  /** Whether the person looks at the rooms, at what is kept, or for a pass; nothing tears them out of that. */
  get #isAside() {
    return this.#view === this.#rooms || this.#view instanceof MineView || this.#view instanceof GateView;
  }

  /** Who has called a person, or talks to one, is not asked for a pass. */
  #showGate() {
    if (this.#call.isActive || this.#view instanceof CallingView || this.#view instanceof SeekerChatView || this.#view instanceof GateView) return;
    this.#view = new GateView({ bring: (pass) => this.#arrival.bring(pass), person: () => this.needPerson() });
  }

  #arrived(wish) {
    const wasAsked = this.#view instanceof GateView;
    if (wish) this.#client.put("@me", "seek", wish);
    if (!wasAsked) return;
    this.#view = undefined;
    announce(t("gate_passed"), "assertive");
    if (wish) this.#showWaiting();
    else this.#sync();
  }

  async #syncPlace() {
    const place = await this.#client.ask("place");
    if (this.#isAside) return;
    if (place.state !== "waiting" && !(this.#view instanceof WaitingView)) this.#showWelcome();
    else if (place.state === "waiting") this.#showWaiting();
    this.#placeIs(place);
  }

  #isSeeking() {
    return this.#client.pending.some((put) => put.kind === "seek");
  }

  async #askPlace() {
    const isWaiting = this.#view instanceof WaitingView && this.#client?.line.state === "live";
    if (isWaiting && !this.#isSeeking()) this.#placeIs(await this.#client.ask("place"));
  }

  #placeIs(place) {
    if (!(this.#view instanceof WaitingView) || this.#isSeeking()) return;
    const view = this.#view;
    view.update(place);
    if (place.coverage === "nobody") this.#rooms.named(place.elsewhere ?? []).then((rooms) => view.elsewhere(rooms));
  }

  /** Takes what the line says to this person alone, or to one of their names, in its `home`. */
  #mine({ kind, body, at }, history, home) {
    if (kind === "notice") this.#notices.take(body, history, home, at);
    if (kind === "appeal") this.#notices.appealed(body);
    if (kind === "matched" && body.crisis) this.#crisisRooms.add(body.room);
    if (this.#rooms.mine({ kind, body }, history, home)) return;
    if (kind !== "matched" || body.beside || this.#names.has(body.room)) return;
    // No list of rooms names what was made for a name; what is over is refused, and goes again.
    if (history && home) this.#chats.open(body.room, { ...body, home, isComing: true });
    if (history) return;
    const chat = this.#chats.open(body.room, { ...body, home });
    announce(t(body.crisis ? "matched_crisis_spoken" : chat.isGroup ? "joined_spoken" : "matched_spoken"), "assertive");
    this.#showChat(chat);
  }

  #ownPut(put) {
    if (this.#rooms.put(put)) return;
    if (put.kind === "signal") this.#callPut(put);
    if (put.kind === "seek" && put.state === "refused" && this.#arrival.isAsked) return this.#arrival.keep(put.body);
    if (put.kind !== "seek" || !(this.#view instanceof WaitingView)) return;
    if (put.state === "done") this.#askPlace();
    if (put.state === "refused") this.#view.refused(put.say);
  }

  #callPut(put) {
    this.#call.put(put);
    if (put.body?.card && this.#view instanceof CallingView) this.#view.card(put.body.card);
    this.#drawCall();
    if (put.state === "done" && put.room === "@me") this.#sync();
  }

  /** "I need a person now": from any view, and before joining as well. */
  needPerson() {
    this.#ensure();
    const { pending } = this.#client;
    const chat = this.#view instanceof SeekerChatView && !this.#view.chat.isClosed ? this.#view.chat : undefined;
    const isNew = this.#call.start(Date.now(), pending.some((put) => put.kind === "signal"));
    if (isNew) this.#client.put(chat?.room ?? "@me", "signal", this.#signalBody());
    if (isNew) setTimeout(() => this.#callIsLate(), LATE_MS);
    if (!chat) this.#showCalling();
    this.#drawCall();
  }

  #callIsLate() {
    this.#call.late();
    this.#drawCall();
  }

  #signalBody() {
    return this.#choice.country ? { country: this.#choice.country } : {};
  }

  #changed(chat, item, isNew) {
    if (item && isNew) speak(chat, item);
    this.#locker.count(chat, item && isNew && isNewMessage(item), this.#view?.chat === chat);
    if (!(this.#view instanceof SeekerChatView)) return;
    if (this.#view.chat === chat) this.#view.update();
    else this.#view.drawList();
    this.#drawCall();
  }

  #showWaiting() {
    if (this.#view instanceof WaitingView) return;
    const acts = { cancel: () => this.#cancel(), again: () => this.#showWelcome(), rooms: () => this.showRooms(), room: (id) => this.#aside(() => this.#rooms.go(id)), circle: () => this.#aside(() => this.#rooms.goToCircle()), person: () => this.needPerson() };
    this.#view = new WaitingView({ client: this.#client, country: this.#choice.country, acts, phrase: this.#phrase() });
    this.#askPlace();
  }

  #cancel() {
    for (const put of this.#client.pending.filter(({ kind }) => kind === "seek")) this.#client.giveUp(put.cid);
    this.#client.put("@me", "leave");
    announce(t("cancelled"));
    this.#showWelcome();
  }

  #showCalling() {
    if (this.#view instanceof CallingView) return;
    const state = this.#call.isActive ? this.#call.state : "sending";
    this.#view = new CallingView({ client: this.#client, country: this.#choice.country, state });
  }

  #showChat(chat) {
    if (this.#view instanceof SeekerChatView && this.#view.chat === chat) return;
    const missed = this.#locker.take(chat);
    this.#view = new SeekerChatView(this.#chatApp(), chat);
    if (missed > 0) announce(t("since_here", { n: missed }));
    this.#drawCall();
    this.#notices.draw();
    this.#notices.drawDecision();
  }

  #chatApp() {
    const chats = this.#chats;
    return {
      client: this.#client,
      choice: this.#choice,
      get all() {
        return chats.all;
      },
      titleOf: (chat) => this.#titleOf(chat),
      choose: (chat) => this.#showChat(chat),
      leave: (chat) => this.#leave(chat),
      finish: (chat) => this.#finish(chat),
      quoted: (room, seqs) => chats.quoted(room, seqs, nameOf),
      questions: this.#rooms.questions,
      blocked: ([room, who]) => this.#locker.block(room, who),
      phrase: this.#phrase(),
    };
  }

  #titleOf(chat) {
    const listed = this.#rooms.titleOf(chat);
    if (listed) return listed;
    if (chat.kind === "circle") return t("circle_title");
    const topic = this.#front.line?.topics.find(({ id }) => id === chat.topic)?.label;
    return topic ? t("chat_about", { topic }) : t("chat_heading");
  }

  #drawTitles() {
    if (!(this.#view instanceof SeekerChatView)) return;
    const title = document.querySelector("h1");
    title.textContent = this.#titleOf(this.#view.chat);
  }

  #leave(chat) {
    this.#client.put(chat.room, "leave");
    this.#finish(chat);
  }

  #finish(chat) {
    this.#chats.close(chat.room);
    if (chat.isNamed) this.#names.forget(chat.room);
    this.#call = new Call();
    const next = this.#chats.all.find((each) => !each.isClosed);
    this.#view = undefined;
    if (next) this.#showChat(next);
    else if (chat.isGroup) this.showRooms();
    else showEnd({ client: this.#client, country: this.#choice.country, acts: { again: () => this.#showWelcome() }, phrase: this.#phrase() });
  }

  #drawCall() {
    const { state, say, isActive } = this.#call;
    if (this.#view instanceof CallingView && isActive) this.#view.update(state, say);
    if (!(this.#view instanceof SeekerChatView)) return;
    const { chat } = this.#view;
    const isCalled = isActive || (this.#crisisRooms.has(chat.room) && !chat.hadResponder);
    if (chat.hasResponder) this.#view.call(t("call_here"), "here");
    else if (isCalled) this.#view.call(say ?? t(`call_${isActive ? state : "done"}`), isActive ? state : "done");
    else this.#view.call("", "none");
  }

  #phrase() {
    if (!this.#isNewPhrase) return undefined;
    const settled = () => {
      this.#isNewPhrase = false;
      note(PHRASE, "settled");
    };
    return { words: () => (this.#locker.want(), this.#root.phrase()), settled };
  }

  #ended(end) {
    // After an erasure the view says what is left; the line has nothing more to tell.
    if (this.#view instanceof MineView && this.#view.isErased) return;
    this.#isEnded = true;
    this.#view = undefined;
    showRefused(end);
  }
}

const PHRASE = "peerline.phrase";
/** The rooms that this tab entered under names of their own. */
const NAMES = "peerline.names";
/** After this long without an answer "we are sending" is no longer the whole truth. */
const LATE_MS = 3_000;
const PLACE_MS = 10_000;

/**
 * How people talk in one room: its manner and norms, whose turn it is, whose hand is up, and who is
 * about. `opened` says how things stand at its `head`; entries behind that change it. Pure.
 */
export class Talk {
  manner = {};
  norms;
  /** The version of the norms that I agreed to. */
  agreed;
  turn;
  hands = [];
  caps = [];
  languages = [];
  /** `here` and `away` by name; who is in neither is gone. */
  presence = new Map();
  /** Who is writing just now, with when that ends. */
  typing = new Map();
  /** How far I have said that I read, since the room was opened. */
  shown = 0;
  /** How far each of the others says they have read; the line keeps none of it. */
  #read = new Map();
  #last = 0;
  #me;
  #head = 0;

  opened({ who, head = 0, caps = [], languages = [], manner = {}, norms, turn, hands = [] }) {
    this.#me = who;
    this.#head = head;
    this.shown = 0;
    if (!manner.read) this.#read.clear();
    Object.assign(this, { manner, norms, agreed: norms?.agreed, turn, hands, caps, languages });
  }

  /** Whether an entry is about how people talk. */
  static isAbout({ kind }) {
    return KINDS.includes(kind);
  }

  /** Whether I may say how people talk here. */
  get leads() {
    return this.caps.includes("lead") || this.caps.includes("moderate");
  }

  get isMyTurn() {
    return this.turn !== undefined && this.turn === this.#me;
  }

  get isMyHandUp() {
    return this.hands.includes(this.#me);
  }

  /** Whether I am asked to agree to the norms before I write. */
  get asksToAgree() {
    return Boolean(this.norms) && this.agreed !== this.norms.version && (this.manner.agree === true || this.manner.read_s > 0);
  }

  /** An entry is there: nobody has read further than the last. */
  reached(seq) {
    this.#last = Math.max(this.#last, seq);
  }

  /** Takes an entry; returns whether people in the room hear of it. */
  entry({ kind, seq, who, body, tomb }) {
    // What the line itself sets up stands above the messages; nobody needs to be told of it among them.
    const isNews = HEARD.includes(kind) && who !== undefined;
    // What came before `opened` was said is in it already.
    if (tomb || seq <= this.#head || !KINDS.includes(kind)) return isNews && !tomb;
    if (kind === "hand") this.#hand(body.who ?? who, body.up);
    if (kind === "turn") this.#turn(body);
    if (kind === "manner") this.#manner(body);
    if (kind === "norms") this.norms = shown(body, this.languages);
    if (kind === "agree" && who === this.#me) this.agreed = body.version;
    return isNews;
  }

  left(who) {
    this.hands = this.hands.filter((each) => each !== who);
    if (this.turn === who) this.turn = undefined;
    this.presence.delete(who);
    this.typing.delete(who);
    this.#read.delete(who);
  }

  /** The log is another one: its numbers mean nothing here. */
  forget() {
    this.#read.clear();
    this.#last = 0;
    this.shown = 0;
  }

  /** Takes what is said in passing; returns whether something changed. */
  sig({ kind, who, ttl, body }, now) {
    if (who === undefined || who === this.#me) return false;
    if (kind === "typing") this.typing.set(who, now + (ttl ?? 5_000));
    else if (kind === "here" && body?.state) this.presence.set(who, body.state);
    else if (kind === "read") return this.#hasRead(who, body?.seq);
    else return false;
    return true;
  }

  /** How many of the others say they have read an entry. */
  readers(seq) {
    return [...this.#read.values()].filter((read) => read >= seq).length;
  }

  #hasRead(who, seq) {
    if (!this.manner.read || !Number.isSafeInteger(seq)) return false;
    const [read, before] = [Math.min(seq, this.#last), this.#read.get(who) ?? 0];
    if (read <= before) return false;
    this.#read.set(who, read);
    return true;
  }

  /** Who is writing at a time. */
  writers(now) {
    return [...this.typing].filter(([, until]) => now < until).map(([who]) => who);
  }

  #hand(who, up) {
    this.hands = this.hands.filter((each) => each !== who);
    if (up) this.hands.push(who);
  }

  #turn({ state, who }) {
    if (state === "given") {
      this.turn = who;
      this.#hand(who, false);
    } else if (this.turn === who) this.turn = undefined;
  }

  #manner(body) {
    this.manner = body;
    if (!body.turns) this.turn = undefined;
    if (!body.read) this.#read.clear();
  }
}

/** The text of new norms for this reader: the page's own language, else the room's. */
function shown({ version, texts = [] }, languages) {
  const wanted = [globalThis.document?.documentElement.lang, ...languages];
  const found = wanted.map((lang) => texts.find((text) => text.lang === lang)).find(Boolean) ?? texts[0];
  return found && { version, lang: found.lang, lines: found.lines };
}

const KINDS = ["hand", "turn", "manner", "norms", "agree"];
const HEARD = ["hand", "turn", "manner", "norms"];

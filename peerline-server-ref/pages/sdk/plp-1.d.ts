/** The frames of PLP/1; written from the JSON Schema of the protocol by `types.mjs`. */

/** Whether the person can decide about it now, as the helper judges. */
export type Able = "yes" | "no" | "unclear";

/** What a seeker wants of the supporter they talked with last. */
export type Again = "prefer" | "avoid";

/** How old a seeker says they are, no finer than matching needs. */
export type AgeBand = "minor" | "young" | "adult" | "older";

export interface AgreeBody {
  version: number;
}

/** Asks a member to talk alone. */
export interface AloneBody {
  /** Messages of the two to take along, should the other agree. */
  quote?: Seq[];
  /** Whom. */
  to: OccupantId;
}

/** How assistive technology should speak an entry. */
export type Announce = "assertive" | "polite" | "none";

/** One answer, as the helper heard it. */
export type Answer = "yes" | "no" | "declined" | "not_asked";

export type AnswerBody = BlindBody | {
  cases: CaseSummary[];
} | {
  rooms: DirectoryRoom[];
} | KeptBody | LineInfo | LockerBody | LoginBody | MatterBody | NormsBody | {
  offers: OfferBody[];
} | PlaceBody | PresentBody | {
  queue: MatterSummary[];
} | CareCard | {
  rooms: RoomSummary[];
} | ShiftBody | Tickets | VaultBody | QueueBody;

export interface Appeal {
  decision: DecisionId;
  text: Text;
}

/** What a guardian sent to one request: 164 bytes in base64url. */
export type Approval = string;

/** A message around a reported one, or that one itself. */
export interface AroundBody {
  /** The message, by its first entry. */
  entry: Seq;
  /** What people read for who wrote it. */
  handle: string;
  /** Their language. */
  lang?: Language | null;
  /** The words. */
  text?: Text | null;
  /** Which entry holds its words; missing where they are destroyed. */
  words?: Seq | null;
}

/** Asks for something that changes nothing. */
export interface Ask {
  /** About what. */
  body?: Body | null;
  /** The client's number for the answer. */
  ref: number;
  /** What. */
  what: string;
}

/** A question whether to talk alone: 16 bytes in base64url. */
export type AskId = string;

/**
 * What a seeker asks for, as they say it: the body of the put and of the entry that tells them so.
 * Everything but a language may be left unsaid. [`Asked::wish`] holds it to the bounds.
 */
export interface Asked {
  /** What they want of the supporter they talked with last. */
  again?: Again | null;
  /** How old the person says they are. */
  age?: AgeBand | null;
  /** Whether a language they did not name is better to them than waiting on. */
  any_language?: boolean;
  /** The gender they wish for. */
  gender?: Preference | null;
  /** In which languages, the preferred first. */
  languages: Language[];
  /** What they need in order to talk. Never relaxed. */
  needs?: Need[];
  /** The way of talking they wish for. */
  style?: Preference2 | null;
  /** What they have lived through, of the line's list. */
  tags?: Tag[];
  /** What to talk about; anything where none is named. */
  topics?: Topic[];
}

/**
 * The answers of the ASQ (Ask Suicide-Screening Questions, National Institute of Mental Health), in
 * its order.
 *
 * The map to bands, which a clinician of the line confirms: yes to "right now" is
 * [`Band::Imminent`]. Everything else maps to nothing: the helper says how soon.
 */
export interface Asq {
  /** 2: felt that others would be better off, in the last weeks. */
  better_off?: Answer;
  /** 5: thoughts of it right now. */
  right_now?: Answer;
  /** 3: thoughts of ending one's life in the last week. */
  thoughts?: Answer;
  /** 4: ever tried. */
  tried?: Answer;
  /** 1: wished to be dead in the last weeks. */
  wished_dead?: Answer;
}

/** How soon a person is needed, what is done, and what was asked and answered. */
export interface Assess {
  /** The ASQ. */
  asq?: Asq | null;
  /** What is done for the person; as before where missing. */
  course?: Course | null;
  /** The C-SSRS. */
  cssrs?: Cssrs | null;
  /** The grid. */
  grid?: Grid | null;
  /** How soon; the answers and the course may say sooner. */
  priority: Band;
  /** Why, as a code; needed to lower. */
  reason: string;
}

/** A proof of identity: a public key and a signature over the join. */
export interface Auth {
  /** A secret that this device drew for this person, so that their locker knows it again. */
  device?: Key | null;
  /** What a newcomer brings for the gate. */
  gate?: GateKeys | null;
  /** The secret of a staff invitation, once. */
  invite?: Key | null;
  /** The client's nonce. */
  nonce: Key;
  /** The context key. */
  pk: Key;
  /** The one room whose key this is, where the client proves nothing else. */
  room?: RoomId | null;
  /** The signature. */
  sig: Signature;
  /** The token of a staff login, given to the device whose key signs. */
  token?: string | null;
}

/**
 * How soon a person is needed: it orders the response and never describes anyone.
 *
 * On the wire the field is called `priority`. Detectors and forms reach at most [`Band::High`]
 * (which already pages); the two above it are entered by a trained human from the answers.
 */
export type Band = "routine" | "watch" | "elevated" | "high" | "imminent" | "attempt_in_progress";

/** The answer to `ask blind`. */
export interface BlindBody {
  /** What was hidden, evaluated, in the order it came. */
  evaluated?: Key[];
  /** The public half of the week's key: the same for everybody. */
  key: Key;
  /** That all of it was evaluated under `key`; missing where nothing was. */
  proof?: Signature | null;
  /** Which week, counted in whole weeks since 1970-01-01. */
  week: number;
}

/** Keeps a member and the writer apart. */
export interface BlockBody {
  /** Whom. */
  who: OccupantId;
}

/** What it holds, by kind. */
export type Body = Record<string, unknown>;

/** The end of the connection. */
export interface Bye {
  /** When to come back; never where it is missing. */
  again_ms?: number | null;
  /** Why. */
  code: Code;
}

/** Real help, shown at once. */
export interface CareCard {
  /** Always true: a program wrote this. */
  automatic: boolean;
  /** What the person can answer. */
  choices: string[];
  /** The country these numbers are for (ISO 3166); missing where it is not known. */
  country?: string | null;
  /** Emergency numbers, shown first. */
  emergency: ServiceLine[];
  /** Where to look further. */
  finder: string;
  /** What it says. */
  lines: string[];
  /** Helplines. */
  services: ServiceLine[];
  /** The reviewed template it was made from. */
  template: string;
  /** The real state: is a person on the way. */
  wait: string;
}

/** A case: 16 bytes in base64url. */
export type CaseId = string;

/** A case as responders see it in a list. */
export interface CaseSummary {
  /** The case. */
  case: CaseId;
  /** What is done for the person; missing where somebody talks with them, or will. */
  course?: Course | null;
  /** When the next thing is due that somebody waits for: contact, a signature, a follow-up. */
  due?: Timestamp | null;
  /** How the contact afterwards stands, where the person agreed to it. */
  follow?: FollowUpState | null;
  /** Whether the person is gone and is to be found again. */
  gone?: boolean;
  /** Whether a supervisor has joined. */
  joined?: boolean;
  /** `own` or `third_party`. */
  kind: string;
  /** Whether the reader owns it. */
  mine?: boolean;
  /** The owner's handle. */
  owner?: string | null;
  /** How soon a person is needed. */
  priority: Band;
  /** The conversation. */
  room?: RoomId | null;
  /** Whether a second responder may do what a supervisor is or was wanted for: the line has none. */
  second?: boolean;
  /** When the signal came. */
  since: Timestamp;
  /** `offered`, `owned`, `assessing`, `handoff`, `resting`, `closed`. */
  state: string;
  /** The ladder's step. */
  step: number;
  /** The queue's tier. */
  tier: Tier;
  /** For what a supervisor is wanted. */
  want?: Want | null;
  /** How soon its owner says that the person is needed, where a supervisor has not signed that. */
  wish?: Band | null;
}

/** The kinds of signs that the rules tell apart. */
export type Category = "ideation" | "plan" | "means" | "time" | "preparation" | "in_progress" | "goodbye" | "burden" | "self_harm" | "violence" | "third_party" | "asked_for_human" | "resembles";

/** A client's own id for one put: 16 bytes in base64url. */
export type Cid = string;

/** A frame from client to server. */
export type ClientFrame = Hello & {
  t: "hello";
} | Open & {
  t: "open";
} | Close & {
  t: "close";
} | Put & {
  t: "put";
} | Drop & {
  t: "drop";
} | Fetch & {
  t: "fetch";
} | Ask & {
  t: "ask";
} | Sig & {
  t: "sig";
} | Ping & {
  t: "ping";
};

/** Stops receiving a room. */
export interface Close {
  /** The client's number for the answer. */
  ref: number;
  /** Which room. */
  room: Room;
}

export interface CloseCase {
  reason: CloseReason;
}

/** Why a case ends. */
export type CloseReason = "safe_now" | "handed_to_service" | "declined_help" | "left" | "not_a_crisis" | "duplicate";

/** The code of an `err` or a `bye`. */
export type Code = "bad" | "version" | "auth" | "denied" | "gone" | "too_big" | "rate" | "lane" | "cid_reused" | "stale" | "nudge" | "blocked" | "slow" | "norms" | "turn" | "quiet" | "busy" | "internal";

/** What the person says about it. */
export type Consent = "given" | "refused" | "not_possible" | "not_asked";

export type ContentNotes = ("loss" | "self_harm" | "suicide" | "abuse" | "violence" | "sexual_violence" | "eating" | "substance" | "illness" | "hate")[];

export interface Country {
  country?: string | null;
  to?: OccupantId | null;
}

/**
 * What is done for the person. It says what people do next, and describes nobody.
 *
 * ```text
 * Talking ─► NoRisk | Monitoring | SafetyPlanning | ImminentRisk | AttemptInProgress
 * ImminentRisk ─ a supervisor joined ─► SafetyPlanned | VoluntaryEmergency | Monitoring
 * ImminentRisk ─► RescueProposed ─ a second person ─► RescueApproved ─► Dispatched
 * AttemptInProgress ─► Dispatched          (a supervisor is called at once, and signs after)
 * Dispatched ─► ContactConfirmed | ContactFailed ─► FurtherSteps ─► Dispatched | CannotLocate
 * ```
 */
export type Course = "talking" | "no_risk" | "monitoring" | "safety_planning" | "safety_planned" | "imminent_risk" | "voluntary_emergency" | "attempt_in_progress" | "rescue_proposed" | "rescue_approved" | "dispatched" | "contact_failed" | "further_steps" | "cannot_locate" | "contact_confirmed";

/** Whether anybody on shift fits. */
export type Coverage = "some" | "nobody";

/**
 * The answers of a C-SSRS screener (Columbia-Suicide Severity Rating Scale), in its order. The first
 * five are about the last month.
 *
 * The map to bands, which a clinician of the line confirms: yes to 4 or 5 within a month, or
 * behavior within three months, is at least [`Band::High`]. Everything else maps to nothing: the
 * helper says how soon.
 */
export interface Cssrs {
  /** 6: behavior, ever. */
  behavior?: Answer;
  /** 6: behavior within three months. */
  behavior_recent?: Answer;
  /** 4: with some intent to act. */
  intent?: Answer;
  /** 5: with intent and a plan. */
  planned?: Answer;
  /** 2: thoughts of ending one's life. */
  thoughts?: Answer;
  /** 3: with a way in mind, without intent. */
  way?: Answer;
  /** 1: a wish to be dead. */
  wished_dead?: Answer;
}

/** Decides something, in a queue of moderators or in a case. */
export interface DecideBody {
  /** About which decision. */
  decision?: DecisionId | null;
  /** What is done. */
  do: Deed;
  /** About which message, by its first entry. */
  entry?: Seq | null;
  /** Which rule of the community it stands on, as in a report. */
  ground?: ReportGround | null;
  /** For how many minutes, at most 10,080: a week. */
  minutes?: number | null;
  /** Why, for the author to read. */
  reason?: Text | null;
  /** In which room. */
  room?: RoomId | null;
  /** Who is to look, by their name in the queue. */
  to?: OccupantId | null;
  /** About whom, by their name in the room. */
  who?: OccupantId | null;
  /** Which entry holds the words that were read; the message's own where missing. */
  words?: Seq | null;
}

/** A decision: 16 bytes in base64url. */
export type DecisionId = string;

export interface Decline {
  alone?: AskId | null;
  case?: CaseId | null;
  offer?: OfferId | null;
  why?: DismissWhy | null;
}

/** What a moderator does. */
export type Deed = "claim" | "give_back" | "release" | "withhold" | "stand" | "reverse" | "undo" | "dismiss" | "remove" | "mute" | "kick" | "sign" | "join" | "approve" | "refuse" | "sign_rescue" | "review";

/** A device, as a locker knows it: 16 bytes in base64url. */
export type DeviceId = string;

/** A room of the directory. */
export interface DirectoryRoom {
  /** Who it is for. */
  about?: Said[];
  /** What somebody with a disability can expect. */
  access?: Said[];
  /** `quiet`, `some`, `busy`, `full`; never how many. */
  busy: string;
  /** When that session ends. */
  ends?: Timestamp | null;
  /** `none`: what is said there is never stored. Missing where it is. */
  kept?: string | null;
  /** `circle`, `drop_in`, `session` or `staff`. */
  kind: string;
  /** What is spoken. */
  languages: Language[];
  /** How people treat each other there. */
  norms?: Said[];
  /** My role in it; missing where I am not in it. */
  role?: Role | null;
  /** As what I may come in. */
  roles: Role[];
  /** The room, to be joined with a put. */
  room: RoomId;
  /** Its name for the operator, the same for ever. */
  slug: string;
  /** When the session that runs or comes next begins. */
  starts?: Timestamp | null;
  /** `open`, `paused`, `closed`. */
  state: string;
  /** What people read, in each language there is. */
  title: Said[];
  /** What it is about. */
  topics?: Topic[];
  /** When the lease lapses that keeps a session open. */
  until?: Timestamp | null;
  /** Why it is paused. */
  why?: string | null;
}

/** How a person answers a care card. */
export type DismissWhy = "not_now" | "not_me";

/** Gives up a put that blocks its lane. */
export interface Drop {
  /** Which put. */
  cid: Cid;
  /** The client's number for the answer. */
  ref: number;
  /** Which room. */
  room: Room;
}

/** Nothing is in the body. */
export type Empty = Record<string, unknown>;

/** The body of `erase`. */
export interface Erase {
  /** That it is meant: `true`, or nothing is erased. */
  sure: boolean;
}

/** An entry of a log. */
export interface Ev {
  /** How assistive technology should speak it; polite where missing. */
  announce?: Announce;
  /** When it was committed. */
  at: Timestamp;
  /** What it holds, by kind; missing where it was destroyed. */
  body?: Body | null;
  /** The author's own id, to the author alone. */
  cid?: Cid | null;
  /** The running hash of the log, this entry included. */
  h: Hash;
  /** What it is. */
  kind: Kind;
  /** The entry it refers to. */
  re?: Seq | null;
  /** Which room. */
  room: Room;
  /** Where it stands. */
  seq: Seq;
  /** Whether what it held was destroyed. */
  tomb?: boolean;
  /** Who said it; the line itself where missing. */
  who?: Who | null;
}

/** The body of an entry. Its kind stands beside it, in the frame. */
export type EventBody = {
  lang?: Language | null;
  note: ContentNotes;
  text: Text;
} | {
  handle: string;
  role: Role;
} | {
  why: string;
} | {
  kind: string;
  language: Language;
  state: string;
  topic?: Topic | null;
} | Asked | {
  /** Whether they agree to meet again who asks for them. */
  again?: boolean;
  /** For which ages; all where none is named, minors where certified. */
  ages?: AgeBand[];
  /** After how many load points they want a break, where that is sooner than the line's own figure. */
  break_points?: number | null;
  /** For how many at a time; 0 = off shift. */
  capacity: number;
  clearance?: Tier | null;
  /** Their gender, where they state it. */
  gender?: Gender | null;
  /** In which languages, the best first. */
  languages?: Language[];
  minors: boolean;
  /** Which needs they can meet. */
  needs?: Need[];
  /** How they talk. */
  styles?: Style[];
  /** Whether they take one more where it is urgent. */
  surge?: boolean;
  /** What they have lived through, of the line's list. */
  tags?: Tag[];
  /** What they talk about; everything where none is named. */
  topics?: Topic[];
} | OfferBody | {
  offer: OfferId;
  outcome: string;
} | {
  beside?: RoomId | null;
  crisis: boolean;
  kind: string;
  language: Language;
  role: Role;
  room: RoomId;
  topic?: Topic | null;
} | {
  card?: CareCard | null;
  case?: CaseId | null;
  code: string;
  decision?: DecisionId | null;
  outcome?: string | null;
  say: string;
} | VaultOpened | VaultMoved | {
  code: string;
  device?: DeviceId | null;
  uses: number;
} | CaseSummary | {
  entry?: Seq | null;
  priority: Band;
  reasons: Category[];
  room?: RoomId | null;
  source: string;
} | {
  priority?: Band | null;
  step: string;
} | {
  /** The ASQ. */
  asq?: Asq | null;
  /** The C-SSRS. */
  cssrs?: Cssrs | null;
  /** The grid. */
  grid?: Grid | null;
  step: string;
} | {
  course?: Course | null;
  due?: Timestamp | null;
  n?: number | null;
  outcome?: Outcome | null;
  step: string;
  want?: Want | null;
} | RescueStep | {
  n: number;
} | {
  state: string;
} | {
  base: Seq;
  state: string;
} | {
  case: CaseId;
  why: DismissWhy;
} | {
  decision: DecisionId;
} | {
  action: string;
  decision: DecisionId;
  entry?: Seq | null;
  room: RoomName;
  rule: string;
  supersedes?: DecisionId | null;
} | {
  /** Who it is for. */
  about?: Said[];
  /** What somebody with a disability can expect. */
  access?: Said[];
  /** `circle`, `drop_in`, `session` or `staff`. */
  kind: string;
  /** What is spoken. */
  languages: Language[];
  /** How people treat each other there. */
  norms?: Said[];
  /** Its name for the operator, the same for ever. */
  slug: string;
  state: string;
  /** What people read, in each language there is. */
  title: Said[];
  /** What it is about. */
  topics?: Topic[];
} | {
  starts?: Timestamp | null;
  state: string;
  until?: Timestamp | null;
  why?: string | null;
} | {
  role: Role;
  to: OccupantId;
} | {
  beside: RoomId;
  state: string;
} | {
  code: string;
  quote: Seq[];
  room: RoomId;
} | {
  alone: AskId;
  handle: string;
  quote: Seq[];
  room: RoomId;
  until: Timestamp;
  who: OccupantId;
} | {
  alone: AskId;
  outcome: string;
} | {
  entry: Seq;
  ground: string;
  room: RoomName;
} | {
  decision?: DecisionId | null;
  entry?: Seq | null;
  room?: RoomName | null;
  step: string;
  until?: Timestamp | null;
} | TalkBody | Record<string, unknown>;

/** Reads a page of a log. */
export interface Fetch {
  /** The entries behind this one. */
  after?: Seq | null;
  /** The entries before this one. */
  before?: Seq | null;
  /** At most so many. */
  n?: number | null;
  /** The client's number for the answer. */
  ref: number;
  /** Which room. */
  room: Room;
}

/** Contact afterwards. */
export interface FollowUpBody {
  /** What is done. */
  do: FollowUpDo;
  /** How an attempt went. */
  outcome?: Outcome | null;
}

/** What is done about contact afterwards. */
export type FollowUpDo = "agree" | "decline" | "rest" | "tried";

/** How the contact afterwards stands. */
export type FollowUpState = "agreed" | "due" | "done" | "declined" | "lost";

/** What else is done where a service did not find the person, or nobody knows where they are. */
export type Further = "asked_again" | "told_how" | "contact" | "third_party" | "other_service" | "still_looking";

/** Entries that will not come. */
export interface Gap {
  /** The epoch of its log. */
  epoch: number;
  /** The last that is missing. */
  hi: Seq;
  /** The first that is missing. */
  lo: Seq;
  /** Which room. */
  room: Room;
  /** Why. */
  why: GapWhy;
}

/** Why entries will not come. */
export type GapWhy = "trimmed" | "epoch" | "diverged" | "slow";

/** What a newcomer brings, in `hello` or later in the put `gate`. */
export interface GateKeys {
  /** The pass. */
  pass?: string | null;
  /** The number that proves work. */
  pow?: number | null;
}

/** What a newcomer lacks, in `welcome`. */
export interface GateLack {
  /** How many leading zero bits, where it is work. */
  bits?: number | null;
  /** When to ask again, where it is patience. */
  retry_ms?: number | null;
  /** What. */
  why: GateWhy;
}

/** What a newcomer lacks. */
export type GateWhy = "pass" | "wrong_pass" | "pow" | "wait";

/** A gender that a seeker may wish for and a supporter may state. */
export type Gender = "woman" | "man" | "non_binary";

/**
 * The assessment grid: desire, capability, intent and buffers (Joiner and others 2007, the standard
 * of the crisis lines of the United States).
 */
export interface Grid {
  /** People, plans, a reason to live, being glad to talk. A "yes" holds a person. */
  buffers?: Answer;
  /** Means, practice, an earlier attempt, being intoxicated or sleepless. */
  capability?: Answer;
  /** Wishes to be dead, pain, hopelessness, being a burden, alone. */
  desire?: Answer;
  /** A plan, preparing, something under way. */
  intent?: Answer;
}

/** The public keys of a guardian: 64 bytes in base64url. */
export type Guardian = string;

/** What a client must sign. */
export interface Hail {
  /** What newcomers are asked for before they meet peers; missing where nothing is. */
  gate?: HailGate | null;
  /** The line's id. */
  line: Key;
  /** The server's nonce. */
  nonce: Key;
  /** The server's time, echoed in the signature. */
  now: Timestamp;
  /** The versions the server speaks. */
  v: number[];
}

/** What newcomers are asked for, in `hail`. A client that was here before need not look at it. */
export interface HailGate {
  /** A pass, as the members of a closed group have it. */
  pass?: boolean;
  /** A proof of work. */
  pow?: PowAsk | null;
}

export interface HandBody {
  up: boolean;
  who?: OccupantId | null;
}

export interface Handoff {
  to?: OccupantId | null;
}

/** The running hash of a log: 16 hexadecimal digits. */
export type Hash = string;

/** The first frame. */
export interface Hello {
  /** The program and its version, at most [`Hello::MAX_AGENT`] bytes; never logged. */
  agent?: string | null;
  /** Its proof of identity. */
  auth: Auth;
  /** ISO 3166 country, for helplines alone. */
  country?: string | null;
  /** Extensions it knows. */
  ext?: string[];
  /** The language of explanations. */
  lang?: Language | null;
  /** Rooms to open at once. */
  open?: Open[];
  /** The version it speaks. */
  v: number;
}

/**
 * What a supporter offers, as they say it: the body of the put and of the entry that tells them so.
 * What they are cleared for is not theirs to say. [`Hours::shift`] holds it to the bounds.
 */
export interface Hours {
  /** Whether they agree to meet again who asks for them. */
  again?: boolean;
  /** For which ages; all where none is named, minors where certified. */
  ages?: AgeBand[];
  /** After how many load points they want a break, where that is sooner than the line's own figure. */
  break_points?: number | null;
  /** For how many at a time; 0 = off shift. */
  capacity: number;
  /** Their gender, where they state it. */
  gender?: Gender | null;
  /** In which languages, the best first. */
  languages?: Language[];
  /** Which needs they can meet. */
  needs?: Need[];
  /** How they talk. */
  styles?: Style[];
  /** Whether they take one more where it is urgent. */
  surge?: boolean;
  /** What they have lived through, of the line's list. */
  tags?: Tag[];
  /** What they talk about; everything where none is named. */
  topics?: Topic[];
}

/** Proof for one room: a signature of its own context key and, to enter, a ticket. */
export interface Join {
  /** The client's nonce, another for each join. */
  nonce: Key;
  /** The room's context key. */
  pk: Key;
  /** What hides the key in the ticket's bind. */
  r?: Key | null;
  /** The signature. */
  sig: Signature;
  /** The ticket, 182 bytes in base64url; missing where the key comes back to a lease that runs. */
  ticket?: string | null;
}

/** Comes into a room, asks for a circle, or opens the staff's thread beside a room. */
export interface JoinBody {
  /** As what. */
  as?: Role | null;
  /** For a circle: languages, the preferred first. */
  languages?: Language[];
  /** Whether the thread beside the room is meant. */
  staff?: boolean;
  /** For a circle: topics to talk about. */
  topics?: Topic[];
}

/** The body of `locker`. */
export interface Keep {
  /** The version that this takes the place of; zero where there was none. */
  after?: number;
  /** The sealed bytes. */
  blob: LockerBlob;
}

/** The answer to `kept`, and to `erase`. */
export interface KeptBody {
  /** Item by item. */
  kept: KeptEntry[];
}

/** One thing that is kept about a person. */
export interface KeptEntry {
  /** The case it belongs to. */
  case?: CaseId | null;
  /** How many. */
  n: number;
  /** The room it belongs to. */
  room?: RoomId | null;
  /** Whether an erasure leaves it until then. */
  stays?: boolean;
  /** Until when at the latest, where that is known. */
  until?: Timestamp | null;
  /**
   * `account`, `roles`, `ban`, `rooms`, `words`, `place`, `decisions`, `case`, `log`,
   * `puts`; others may follow.
   */
  what: string;
  /**
   * `visit`, `wish`, `open`, `retention`, `appeal`, `open_case`, `closed_case`, `legal_hold`,
   * `rule`, `retry`; others may follow.
   */
  why: string;
}

/** 32 bytes in base64url. */
export type Key = string;

/** What a put or an entry is; vendor kinds begin with x. */
export type Kind = string;

/** A language tag (BCP 47). */
export type Language = string;

/** The answer to `line`. */
export interface LineInfo {
  /** What people may say they have lived through. */
  experiences?: TopicLabel[];
  /** In which languages. */
  languages: Language[];
  /** What the line is called. */
  name: string;
  /** Who is there. */
  on_duty: OnDuty;
  /** What one can talk about. */
  topics: TopicLabel[];
}

/** How it is known where the person is. */
export type LocationSource = "person" | "contact" | "third_party" | "service";

/** 4096 sealed bytes in base64url. */
export type LockerBlob = string;

/** The answer to `ask locker`. */
export interface LockerBody {
  /** The sealed bytes. */
  blob?: LockerBlob | null;
  /** When another device last came first: a day, 00:00 UTC. */
  used?: Timestamp | null;
  /** How often somebody came with the phrase whom the locker did not know. */
  uses: number;
  /** Which version lies there; zero where there is none. */
  version: number;
}

/** The answer to `login`. */
export interface LoginBody {
  /** The roles in force now. */
  roles: Role[];
  /** When the login ends. */
  until: Timestamp;
  /** When a passkey last verified its owner. */
  verified: Timestamp;
}

/** How people talk in a room: of an entry what is set, of a put what changes. */
export interface MannerBody {
  /** Whether who writes must have agreed to the norms. */
  agree?: boolean | null;
  /** Languages beside the room's main one. */
  languages?: Language[] | null;
  /** When the room rests. */
  quiet?: QuietBody | null;
  /** Whether members may show how far they have read. */
  read?: boolean | null;
  /** Seconds that a newcomer reads before they write. */
  read_s?: number | null;
  /** Seconds between two messages of one member. */
  slow_s?: number | null;
  /** Whether only who has the turn writes. */
  turns?: boolean | null;
  /** Whether members may show that they type. */
  typing?: boolean | null;
}

/** What a client wants to be told in passing, and lets others be told of its person. */
export type Marks = ("typing" | "read" | "here")[];

/** A matter with its words, for whoever looks at it. */
export interface MatterBody {
  /** What was done. */
  action?: string | null;
  /** What the author says against it. */
  appeal?: Text | null;
  /** What was said around a reported message. */
  around?: AroundBody[];
  /** The decision, where it is one. */
  decision?: DecisionId | null;
  /** The reported message, by its first entry. */
  entry?: Seq | null;
  /** The rule of the community that it stands on. */
  ground?: string | null;
  /** On which grounds members reported it. */
  grounds?: ReportGround[];
  /** What people read for its author. */
  handle?: string | null;
  /** What was found. */
  labels?: string[];
  /** Their language. */
  lang?: Language | null;
  /** Whether the reader may decide it. */
  may?: boolean;
  /** Whether the reader does. */
  mine?: boolean;
  /** How often they did. */
  n?: number;
  /** Who looks at it. */
  owner?: string | null;
  /** Why a moderator decided so. */
  reason?: Text | null;
  /** The room in which it was said. */
  room?: RoomId | null;
  /** By which rule. */
  rule?: string | null;
  /** Since when it waits. */
  since: Timestamp;
  /** Where the rule found something in them: from and until, in bytes of UTF-8. */
  spans?: [number, number][];
  /** `report`, `held`, `appeal`, `decided`. */
  state: string;
  /** Who has asked for a sweep of them that waits for a second person: `mine`, `other`. */
  sweep?: string | null;
  /** The words that are kept sealed. */
  text?: Text | null;
  /** Until when they do. */
  until?: Timestamp | null;
  /** The author's name in the room. */
  who?: OccupantId | null;
}

/** A matter in a list of what waits for moderators. */
export interface MatterSummary {
  /** What was done. */
  action?: string | null;
  /** The decision, where it is one. */
  decision?: DecisionId | null;
  /** The reported message, by its first entry. */
  entry?: Seq | null;
  /** The rule of the community that it stands on. */
  ground?: string | null;
  /** On which grounds members reported it. */
  grounds?: ReportGround[];
  /** Whether the reader may decide it. */
  may?: boolean;
  /** Whether the reader does. */
  mine?: boolean;
  /** How often they did. */
  n?: number;
  /** Who looks at it. */
  owner?: string | null;
  /** The room in which it was said. */
  room?: RoomId | null;
  /** By which rule. */
  rule?: string | null;
  /** Since when it waits. */
  since: Timestamp;
  /** `report`, `held`, `appeal`, `decided`. */
  state: string;
  /** Until when they do. */
  until?: Timestamp | null;
}

/** Limits of frames and rooms. */
export interface Maxima {
  /** Levels of nesting of a frame. */
  depth: number;
  /** Bytes of a frame. */
  frame: number;
  /** Unacknowledged bytes. */
  inflight: number;
  /** Values in a frame. */
  items: number;
  /** Open rooms. */
  rooms: number;
  /** Bytes of a text. */
  text: number;
}

export interface MaybeOffer {
  alone?: AskId | null;
  carry?: boolean;
  offer?: OfferId | null;
}

/** What the server takes the client for. */
export interface Me {
  /** What this newcomer lacks; `standing` is then `help_only`. */
  gate?: GateLack | null;
  /** Why the login that was brought, or none, does not do: `needed`, `ended` or `refused`. */
  login?: string | null;
  /** Roles that rest until their bearer logs in as staff. */
  resting?: Role[];
  /** Roles in force; `seeker` is always among them. */
  roles: Role[];
  /** `welcome`, `probation` or `help_only`. */
  standing: string;
}

/** A member as the others see them. */
export interface MemberBody {
  /** Since when, rounded down. */
  since?: Timestamp | null;
  /** Here, away or gone. */
  state: Presence;
  /** Their name in the room. */
  who: OccupantId;
}

export interface MessageBody {
  lang?: Language | null;
  note?: ContentNotes | null;
  text: string;
}

/** A span of time in milliseconds. */
export type Millis = number;

/**
 * What somebody needs in order to be able to talk at all. Never relaxed: a supporter without
 * it is no help, however long the wait.
 */
export type Need = "plain_language" | "slow_pace" | "short_messages" | "screen_reader" | "signs_first" | "literal";

/** Why the milder step is not enough. */
export type NextStepWhy = "refused" | "not_enough" | "silent" | "no_time" | "asked";

/** The norms in one language. */
export interface NormText {
  /** The language. */
  lang: string;
  /** One norm a line. */
  lines: string[];
}

/** What holds in a room, in one language. */
export interface NormsBody {
  /** The version that the reader agreed to. */
  agreed?: number | null;
  /** In which language it is shown. */
  lang: Language;
  /** In which languages it is written. */
  languages?: Language[];
  /** One norm a line. */
  lines: string[];
  /** Which version. */
  version: number;
}

export interface NoteBody {
  note: ContentNotes;
}

/** A member's name in one room: 16 bytes in base64url. */
export type OccupantId = string;

/** An offered seeker. */
export interface OfferBody {
  /** How old they say they are. */
  age?: AgeBand | null;
  /** In which languages. */
  languages: Language[];
  /** What they need in order to talk. */
  needs?: Need[];
  /** The offer. */
  offer: OfferId;
  /** The way of talking they wish for. */
  style?: Style | null;
  /** What they want to talk about. */
  topics: Topic[];
  /** When the offer lapses. */
  until: Timestamp;
  /** How long they have waited. */
  waited_ms: Millis;
}

/** An offer: 16 bytes in base64url. */
export type OfferId = string;

/** How many are there. */
export interface OnDuty {
  /** Responders connected. */
  responders: number;
  /** Supporters on shift. */
  supporters: number;
}

/** A supporter on shift. */
export interface OnShiftBody {
  /** For how many at a time. */
  capacity: number;
  /** What people read there. */
  handle: string;
  /** Their languages, without varieties. */
  languages: string[];
  /** Conversations that run, and offers. */
  load: number;
  /** Whether they are on a break, or one is due. */
  resting: boolean;
  /** Their name among staff. */
  who: OccupantId;
}

/** Starts to receive a room, from a cursor on. */
export interface Open {
  /** At most so many of the newest entries. */
  back?: number | null;
  /** The epoch of the cursor. */
  epoch?: number | null;
  /** The running hash there. */
  h?: Hash | null;
  /** Proof for a room that is entered with a ticket. */
  join?: Join | null;
  /** What of the things that are said in passing the client wants to hear and to say. */
  marks?: Marks;
  /**
   * The client's number for the answer; it may be missing inside `hello`, where a refusal then
   * does not say which room it means.
   */
  ref?: number | null;
  /** Which room. */
  room: Room;
  /** The last entry the client has. */
  seq?: Seq | null;
}

/** What guardians are asked: 106 bytes in base64url. */
export type OpenRequest = string;

/** A room is open. */
export interface Opened {
  /** Entries up to here are no longer kept. */
  base: Seq;
  /** What the client may do here. */
  caps: string[];
  /** The epoch of its log. */
  epoch: number;
  /** The replay follows from behind this entry. */
  from: Seq;
  /** The running hash there. */
  h: Hash;
  /** Who raised a hand, the first one first. */
  hands?: OccupantId[];
  /** The last entry. */
  head: Seq;
  /** The languages of a room where people talk, its main one first. */
  languages?: Language[];
  /** How people talk there. */
  manner?: MannerBody | null;
  /** The room's number on this connection, where short names hold. */
  n?: number | null;
  /** What holds there. */
  norms?: NormsBody | null;
  /** How far apart messages should be on average, in milliseconds, not to meet `rate`. */
  pace_ms?: number;
  /** The number of the `open`. */
  ref?: number | null;
  /** The client's role in this room. */
  role: Role;
  /** Which room. */
  room: Room;
  /** Who has the turn. */
  turn?: OccupantId | null;
  /** When a fresh ticket is needed, in a room that was entered with one. */
  until?: Timestamp | null;
  /** The client's name in this room. */
  who: OccupantId;
}

/** How one attempt to reach the person went. */
export type Outcome = "reached" | "no_answer" | "declined";

/** Shows that the link lives. */
export interface Ping {
  /** The last entry of each open room. */
  heads?: Record<string, Seq>;
  /** A number that comes back. */
  n: number;
}

/** A place in line, honestly. */
export interface PlaceBody {
  /** How many are ahead. */
  ahead?: number;
  /** Whether anybody fits. */
  coverage?: Coverage | null;
  /** Rooms of the directory where one could talk meanwhile. */
  elsewhere?: RoomId[];
  /** How many supporters on shift would fit. */
  fitting?: number;
  /** The median of recent waits. */
  median_ms?: Millis | null;
  /** From how many waits that is known. */
  n?: number | null;
  /** In how long something more gives way. */
  next_ms?: Millis | null;
  /** Whether somebody is being asked right now. */
  offered?: boolean;
  /** Eight in ten recent waits were shorter. */
  p80_ms?: Millis | null;
  /** 1 is next. */
  position?: number | null;
  /** `waiting` or `none`. */
  state: string;
  /** What has given way to the wait: `topic`, `style`, `gender`, `language`. */
  widened?: string[];
}

/** Leads the seeker to a step of their own safety plan. */
export interface PlanBody {
  /** Which step, from one to six. */
  n: number;
}

/** How much work is asked for. */
export interface PowAsk {
  /** How many leading zero bits. */
  bits: number;
}

/** How exactly. */
export type Precision = "address" | "place" | "area" | "unknown";

/** A wish for one of a list, and how much it weighs. */
export interface Preference {
  /** Whether anybody else is out of the question, until the line's ladder widens the search. */
  firm?: boolean;
  /** What is wished for. */
  wanted: Gender;
}

/** A wish for one of a list, and how much it weighs. */
export interface Preference2 {
  /** Whether anybody else is out of the question, until the line's ladder widens the search. */
  firm?: boolean;
  /** What is wished for. */
  wanted: Style;
}

/** Whether somebody is there. */
export type Presence = "here" | "away" | "gone";

/** Who is in a room. */
export interface PresentBody {
  /** How many are away. */
  away: number;
  /** How many are here. */
  here: number;
  /** The members. */
  members: MemberBody[];
}

/** For what a contact may be called. */
export type Purpose = "danger_to_life" | "lost_contact";

/** Changes something, once. */
export interface Put {
  /** How many seconds ago the client made it. */
  age_s?: number | null;
  /** What it holds, by kind. */
  body: Body;
  /** The key of retries. */
  cid: Cid;
  /** What it is. */
  kind: Kind;
  /** Sent again after a nudge. */
  over?: boolean;
  /** The entry it refers to. */
  re?: Seq | null;
  /** The client's number for the answer. */
  ref: number;
  /** Which room. */
  room: Room;
}

export type PutBody = MaybeOffer | Empty | AgreeBody | AloneBody | Appeal | Assess | Hours | BlockBody | CloseCase | DecideBody | Decline | MessageBody | Erase | FollowUpBody | GateKeys | HandBody | Handoff | JoinBody | Keep | MannerBody | SetNormsBody | NoteBody | PlanBody | Report | RescueBody | RoleBody | StandingBody | Asked | Country | StateBody | TurnBody | VaultPut;

/** The line of those who wait, for who supervises. Nobody who waits is named. */
export interface QueueBody {
  /** Who is on shift. */
  on_shift: OnShiftBody[];
  /** For whom nobody on shift could be asked. */
  uncovered: UncoveredBody[];
  /** Who waits, the most urgent first. */
  waiting: WaitingBody[];
}

/** When a room rests, in minutes of the day, UTC. In a put, two equal ones say that it does not. */
export interface QuietBody {
  /** From when. */
  from: number;
  /** Until when. */
  until: number;
}

/** A request was refused. */
export interface Refused {
  /** Why. */
  code: Code;
  /** The record that explains it. */
  decision?: DecisionId | null;
  /** The number of the request; missing where the frame had none that could be read. */
  ref?: number | null;
  /** When to try again; there exactly when that can help. */
  retry_ms?: number | null;
  /** In plain language. */
  say?: string | null;
  /** What was too fast, where `code` is `rate`; which login is missing, where it is `denied`. */
  scope?: Scope | null;
  /** When the author may try again, where time alone helps. */
  until?: Timestamp | null;
  /** What there is instead. */
  ways?: Ways | null;
  /** What stands in the way, in one word. */
  why?: string | null;
}

export interface Report {
  ground?: string;
}

/** Why a member reports a message. */
export type ReportGround = "danger" | "abuse" | "pressure" | "methods" | "spam" | "other";

/** A step of a rescue. */
export interface RescueBody {
  /** Whether they can decide about it now. */
  able?: Able | null;
  /** Which service, as a code of the line's own list. */
  agency?: string;
  /** What the person says about it. */
  consent?: Consent | null;
  /** What is done. */
  do: Step;
  /** How it is known where the person is. */
  location?: LocationSource | null;
  /** How exactly. */
  precision?: Precision | null;
  /** Its own number for it. */
  reference?: string;
  /** The rule of the line that it stands on. */
  rule?: RescueRule | null;
  /** What else is done. */
  steps?: Further[];
  /** What was tried before. */
  tried?: Tried[];
  /** Why the next step. */
  why?: NextStepWhy | null;
}

/** The rule of the line that a rescue stands on. */
export type RescueRule = "attempt_in_progress" | "imminent_risk" | "danger_to_others" | "asked";

/** A step of a rescue. */
export interface RescueStep {
  /** Whether they can decide about it now. */
  able?: Able | null;
  /** Which service. */
  agency: string;
  /** What the person says about it. */
  consent?: Consent | null;
  /** When somebody is asked whether contact is made. */
  due?: Timestamp | null;
  /** How it is known where the person is. */
  location?: LocationSource | null;
  /** How often it was asked so far. */
  n?: number | null;
  /** How exactly. */
  precision?: Precision | null;
  /** Its own number for it. */
  reference: string;
  /** The rule of the line that it stands on. */
  rule?: RescueRule | null;
  /**
   * `proposed`, `approved`, `refused`, `dispatched`, `en_route`, `on_scene`, `complete`,
   * `contact_asked`, `contact_confirmed`, `contact_failed`, `further_steps`, `cannot_locate`,
   * `signed`.
   */
  step: string;
  /** What else is done. */
  steps: Further[];
  /** What was tried before. */
  tried: Tried[];
  /** By when a supervisor signs. */
  until?: Timestamp | null;
  /** Why the next step. */
  why?: NextStepWhy | null;
}

/** A role. A small closed set with names, never a number that grows. */
export type Role = "seeker" | "supporter" | "facilitator" | "moderator" | "responder" | "supervisor" | "observer";

/** Makes a member something else. */
export interface RoleBody {
  /** What. */
  role: Role;
  /** Whom. */
  to: OccupantId;
}

/** A room: @me, 22 characters of base64url, a room of staff, or its number where short names hold. */
export type Room = string | number;

/** A room where people talk: 16 bytes in base64url. */
export type RoomId = string;

/** A room, also of staff. */
export type RoomName = string;

/** One of my rooms. */
export interface RoomSummary {
  /** Beside which room it is the staff's thread. */
  beside?: RoomId | null;
  /** What it is for. */
  kind: string;
  /** In which language. */
  language: Language;
  /** My role in it. */
  role: Role;
  /** The room. */
  room: RoomId;
  /** `open`, `paused`, `closed`. */
  state: string;
  /** What it is about. */
  topic?: Topic | null;
}

/** A text in one language. */
export interface Said {
  /** The language. */
  lang: Language;
  /** The text. */
  text: string;
}

/** What a rate is counted over. */
export type Scope = "room" | "connection" | "login" | "fresh_login";

/** A sealed emergency contact, or nobody. */
export type SealedContact = string;

/** A position in a room's log: 1, 2, 3 … without holes. Zero means "before the first". */
export type Seq = number;

/** A frame from server to client. */
export type ServerFrame = Hail & {
  t: "hail";
} | Welcome & {
  t: "welcome";
} | Opened & {
  t: "opened";
} | Ev & {
  t: "ev";
} | Taken & {
  t: "ok";
} | Refused & {
  t: "err";
} | Gap & {
  t: "gap";
} | Bye & {
  t: "bye";
} | Sig & {
  t: "sig";
} | Ping & {
  t: "ping";
};

/** One helpline or emergency number. */
export interface ServiceLine {
  /** When and by whom it was checked, in words. */
  checked: string;
  /** What it costs. */
  cost?: string | null;
  /** What to dial, as a person types it. */
  dial?: string | null;
  /** When it is open. */
  hours?: string | null;
  /** Languages spoken. */
  languages?: string[];
  /** Its name. */
  name: string;
  /** Where to write. */
  url?: string | null;
}

export interface SetNormsBody {
  texts: NormText[];
}

/** How one's own shift stands. */
export interface ShiftBody {
  /** After how many a break is due. */
  break_points?: number | null;
  /** For how many at a time. */
  capacity: number;
  /** Up to which tier the line clears this supporter. */
  clearance: Tier;
  /** Conversations that run, and offers. */
  load: number;
  /** Whether the line certifies them for people under age. */
  minors: boolean;
  /** Load points since the last break. */
  points: number;
  /** `on`, `off`, `due` (a break begins when the conversations that run have ended) or `resting`. */
  state: string;
  /** Until when the break lasts. */
  until?: Timestamp | null;
}

/** Says something that is never kept. */
export interface Sig {
  /** What it holds, by kind. */
  body?: Body | null;
  /** What it is: `typing`, `here`, `read`. */
  kind: Kind;
  /** Which room. */
  room: Room;
  /** For how many milliseconds it holds. */
  ttl: number;
  /** Who, from the server alone. */
  who?: Who | null;
}

/** 64 bytes in base64url. */
export type Signature = string;

/** Does something about somebody's standing. */
export interface StandingBody {
  /** The rule it rests on. */
  ground: string;
  /** For how many hours, at most 8,784: a year. */
  hours: number;
  /** A room they are or were in. */
  room: RoomId;
  /** Their name there. */
  who: OccupantId;
}

/** Opens or pauses a room. */
export interface StateBody {
  /** How it is to be. */
  state: Wanted;
}

/** Whether a request is done or held. */
export type Status = "done" | "held";

/** What is done in a rescue. */
export type Step = "propose" | "dispatch" | "en_route" | "on_scene" | "complete" | "confirm" | "fail" | "further" | "cannot_locate";

/** How a supporter talks. */
export type Style = "listen" | "explore" | "plan" | "company";

/** The id of something lived through, of the line's list. */
export type Tag = string;

/** A request was done. */
export interface Taken {
  /** The answer to an `ask`. */
  body?: Body | null;
  /** The put. */
  cid?: Cid | null;
  /** The record that explains a hold. */
  decision?: DecisionId | null;
  /** The number of the request. */
  ref: number;
  /** Where its entry stands. */
  seq?: Seq | null;
  /** Whether it is done or held. */
  st: Status;
}

/** What an entry says about how people talk. */
export type TalkBody = {
  texts: NormText[];
  version: number;
} | {
  version: number;
} | {
  up: boolean;
  who?: OccupantId | null;
} | {
  state: TurnState;
  who: OccupantId;
} | {
  note: ContentNotes;
} | MannerBody;

/** What a person wrote: 1 to max.text bytes of UTF-8, not only white space. */
export type Text = string;

/** The answer to a request for tickets. */
export interface Tickets {
  /** One for each bind, in their order; 182 bytes each in base64url. */
  tickets: string[];
}

/** The three queue tiers. Age counts inside a tier and never lifts anyone into the top one. */
export type Tier = "routine" | "soon" | "urgent";

/**
 * A point in time: milliseconds since 1970-01-01T00:00:00Z.
 *
 * The core never reads a clock; every `Timestamp` came in with an input. Arithmetic saturates, so
 * a clock that jumps to either end of time cannot panic.
 */
export type Timestamp = number;

/** A topic's id, chosen by the line. */
export type Topic = string;

/** A topic with its label. */
export interface TopicLabel {
  /** Its id. */
  id: Topic;
  /** What people read. */
  label: string;
}

/** What was tried before. */
export type Tried = "talked" | "made_safe" | "planned" | "somebody" | "voluntary" | "no_time";

export interface TurnBody {
  state: TurnState;
  who?: OccupantId | null;
}

/** Whether a turn begins or is over. */
export type TurnState = "given" | "ended";

/** Some for whom nobody on shift could be asked. */
export interface UncoveredBody {
  /** The language they would rather speak, without its variety. */
  language: string;
  /** How many. */
  n: number;
  /** The first topic they named. */
  topic?: Topic | null;
}

/** A request about the contact of a case's person. */
export interface VaultAsked {
  /** What they sent, 164 bytes each, once enough of them had agreed. */
  approvals?: Approval[];
  /** When enough of them had. */
  at?: Timestamp | null;
  /** How many guardians agreed. */
  n: number;
  /** What was asked: 106 bytes. */
  request: OpenRequest;
}

/** The answer to `ask vault`. */
export interface VaultBody {
  /** The guardians, in their order: 64 bytes each, what seals, then what checks. */
  guardians: Guardian[];
  /** For what a contact may be called on this line, the narrowest first. */
  purposes: Purpose[];
  /** How requests about it stand, where it was asked for in a case. */
  requests?: VaultAsked[];
  /** What lies there. */
  sealed?: SealedContact | null;
  /** How many guardians must agree. */
  threshold: number;
  /** Until when an entry is kept that is sealed now. */
  until: Timestamp;
}

/** What responders, and guardians among them, are told of a request. */
export interface VaultMoved {
  /** The case it was asked for, where one is open. */
  case?: CaseId | null;
  /** `vault`. */
  code: string;
  /** Its number, as guardians are told it. */
  id: string;
  /** How many guardians agreed. */
  n: number;
  /** Why it was asked. */
  reason: Purpose;
  /** `asked`, `agreed`, `opened`, `withdrawn`. */
  step: string;
}

/** What the person is told when enough guardians agreed to open their contact. */
export interface VaultOpened {
  /** `vault`. */
  code: string;
  /** Why. */
  reason: Purpose;
  /** In plain language. */
  say: string;
}

/**
 * The body of `vault`: exactly one of an entry, a request, and that something is forgotten; a
 * request that is forgotten is taken back.
 */
export interface VaultPut {
  /** Whether the entry is destroyed, or the request taken back. */
  forget?: boolean;
  /** What guardians are asked, in a case. */
  request?: OpenRequest | null;
  /** The sealed contact, or nobody: the line cannot tell. */
  sealed?: SealedContact | null;
}

/** Some who wait. */
export interface WaitingBody {
  /** The language they would rather speak, without its variety. */
  language: string;
  /** How many. */
  n: number;
  /** How soon they are needed. */
  tier: Tier;
  /** How long the first of them has waited. */
  waited_ms: Millis;
}

/** Why a supervisor is called to a case that somebody has. */
export type Want = "join" | "approval" | "signature";

/** How a room is to be. */
export type Wanted = "open" | "paused";

/** What there is instead of what was refused. */
export interface Ways {
  /** When it may go, where that is known. */
  at?: Timestamp | null;
  /** Rooms of the directory with space. */
  elsewhere?: RoomId[];
  /** Always true: "I need a person now" goes through. */
  person: boolean;
}

/** What the client may do, and how much of it. */
export interface Welcome {
  /** For how many seconds a `cid` is remembered. */
  dedupe_s: number;
  /** The extensions both sides know. */
  ext: string[];
  /** How often the server pings, in milliseconds. */
  hb_ms: number;
  /** Limits. */
  max: Maxima;
  /** What the server takes the client for. */
  me: Me;
  /** The server's time. */
  now: Timestamp;
  /** The version spoken from here on. */
  v: number;
}

/** A member of a room: by name, or, where short names hold, by the place of their join. */
export type Who = OccupantId | number;

/** A frame of PLP/1, in JSON. A reader ignores fields that are not here. */
export type Frame = ClientFrame | ServerFrame;

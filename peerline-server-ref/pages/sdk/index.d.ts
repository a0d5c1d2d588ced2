/** PLP/1 for JavaScript: what a program sees of it. The frames themselves are in `plp-1.d.ts`. */
import type { Announce, Auth, ClientFrame, Code, GapWhy, Hail, Join, Kind, Opened, RoomName, Seq, ServerFrame, Timestamp, Welcome, Who } from "./plp-1.js";

export type * from "./plp-1.js";

/** What a frame carries without looking inside. */
export type Json = Record<string, unknown>;
/** How far a room was received. */
export type RoomCursor = { epoch?: number; seq: number; h?: string };
/** `live`: everything there is has arrived. `catching-up`: something is on its way. `stale`: nothing was heard since. */
export type Line =
  | { state: "live" | "catching-up" }
  | {
      state: "stale";
      since?: number;
      /** The first try runs and has not failed yet. */
      isFirstTry?: true;
    };
/** An entry of a log. */
export interface Entry {
  room: RoomName;
  seq: Seq;
  at: Timestamp;
  /** Who said it; the number of their `join` where that entry is not known; missing where the line itself speaks. */
  who?: Who;
  kind: Kind;
  /** By kind, one of `EventBody`. */
  body?: any;
  /** What it said was destroyed, and `body` is missing. */
  tomb?: boolean;
  re?: Seq;
  h: string;
  /** The key of the put, for its author alone. */
  cid?: string;
  announce: Announce;
}
export type PutState = "queued" | "sent" | "waiting" | "done" | "held" | "nudged" | "refused" | "given_up";
/** A put without an answer. */
export interface PendingPut {
  room: RoomName;
  cid: string;
  kind: string;
  body: Json;
  re?: number;
  /** How far its author had the room, where it refers to an entry: in another log it is refused as `gone`. */
  log?: RoomCursor;
  /** When its author made it, in this device's time. */
  at: number;
  state: PutState;
  over?: boolean;
  wasSent?: boolean;
  code?: string;
  say?: string;
}
/** Plain data from which another session goes on. It holds what people wrote. */
export interface Saved {
  puts: PendingPut[];
  rooms: ({ room: RoomName; back?: number; names?: [number, string][] } & Partial<RoomCursor>)[];
}
/** Keeps what a session saves. */
export interface Store {
  read(): Saved | undefined;
  write(saved: Saved): void;
}
/** A refusal by the line. */
export interface Answer {
  /** `unsupported`: this platform cannot sign. */
  code: Code | "unsupported";
  say?: string;
  /** What stands in the way, in a word, and what there is instead. */
  why?: string;
  ways?: Ways;
}
/** What there is instead of what was refused. */
export interface Ways {
  elsewhere?: string[];
  person: boolean;
  at?: number;
}
export interface Limits {
  frame: number;
  depth: number;
  items: number;
  rooms?: number;
  inflight?: number;
  text?: number;
}

/** Every event by its type. */
export interface Events {
  line: { type: "line" } & Line;
  /** `ahead` is the line's time minus ours, in milliseconds. */
  welcome: { type: "welcome"; ahead: number } & Welcome;
  /** `who` is who I am in this room. */
  opened: { type: "opened"; room: RoomName } & Omit<Opened, "room" | "ref">;
  /** `history`: it was there before this session. */
  entry: { type: "entry"; room: RoomName; entry: Entry; history: boolean };
  /** `slow` is mended by itself; after `epoch` and `diverged` all that is held of the room is to be forgotten. */
  gap: { type: "gap"; room: RoomName; lo: number; hi: number; why: GapWhy | "missing" };
  put: {
    type: "put";
    room: RoomName;
    cid: string;
    kind: string;
    body: Json;
    re?: number;
    at: number;
    state: PutState;
    seq?: number;
    say?: string;
    code?: string;
    decision?: string;
    /** Of a refusal about a room: why, what there is instead, and when it may go. */
    why?: string;
    ways?: Ways;
    until?: number;
  };
  answer: { type: "answer"; id: number; what: string; body?: any; error?: Answer };
  page: { type: "page"; id: number; room: RoomName; entries?: Entry[]; error?: Answer };
  room_refused: { type: "room_refused"; room: RoomName } & Answer;
  /** A room takes proof: of its key or, `fresh`, of a ticket. `Client` answers it with its `doors`. */
  prove: { type: "prove"; room: RoomName; fresh: boolean };
  sig: { type: "sig"; room: RoomName; kind: Kind; ttl: number; who?: Who; body?: any };
  /** An error that answers nothing of ours. */
  error: { type: "error" } & Answer;
  /** For good. */
  ended: { type: "ended" } & Answer;
}
export type Event = Events[keyof Events];

/** `typing`; `read`: how far somebody has read; `here`: who is here, away or gone. */
export type Mark = "typing" | "read" | "here";

export interface ClientOptions {
  /** Resolves to the proof that answers a `hail`; `signerOf` makes one. */
  sign(hail: Hail, origin: string): Promise<Auth>;
  /** For rooms that are entered with tickets. */
  doors?: Doors;
  lang?: string;
  /** ISO 3166, for helplines alone. */
  country?: string;
  /** Names the program, at most 64 bytes. */
  agent?: string;
  /** Where the line is, as `wss://…/plp`; the page's own line where missing. */
  url?: string;
  encoding?: "json" | "cbor";
  /** Extensions to use, as `short`. */
  ext?: string[];
  store?: Store;
  /** Whether the rooms, and how far each came, are kept too. */
  cursors?: boolean;
  /** What to hear of others in passing, and to let them hear; nothing where it is missing. */
  marks?: Mark[];
  /** The pass of a closed group, where there is one. */
  pass?(): string | undefined;
  /** The class of WebSockets; null to go by SSE and POST alone. */
  WebSocket?: unknown;
}

/** Rooms that are entered with tickets. */
export class Doors {
  /** `ask` asks for tickets in another place than the link that shows them. */
  constructor(root: Root, chance?: { nonce?: () => Uint8Array; random?: () => number; ask?: (what: string, body: Json) => Promise<any> });
  /** Takes a ticket that was got elsewhere, with what hides the room key in it. */
  hold(room: RoomName, ticket: { r: Uint8Array; ticket: Uint8Array }): void;
  hailed(hail: Hail, origin: string): void;
  prove(room: RoomName, fresh: boolean, ask: (what: string, body: Json) => Promise<any>, now?: number): Promise<Join | null>;
  fetch(room: RoomName, ask: (what: string, body: Json) => Promise<any>, now?: number): Promise<void>;
  plan(room: RoomName, until: number, what: { fetch: () => void; renew: () => void; now?: number }): void;
  forget(room: RoomName): void;
  stop(): void;
}
/** What a ticket is made for: a room key, hidden by 32 random bytes. */
export function bindOf(publicKey: Uint8Array, r: Uint8Array): Promise<Uint8Array>;

/** A session over a WebSocket, or SSE and POST, with a clock and a store. */
export class Client {
  constructor(options: ClientOptions);
  readonly line: Line;
  readonly pending: PendingPut[];
  /** How the line is spoken to; undefined without a link. */
  readonly way: "ws" | "sse" | undefined;
  /** The line's time. */
  serverNow(): number;
  /** Hears events of one type; returns the function that stops it. */
  on<T extends keyof Events>(type: T, listener: (event: Events[T]) => void): () => boolean;
  start(): void;
  /** Ends for good. */
  stop(): void;
  /** Receives a room, at first at most `back` (500) of its newest entries, or from a cursor that was kept. */
  open(room: RoomName, back?: number, cursor?: RoomCursor): void;
  /** Enters a room under a name of its own; needs `doors`. */
  enter(room: RoomName, back?: number, cursor?: RoomCursor): void;
  /** Receives a room in which the line knows us under a name of another one: `~` and what `opened.who` was, or one made for that name. */
  openUnder(room: RoomName, back?: number, cursor?: RoomCursor): void;
  close(room: RoomName): void;
  /** Queues a put, and returns its `cid`. */
  put(room: RoomName, kind: string, body?: Json, re?: number): string;
  /** Sends a nudged put as it is. */
  sendAnyway(cid: string): void;
  /** Gives a put up; what is on its way may still take effect. */
  giveUp(cid: string): void;
  /** Says something that is never kept, such as `typing`. */
  sig(room: RoomName, kind: string, ttl?: number, body?: Json): void;
  /** Hears and shows these in passing from now on; rooms that are open are opened anew for it. */
  mark(marks: Mark[]): void;
  /** Asks; rejects with an `Answer` where the line says no. */
  ask(what: string, body?: Json): Promise<any>;
  /** Reads older entries of an open room, in order. */
  older(room: RoomName, before: number, n?: number): Promise<Entry[]>;
  /** What is kept about me, and what of it an erasure would leave (`stays`). */
  kept(): Promise<KeptEntry[]>;
  /** Brings the pass of a closed group; one that comes before the work is done is kept and goes with it. */
  bringPass(pass: string): void;
  /** Erases me, for good, and stops; resolves to what is left, why and until when. Rejects with an `Answer`. */
  erase(): Promise<KeptEntry[]>;
}

/** The most bits of work that are worked for. */
export const MAX_WORK_BITS: number;
/** Finds the proof that a gate asks for; undefined once `isOver()`, or where it is too much. `Client` does it by itself. */
export function solveWork(lineId: Uint8Array, nonce: Uint8Array, bits: number, isOver?: () => boolean): Promise<number | undefined>;

export interface SessionOptions {
  /** From 0 to 1. */
  random(): number;
  newCid(): string;
  hello?: { lang?: string; country?: string; agent?: string };
  ext?: string[];
  marks?: Mark[];
  saved?: Saved;
  /** The code with which a frame that cannot be sent is refused. */
  check?(frame: ClientFrame, max: Limits): string | undefined;
  keepsCursors?: boolean;
}
export type Output =
  | { do: "dial" | "hang_up" | "save" }
  | { do: "sign"; hail: Hail }
  | { do: "send"; frame: ClientFrame }
  | { do: "tell"; event: Event };

/** The protocol without sockets and clocks: inputs bring the time in milliseconds, `drain` gives what is to be done. */
export class Session {
  constructor(options: SessionOptions);
  readonly phase: "idle" | "dialing" | "greeting" | "signing" | "joining" | "ready" | "backoff" | "dead";
  readonly line: Line;
  readonly pending: PendingPut[];
  readonly max: Limits;
  saved(): Saved;
  drain(): Output[];
  /** When `tick` is due at the latest. */
  wake(): number | undefined;
  connect(now: number): void;
  connected(now: number): void;
  probe(now: number): void;
  tick(now: number): void;
  dropped(now: number): void;
  signed(auth: Auth, now: number): void;
  /** With `proof` the event `prove` asks for a `join`; null where there is none. */
  open(room: RoomName, now: number, from?: { back?: number; cursor?: RoomCursor; proof?: "key" | "ticket"; join?: Join | null }): void;
  close(room: RoomName, now: number): void;
  put(draft: { room: RoomName; kind: string; body?: Json; re?: number }, now: number): string;
  sendAnyway(cid: string, now: number): void;
  giveUp(cid: string, now: number): void;
  ask(what: string, body: Json | undefined, now: number): number;
  older(room: RoomName, before: number, n: number, now: number): number;
  sig(room: RoomName, kind: string, ttl: number, body?: Json): void;
  /** Takes a frame that was decoded, and how many bytes it had. */
  receive(frame: ServerFrame | undefined, now: number, size?: number): void;
  /** A frame could not be read. */
  unreadable(now: number): void;
}

/** 16 random bytes that never leave the device, from which every key follows. */
export class Root {
  constructor(bytes: Uint8Array);
  static random(): Root;
  /** Reads 12 words in `language`, or in whichever of the ten they are. Rejects with `PhraseError`. */
  static fromPhrase(text: string, language?: PhraseLanguage): Promise<Root>;
  /** Reads 42 digits. Rejects with `DigitsError`. */
  static fromDigits(text: string): Promise<Root>;
  /** 12 words, English unless said; the same root in each language. */
  phrase(language?: PhraseLanguage): Promise<string>;
  digits(): Promise<string>;
  bytes(): Uint8Array;
}
export type PhraseLanguage = "en" | "cs" | "es" | "fr" | "it" | "pt" | "ja" | "ko" | "zh-hans" | "zh-hant";
export const PHRASE_LANGUAGES: PhraseLanguage[];
/** The list for a reader of a language, as in "es-MX"; "en" where there is none. */
export function phraseLanguageOf(tag: string): PhraseLanguage;
export class PhraseError extends Error {
  reason: "word" | "digit" | "count" | "checksum" | "ambiguous";
  position?: number;
  found?: number;
  language?: PhraseLanguage;
}
export class DigitsError extends PhraseError {}
/** A root at rest, wrapped under a PIN: 61 bytes to keep. */
export function wrapRoot(root: Root, pin: string): Promise<Uint8Array>;
/** Rejects with `PinError`. No count of tries locks it. */
export function unwrapRoot(kept: Uint8Array, pin: string): Promise<Root>;
export class PinError extends Error {
  reason: "wrong_pin" | "unfit" | "malformed";
}

/** The `sign` of a `Client`. `invite` gives a staff invitation while there is one, `token` that of a staff login. */
export function signerOf(root: Root, invite?: () => string | undefined, nonce?: () => Uint8Array, token?: () => string | undefined, device?: () => string | undefined): ClientOptions["sign"];
/** The `sign` of a `Client` that proves one room and nothing else. */
export function roomSignerOf(root: Root, room: RoomName, nonce?: () => Uint8Array): ClientOptions["sign"];
/** A root as the text that a device keeps. */
export function textOfRoot(root: Root): string;
export function rootOfText(text: string): Root;
/** The root of this tab, kept under `peerline.root` where no other key is given; without a tab, as in Node, a new one for each call. */
export function tabRoot(key?: string): Root;
/** Keeps in `sessionStorage`, until the tab is closed. */
export function tabStore(key: string): Store;

/** A frame was refused whole. */
export class Refusal extends Error {
  code: "bad" | "too_big";
}
/** What holds until `welcome` names other limits. */
export const LIMITS: Limits;
/** A frame as text. Throws a `Refusal`. */
export function encodeJson(frame: ClientFrame | ServerFrame, limits?: Limits): string;
/** Reads a frame of a line; undefined where it is of a later version. Throws a `Refusal`. */
export function decodeJson(data: string, limits?: Limits): ServerFrame | undefined;

/** How many bytes a sealed locker has, and how many fit. */
export const LOCKER_BYTES: 4096;
export const LOCKER_ROOM: number;
/** How many bytes of a safety plan fit beside everything else. */
export const PLAN_BYTES: number;
/** What a device notes for its owner: `read` is the last entry seen of a room, `at` when that was written. */
export interface LockerNotes {
  rooms: Record<string, { read: Seq; at: Timestamp; ticket?: true; [later: string]: unknown }>;
  /** Whom the person blocked: the room, and the name there. */
  blocks?: [string, string][];
  /** Their safety plan; without steps it was erased. */
  plan?: { at: Timestamp; steps: string[] };
  [later: string]: unknown;
}
/** `too_big`; `not_this`: another key, line or version, or the bytes were changed; `later`: of a later program. */
export class LockerError extends Error {
  constructor(reason: "too_big" | "not_this" | "later", message?: string);
  reason: "too_big" | "not_this" | "later";
}
/** The key of one person's locker on one line. */
export class LockerKey {
  private constructor();
  static of(root: Root, lineId: Uint8Array, generation?: number): Promise<LockerKey>;
  seal(version: number, content: Uint8Array, nonce?: Uint8Array): Promise<Uint8Array>;
  /** Rejects with LockerError. */
  open(version: number, blob: Uint8Array): Promise<Uint8Array>;
}
/** What a line calls the device of an account that keeps this secret. */
export function deviceIdOf(account: Uint8Array, secret: Uint8Array): Promise<Uint8Array>;
/** The same, of this device and person, as `ev` says it. */
export function deviceOf(root: Root, lineId: Uint8Array, secret: string): Promise<string>;
export function mergeNotes(mine: LockerNotes, theirs: LockerNotes): LockerNotes;
export function packNotes(notes: LockerNotes): Uint8Array;
/** Throws LockerError. */
export function unpackNotes(bytes: Uint8Array): LockerNotes;
/** Keeps a person's notes in their locker, and says who else came with the phrase. */
export class LockerKeeper {
  constructor(options: {
    root: Root;
    /** Of this device: 32 bytes as text, to be kept beside the root. */
    secret: string;
    heard?(what: { notes: LockerNotes; uses: number; used?: Timestamp; wasHere: boolean }): void;
    usedBy?(use: { uses: number; at: Timestamp; history: boolean }): void;
    wait?: number;
  });
  readonly notes: LockerNotes;
  signing(sign: ClientOptions["sign"]): ClientOptions["sign"];
  start(client: Client): void;
  stop(): void;
  /** The person wants to come back: from now on what is noted goes into the locker. */
  want(): void;
  read(room: string, seq: Seq, at: Timestamp, how?: { ticket?: boolean }): void;
  readUpTo(room: string): Seq;
  block(room: string, who: string): void;
  /** The person's safety plan: six texts, or none. */
  readonly plan: string[];
  /** Keeps a plan in the place of the one before; `false` where it is too much. None erases it. */
  setPlan(steps: string[], at?: Timestamp): boolean;
  /** Whether the line has everything that was noted here. */
  readonly isKept: boolean;
}

/** The most bytes of an emergency contact, and for what somebody may be called, the narrowest first. */
export const CONTACT_BYTES: 510;
export const VAULT_PURPOSES: VaultPurpose[];
export type VaultPurpose = "danger_to_life" | "lost_contact";
/** Whom to seal to, as the line tells it: each guardian is 64 bytes. */
export interface Guarding {
  threshold: number;
  guardians: Uint8Array[];
}
/** What a person noted for themselves in their entry. */
export interface VaultNote {
  /** Whether there is somebody to call. */
  somebody: boolean;
  purpose: VaultPurpose;
  until: Timestamp;
}
/** `contact`: empty, too long, or with control characters; `guardians`; `not_this`: not of this person, or changed. */
export type VaultReason = "contact" | "guardians" | "not_this" | "key" | "purpose" | "ended" | "too_long" | "too_few" | "false_share";
export class VaultError extends Error {
  constructor(reason: VaultReason, message?: string);
  reason: VaultReason;
}
/** What a person has to do with one line's vault. */
export class VaultKey {
  private constructor();
  static of(root: Root, lineId: Uint8Array, generation?: number): Promise<VaultKey>;
  readonly entry: Uint8Array;
  /** Seals a contact, or nobody where it is undefined. Rejects with VaultError. */
  seal(guarding: Guarding, consent: { purpose: VaultPurpose; until: Timestamp }, contact?: string): Promise<Uint8Array>;
  /** Rejects with VaultError. */
  read(sealed: Uint8Array): Promise<VaultNote>;
  /** Whether it was sealed to these guardians. */
  isFor(guarding: Guarding, sealed: Uint8Array): Promise<boolean>;
}
/** When an entry ends that is sealed now. */
export function vaultEnd(now: Timestamp, days: number): Timestamp;
/** Keeps a person's entry in the vault, so that whoever left nobody looks like whoever left somebody. */
export class VaultKeeper {
  constructor(options: { root: Root; wait?(): { ms: number; isAgain: boolean } });
  signing(sign: ClientOptions["sign"]): ClientOptions["sign"];
  start(client: Client): void;
  stop(): void;
  /** Rejects where the line has no vault. */
  look(): Promise<Guarding & { purposes: VaultPurpose[]; until: Timestamp; note?: VaultNote & { isCurrent: boolean } }>;
  leave(contact: string, purpose: VaultPurpose): Promise<void>;
  take(): Promise<void>;
  /** Destroys the entry, and takes back whatever guardians are asked about it. */
  forget(): Promise<void>;
}
/** A request as guardians are shown it. */
export interface VaultRequest {
  id: string;
  reason: VaultPurpose;
  until: Timestamp;
}
/** A guardian's side: their key, what waits for them, and their yes. `ask` posts to `/vault` of the line. */
export class Guardian {
  private constructor();
  /** Reads a key as its file has it. Rejects with VaultError. */
  static of(text: string, lineId: Uint8Array): Promise<Guardian>;
  readonly publicKey: Uint8Array;
  look(now: Timestamp, ask: (body: object) => Promise<unknown>): Promise<Guarding & { requests: VaultRequest[] }>;
  /** Rejects with VaultError. */
  approve(waiting: Guarding, about: VaultRequest, now: Timestamp, ask: (body: object) => Promise<unknown>): Promise<{ have: number; need: number }>;
}
/** The side of who asks for a contact in a case. `told` is the answer to `ask vault` with a `case`. */
export class Opener {
  private constructor();
  static draw(): Promise<Opener>;
  static ofText(text: string): Promise<Opener>;
  readonly text: string;
  readonly publicKey: Uint8Array;
  request(told: { sealed: string }, why: { reason: VaultPurpose; hours: number }, now: Timestamp): Promise<string>;
  /** The contact; undefined where there is nobody. Rejects with VaultError. */
  open(lineId: Uint8Array, told: { threshold: number; guardians: string[]; sealed: string }, asked: { request: string; approvals?: string[] }, now: Timestamp): Promise<string | undefined>;
}

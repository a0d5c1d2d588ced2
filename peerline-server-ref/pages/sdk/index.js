/** PLP/1 for JavaScript. `README.md` beside this file says how it is used. */
export { Client } from "./client.js";
export { bindOf, Doors, roomSignerOf } from "./doors.js";
export { decodeJson, encodeJson } from "./frames.js";
export { DigitsError, PHRASE_LANGUAGES, PhraseError, Root, phraseLanguageOf } from "./identity.js";
export { rootOfText, signerOf, textOfRoot } from "./join.js";
export { LOCKER_BYTES, LOCKER_ROOM, LockerError, LockerKey, deviceIdOf, deviceOf, mergeNotes, packNotes, unpackNotes } from "./locker.js";
export { LockerKeeper } from "./locker-keeper.js";
export { PinError, unwrapRoot, wrapRoot } from "./pin.js";
export { LIMITS, Refusal } from "./refusal.js";
export { Session } from "./session.js";
export { tabRoot, tabStore } from "./store.js";
export { CONTACT_BYTES, VAULT_PURPOSES, VaultError, VaultKey, vaultEnd } from "./vault.js";
export { Guardian } from "./vault-guard.js";
export { VaultKeeper } from "./vault-keeper.js";
export { Opener } from "./vault-opener.js";
export { MAX_WORK_BITS, solveWork } from "./work.js";

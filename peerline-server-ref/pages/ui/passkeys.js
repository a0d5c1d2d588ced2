/** Passkeys of staff: made with an invitation, shown at each login. What comes of both is a token. */
import { contextKey, fromBase64url, toBase64url } from "../sdk/identity.js";
import { note, noted, unnote } from "./store.js";

/** A login did not go through; `reason` is the server's word, or `cancelled`, `unsupported`, `unreachable`. */
export class LoginError extends Error {
  constructor(reason) {
    super(reason);
    this.name = "LoginError";
    this.reason = reason;
  }
}

/** The token of this tab that still holds, with `until` and `verified`. */
export function heldLogin() {
  const held = noted(LOGIN);
  return held && held.until > Date.now() ? held : undefined;
}

export function forgetLogin() {
  unnote(LOGIN);
}

/** Makes a passkey for this device, and logs in with it. */
export async function makePasskey(root, invite) {
  const device = await deviceOf(root);
  const { ceremony, publicKey } = await ask("register", { device, invite });
  const options = { ...publicKey, challenge: fromBase64url(publicKey.challenge), user: { ...publicKey.user, id: fromBase64url(publicKey.user.id) }, excludeCredentials: publicKey.excludeCredentials?.map(withBytes) };
  const made = await prompted(() => navigator.credentials.create({ publicKey: options }));
  const { attestationObject, clientDataJSON } = made.response;
  const response = { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON), transports: made.response.getTransports?.() };
  return keep(await ask("register/finish", { device, ceremony, credential: described(made, response) }));
}

/** Shows a passkey that this device has, and logs in. */
export async function showPasskey(root) {
  const device = await deviceOf(root);
  const { ceremony, publicKey } = await ask("login", { device });
  const options = { ...publicKey, challenge: fromBase64url(publicKey.challenge), allowCredentials: publicKey.allowCredentials?.map(withBytes) };
  const shown = await prompted(() => navigator.credentials.get({ publicKey: options }));
  const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
  const response = { authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature), userHandle: userHandle ? text(userHandle) : undefined };
  return keep(await ask("login/finish", { device, ceremony, credential: described(shown, response) }));
}

/** Gets a new token for the one that is held, as long as the shift lasts. */
export async function renewLogin(root) {
  const held = heldLogin();
  if (!held) throw new LoginError("login_ended");
  return keep(await ask("renew", { device: await deviceOf(root), token: held.token }));
}

/** The server's clock may go another way than this device's: `until` is told by how long it holds here. */
function keep({ token, until, verified }) {
  const login = { token, until: Math.min(until, Date.now() + HOLDS_MS), verified };
  note(LOGIN, login);
  return login;
}

async function deviceOf(root) {
  const { id } = await asked(fetch("/line.json", { cache: "no-store" }));
  const { publicKey } = await contextKey(root, "line", fromBase64url(id));
  return toBase64url(publicKey);
}

function ask(path, body) {
  return asked(fetch(`/staff/${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }));
}

async function asked(request) {
  let answer;
  try {
    answer = await request;
  } catch {
    throw new LoginError("unreachable");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new LoginError(body.error ?? "not_now");
  return body;
}

async function prompted(prompt) {
  if (!globalThis.PublicKeyCredential) throw new LoginError("unsupported");
  try {
    return await prompt();
  } catch (error) {
    throw new LoginError(error.name === "InvalidStateError" ? "cannot_add" : "cancelled");
  }
}

function described({ id, rawId, type }, response) {
  return { id, rawId: text(rawId), type, response, extensions: {} };
}

const withBytes = (credential) => ({ ...credential, id: fromBase64url(credential.id) });
const text = (buffer) => toBase64url(new Uint8Array(buffer));

const LOGIN = "peerline.staff.login";
const HOLDS_MS = 600_000;

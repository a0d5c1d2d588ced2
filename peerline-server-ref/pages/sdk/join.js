/** Answers a `hail`: the one thing a person signs. Bound to the origin dialed, so a proxy cannot reuse it. */
import { contextKey, freshNonce, fromBase64url, Root, signJoin, toBase64url } from "./identity.js";

/**
 * Returns the `sign` that `Client` wants. `invite()` gives a staff invitation while there is one, `token()`
 * the token of a staff login; `nonce()` is chance; `device()` a secret of this device (32 bytes as text), by which
 * the person's locker knows it again.
 */
export function signerOf(root, invite = () => undefined, nonce = freshNonce, token = () => undefined, device = () => undefined) {
  return async (hail, origin) => {
    const lineId = fromBase64url(hail.line);
    const key = await contextKey(root, "line", lineId);
    const clientNonce = nonce();
    const sig = await signJoin(key, {
      kind: "line",
      lineId,
      serverNonce: fromBase64url(hail.nonce),
      clientNonce,
      channelBinding: await originBinding(origin),
      serverTime: hail.now,
    });
    const auth = { pk: toBase64url(key.publicKey), nonce: toBase64url(clientNonce), sig: toBase64url(sig) };
    return { ...auth, ...(invite() ? { invite: invite() } : {}), ...(token() ? { token: token() } : {}), ...(device() ? { device: device() } : {}) };
  };
}

/** What every join is bound to: the origin that was dialed. */
export async function originBinding(origin) {
  const parts = ["peerline/v1/origin", origin].map((text) => new TextEncoder().encode(text));
  const joined = parts.flatMap((bytes) => [bytes.length >> 8, bytes.length & 0xff, ...bytes]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(joined)));
}

/** A root as the text that a device keeps. */
export function textOfRoot(root) {
  return toBase64url(root.bytes());
}

export function rootOfText(text) {
  return new Root(fromBase64url(text));
}

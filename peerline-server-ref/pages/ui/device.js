/** How this device remembers who somebody is: not at all, as it is, or under a PIN. */
import { toBase64url } from "../sdk/base64url.js";
import { textOfRoot } from "../sdk/join.js";
import { wrapRoot } from "../sdk/pin.js";
import { forgetWrapped, keepRoot, keepWrapped, readWrapped } from "./store.js";

/**
 * Keeps a root in this tab, and on this device where that `isWanted`: under `pin`, or as it is where that is "". Without
 * a `pin`, because nobody was asked for one, what is under a PIN stays so.
 */
export async function keepOnDevice(key, root, { isWanted, pin }) {
  const isLocked = pin === undefined && readWrapped(key) !== null;
  keepRoot(key, textOfRoot(root), isWanted && !pin && !isLocked);
  if (pin === undefined) return;
  // What was under a PIN before is replaced, or is not wanted any more.
  if (isWanted && pin) keepWrapped(key, toBase64url(await wrapRoot(root, pin)));
  else forgetWrapped(key);
}

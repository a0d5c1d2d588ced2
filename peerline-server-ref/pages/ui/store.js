/** What this device keeps: a root, as long as the person wants and no longer. */
import { fromBase64url, Root, toBase64url } from "../sdk/identity.js";

/** Reads the root of this tab, or the one this device was asked to remember. */
export function readRoot(key) {
  const text = get(sessionStorage, key) ?? get(localStorage, key);
  try {
    return text ? new Root(fromBase64url(text)) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a root in this tab, or also beyond it where the person ticked so. */
export function keepRoot(key, root, isRemembered) {
  const text = toBase64url(root.bytes());
  set(sessionStorage, key, text);
  if (isRemembered) set(localStorage, key, text);
  else remove(localStorage, key);
}

export function forgetRoot(key) {
  remove(sessionStorage, key);
  remove(localStorage, key);
}

export function isRemembered(key) {
  return get(localStorage, key) !== null;
}

/** Small settings of this tab, such as the topic chosen. */
export function note(key, value) {
  set(sessionStorage, key, JSON.stringify(value));
}

export function noted(key) {
  try {
    return JSON.parse(get(sessionStorage, key));
  } catch {
    return null;
  }
}

export function unnote(key) {
  remove(sessionStorage, key);
}

// Storage may be switched off or full; the page works without, until it is closed.
function get(storage, key) {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function set(storage, key, value) {
  try {
    storage.setItem(key, value);
  } catch {
    return;
  }
}

function remove(storage, key) {
  try {
    storage.removeItem(key);
  } catch {
    return;
  }
}

/** What this device keeps: a root, as long as the person wants and no longer. */
/** Reads the root of this tab, or the one this device was asked to remember. */
export function readRoot(key, read) {
  const text = get(sessionStorage, key) ?? get(localStorage, key);
  try {
    return text ? read(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a root, as text, in this tab, or also beyond it where the person ticked so. */
export function keepRoot(key, text, isRemembered) {
  set(sessionStorage, key, text);
  if (isRemembered) set(localStorage, key, text);
  else remove(localStorage, key);
}

/** Whether a root is kept, in any storage or in the one named. */
export function isKept(key, storage) {
  return storage ? get(storage, key) !== null : isKept(key, sessionStorage) || isKept(key, localStorage);
}

export function forgetRoot(key) {
  remove(sessionStorage, key);
  remove(localStorage, key);
  remove(localStorage, wrapped(key));
}

/** Keeps a root under a PIN on this device, as text, in the place of the root itself. */
export function keepWrapped(key, text) {
  set(localStorage, wrapped(key), text);
  remove(localStorage, key);
}

/** Reads what is kept under a PIN; `null` where nothing is. */
export function readWrapped(key) {
  return get(localStorage, wrapped(key));
}

export function forgetWrapped(key) {
  remove(localStorage, wrapped(key));
}

const wrapped = (key) => `${key}.pin`;

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

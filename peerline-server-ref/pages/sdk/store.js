import { Root } from "./identity.js";
import { rootOfText, textOfRoot } from "./join.js";

/**
 * The root of this tab, until it is closed; made where there is none yet. Where nothing keeps it, as in Node or with
 * storage switched off, it is a new one for each call.
 */
export function tabRoot(key = "peerline.root") {
  const kept = inTab((storage) => storage.getItem(key));
  if (kept) return rootOfText(kept);
  const root = Root.random();
  inTab((storage) => storage.setItem(key, textOfRoot(root)));
  return root;
}

function inTab(act) {
  try {
    return act(sessionStorage);
  } catch {
    // Then it lasts as long as the program.
    return undefined;
  }
}

/** Keeps what a session saves: for a tab, until it is closed. */
export function tabStore(key) {
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key)) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(saved) {
      try {
        if (saved.puts.length + saved.rooms.length > 0) sessionStorage.setItem(key, JSON.stringify(saved));
        else sessionStorage.removeItem(key);
      } catch {
        // Storage may be switched off; then only a reload loses what has no answer.
      }
    },
  };
}

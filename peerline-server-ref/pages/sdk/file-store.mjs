/** Keeps in a file what a program on Node has to keep over restarts. That file is as secret as a diary. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Root } from "./identity.js";
import { rootOfText, textOfRoot } from "./join.js";

/**
 * The `root` that is kept in a file, made where there is none yet, and the `store` beside it. A file that is there
 * and cannot be read throws: nobody becomes somebody else by an accident.
 */
export function keptIn(path) {
  const kept = read(path);
  const root = kept ? rootOfText(kept.root) : Root.random();
  let saved = kept?.saved;
  const write = () => replace(path, JSON.stringify({ root: textOfRoot(root), ...(saved ? { saved } : {}) }));
  if (!kept) write();
  const store = {
    read: () => saved,
    write(latest) {
      saved = latest;
      write();
    },
  };
  return { root, store };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** In one step: a program that is killed while it writes leaves the file of before. */
function replace(path, text) {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { mode: 0o600, flush: true });
  renameSync(fresh, path);
}

import type { Root, Store } from "./index.js";
/** The root that is kept in a file, new where there is none yet, and the store beside it. */
export function keptIn(path: string): { root: Root; store: Store };

/** The id of the line that this page came from. */
import { fromBase64url } from "../sdk/base64url.js";

/** 32 bytes. Rejects where the line cannot be reached. */
export async function lineId() {
  const answer = await fetch("/line.json", { cache: "no-store", signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new TypeError("the line cannot be reached");
  const { id } = await answer.json();
  return fromBase64url(id);
}

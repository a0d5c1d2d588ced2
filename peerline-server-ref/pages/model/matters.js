/** What waits for a moderator. Pure. */

/** One name for a matter, for a row and for the focus: the decision, or the message in its room. */
export function keyOf({ decision, room, entry }) {
  return decision ?? `${room}-${entry}`;
}

/** How a matter is named on the wire. */
export function nameOf({ decision, room, entry }) {
  return decision ? { decision } : { room, entry };
}

/**
 * A text in parts, `{text, isFound}`, as the rule found something in it. `spans` count bytes of UTF-8; of a span
 * that does not lie on bounds nothing is marked.
 */
export function parts(text, spans = []) {
  const bytes = new TextEncoder().encode(text);
  const sorted = spans.toSorted(([a], [b]) => a - b);
  const found = [];
  let at = 0;
  for (const [from, until] of sorted) {
    if (from < at || until <= from || bytes.length < until) continue;
    const before = slice(bytes, at, from);
    const inside = slice(bytes, from, until);
    if (before === undefined || inside === undefined) continue;
    if (before) found.push({ text: before, isFound: false });
    found.push({ text: inside, isFound: true });
    at = until;
  }
  const rest = slice(bytes, at, bytes.length);
  if (rest) found.push({ text: rest, isFound: false });
  return found;
}

function slice(bytes, from, until) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(from, until));
  } catch {
    return undefined;
  }
}

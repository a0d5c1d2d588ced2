/** Which case comes first, and which one still waits for somebody. Pure. */
const TIERS = ["urgent", "soon", "routine"];

/** Sorts by tier, then by age: age never lifts a case into the tier above. */
export function byUrgency(a, b) {
  return TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || a.since - b.since;
}

/** Whether this case waits for somebody to take it. */
export function isWaiting(summary) {
  return !summary.mine && (summary.state === "offered" || summary.state === "handoff");
}

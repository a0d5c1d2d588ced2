/** What was decided about what I wrote, as far as I can still say something to it. Pure. */
export class Decided {
  #open = new Map();

  /** Takes what the line says to me alone, in its order; returns whether anything changed. */
  take({ kind, body }) {
    const { decision } = body ?? {};
    if (decision === undefined) return false;
    if (kind === "notice" && body.code === "moderation") {
      this.#open.set(decision, { decision, say: body.say, isAppealed: false });
      return true;
    }
    const known = this.#open.get(decision);
    if (!known) return false;
    if (kind === "notice" && body.code === "ruling") return this.#open.delete(decision);
    if (kind !== "appeal") return false;
    this.#open.set(decision, { ...known, isAppealed: true });
    return true;
  }

  /** The newest first. */
  get all() {
    return [...this.#open.values()].reverse();
  }
}

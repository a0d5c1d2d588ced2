/**
 * Coming past the gate of a line: whether something is asked of this newcomer, and what they wanted meanwhile. What is
 * refused for want of a pass or of work is asked for again once they are in.
 */
export class Arrival {
  #client;
  #hears;
  #isAsked = false;
  /** The wish to be matched that waits for the gate. */
  #wish;

  /** `hears`: `ask()` where a pass is asked for, `wrong(say)`, and `passed(wish)`. */
  constructor(client, hears) {
    this.#client = client;
    this.#hears = hears;
    client.on("welcome", ({ me }) => this.#welcome(me));
    client.on("put", (put) => this.#gatePut(put));
  }

  /** Whether the gate still keeps this person from their peers. */
  get isAsked() {
    return this.#isAsked;
  }

  bring(pass) {
    this.#client.bringPass(pass);
  }

  /** Keeps a wish that was refused at the gate. */
  keep(wish) {
    this.#wish = wish;
  }

  #welcome(me) {
    this.#isAsked = Boolean(me?.gate);
    if (["pass", "wrong_pass"].includes(me?.gate?.why)) this.#hears.ask();
  }

  #gatePut({ kind, state, body, say }) {
    if (kind !== "gate" || !this.#isAsked) return;
    if (state === "refused" && body?.pass !== undefined) this.#hears.wrong(say);
    if (state !== "done") return;
    this.#isAsked = false;
    const wish = this.#wish;
    this.#wish = undefined;
    this.#hears.passed(wish);
  }
}

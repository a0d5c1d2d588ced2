/** Before there is a session: asks the server for the line's public facts, and keeps asking. */
export class Probe {
  #timer;
  #since = Date.now();
  #heard;

  /** `heard({line?, state})`: `line` once it is known, `state` as on every page. */
  constructor(heard) {
    this.#heard = heard;
    this.#ask();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#heard = () => undefined;
  }

  async #ask() {
    const line = await readLine();
    if (line) this.#since = Date.now();
    this.#heard({ line, state: line ? { state: "live" } : { state: "stale", since: this.#since } });
    this.#timer = setTimeout(() => this.#ask(), line ? EVERY_MS : RETRY_MS);
  }
}

async function readLine() {
  try {
    const answer = await fetch("/line.json", { cache: "no-store", signal: AbortSignal.timeout(RETRY_MS) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

const EVERY_MS = 20_000;
const RETRY_MS = 5_000;

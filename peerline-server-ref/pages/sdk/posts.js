/**
 * What a client says where it cannot stream: numbered posts, one after the other, each sent again as it
 * is until its answer came. The number makes a second arrival harmless.
 */
export class Posts {
  #waiting = [];
  #n = 0;
  #isBusy = false;
  #isOver = false;
  #post;
  #pause;
  #over;

  /** `post(n, frames)` resolves to `{status, retryAfter}`, `pause(ms)` to nothing; `over()` is called once. */
  constructor({ post, pause, over }) {
    this.#post = post;
    this.#pause = pause;
    this.#over = over;
  }

  add(data) {
    this.#waiting.push(data);
    this.#work();
  }

  end() {
    this.#isOver = true;
  }

  async #work() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length > 0 && !this.#isOver) {
      this.#n += 1;
      const isTaken = await this.#deliver(this.#n, this.#batch());
      if (!isTaken && !this.#isOver) this.#fail();
    }
    this.#isBusy = false;
  }

  /** As many frames as fit into one post. */
  #batch() {
    const frames = [];
    let size = 0;
    while (this.#waiting.length > 0) {
      // A text has at most three bytes for each of its units, and a line feed behind it.
      const next = this.#waiting[0].length * (typeof this.#waiting[0] === "string" ? 3 : 1) + 1;
      if (frames.length > 0 && size + next > MAX_BYTES) break;
      size += next;
      frames.push(this.#waiting.shift());
    }
    return frames;
  }

  async #deliver(n, frames) {
    for (let attempt = 0; !this.#isOver; attempt += 1) {
      const answer = await this.#post(n, frames).catch(() => LOST);
      if (answer.status >= 200 && answer.status < 300) return true;
      if (!isPassing(answer.status)) return false;
      const own = Math.min(FIRST_MS * 2 ** attempt, MOST_MS);
      await this.#pause(answer.status === 429 ? Math.max(answer.retryAfter * 1000 || 0, own) : own);
    }
    return false;
  }

  #fail() {
    this.#isOver = true;
    this.#over();
  }
}

/** Whether the same post may be taken a moment later. */
function isPassing(status) {
  return status === 0 || status === 429 || status >= 500;
}

const LOST = { status: 0 };
const MAX_BYTES = 65_536;
const FIRST_MS = 250;
const MOST_MS = 4_000;

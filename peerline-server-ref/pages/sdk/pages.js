/** Pages of older entries that an application asks for. They change nothing, so a new link simply asks again. Pure. */
export class Pages {
  #pages = new Map();
  #last = 0;

  /** Wants up to `n` entries of a room before the entry `before`; returns the number of the page. */
  add(room, before, n) {
    this.#last += 1;
    this.#pages.set(this.#last, { room, before, n, isSent: false, entries: [] });
    return this.#last;
  }

  /** The pages to ask for now, of rooms that are open; they count as sent. */
  due(now, isOpen) {
    const due = [...this.#pages].filter(([, page]) => !page.isSent && !(page.dueAt > now) && isOpen(page.room));
    for (const [, page] of due) Object.assign(page, { isSent: true, dueAt: undefined, entries: [] });
    return due.map(([id, { room, before, n }]) => ({ id, room, before, n }));
  }

  /** Takes an entry that belongs to a page, once; returns whether it did. */
  take(entry) {
    const page = [...this.#pages.values()].find((each) => each.isSent && isWanted(each, entry));
    page?.entries.push(entry);
    return page !== undefined;
  }

  /** Takes a page out: it is complete, or refused. */
  done(id) {
    const page = this.#pages.get(id);
    this.#pages.delete(id);
    return page;
  }

  later(id, dueAt) {
    Object.assign(this.#pages.get(id) ?? {}, { isSent: false, dueAt });
  }

  disconnected() {
    for (const page of this.#pages.values()) Object.assign(page, { isSent: false, dueAt: undefined });
  }

  /** When the waiting ones are due. */
  times() {
    return [...this.#pages.values()].map(({ dueAt }) => dueAt);
  }
}

function isWanted({ room, before, n, entries }, entry) {
  const isInside = entry.seq < before && entry.seq >= before - n;
  return entry.room === room && isInside && !(entries.at(-1)?.seq >= entry.seq);
}

/** Keeps what a session saves: for a tab, until it is closed. */
export function tabStore(key) {
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key)) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(saved) {
      try {
        if (saved.puts.length + saved.rooms.length > 0) sessionStorage.setItem(key, JSON.stringify(saved));
        else sessionStorage.removeItem(key);
      } catch {
        // Storage may be switched off; then only a reload loses what has no answer.
      }
    },
  };
}

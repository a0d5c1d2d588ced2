/** Reads `text/event-stream` as it arrives, in pieces of any size. Pure. */
export class EventStream {
  #rest = "";
  #event = "";
  #data = [];
  #afterReturn = false;

  /** Takes a piece of text; returns the events that are complete now, as `{event, data}`. */
  push(text) {
    const events = [];
    const whole = this.#afterReturn && text.startsWith("\n") ? text.slice(1) : text;
    if (text !== "") this.#afterReturn = text.endsWith("\r");
    const lines = (this.#rest + whole).split(/\r\n|\r|\n/);
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line === "") events.push(...this.#end());
      else this.#line(line);
    }
    return events;
  }

  /** How much of an event is held that is not complete. */
  get held() {
    return this.#data.reduce((sum, line) => sum + line.length, this.#rest.length);
  }

  #line(line) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (name === "event") this.#event = value;
    if (name === "data") this.#data.push(value);
  }

  #end() {
    const event = { event: this.#event || "message", data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0;
    this.#event = "";
    this.#data = [];
    return isEmpty ? [] : [event];
  }
}

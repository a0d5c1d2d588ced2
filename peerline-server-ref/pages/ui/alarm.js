/**
 * The alarm of the responder's page: a sound once it was switched on, and always the title.
 * Browsers allow sound only after a gesture, so "on" is the person's act and its absence is shown.
 */
export class Alarm {
  #audio;
  #timer;
  #isRinging = false;
  #title = "";
  #before = "";
  #changed;

  /** `changed()` after every change of `isOn` or `isRinging`. */
  constructor(changed) {
    this.#changed = changed;
  }

  get isOn() {
    return this.#audio?.state === "running";
  }

  get isRinging() {
    return this.#isRinging;
  }

  async toggle() {
    const isWanted = !this.isOn;
    this.#audio ??= this.#start();
    await (isWanted ? this.#audio.resume() : this.#audio.suspend());
    this.#beep();
    this.#changed();
  }

  /** Rings, again and again, as long as somebody waits for a responder. */
  ring(isNeeded, title) {
    this.#title = title;
    if (isNeeded === this.#isRinging) return;
    this.#isRinging = isNeeded;
    clearInterval(this.#timer);
    if (isNeeded) {
      this.#before = document.title;
      this.#beep();
      let turn = 0;
      this.#timer = setInterval(() => this.#turn((turn += 1)), 1000);
    } else {
      document.title = this.#before;
    }
    this.#changed();
  }

  /** One ring for something new, whether or not the alarm runs. */
  once() {
    this.#beep();
  }

  /** A device that takes the sound away (a call, a sleep) must not leave "on" standing there. */
  #start() {
    const audio = new AudioContext();
    audio.onstatechange = () => this.#changed();
    return audio;
  }

  #turn(turn) {
    document.title = turn % 2 === 0 ? this.#before : `(!) ${this.#title}`;
    if (turn % 5 === 0) this.#beep();
  }

  #beep() {
    if (!this.isOn) return;
    for (const [at, pitch] of TONES) this.#tone(this.#audio.currentTime + at, pitch);
  }

  #tone(at, pitch) {
    const oscillator = new OscillatorNode(this.#audio, { frequency: pitch });
    const gain = new GainNode(this.#audio, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.3, at + 0.03);
    gain.gain.linearRampToValueAtTime(0, at + 0.25);
    oscillator.connect(gain).connect(this.#audio.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.3);
  }
}

/** Two pitches, so that a hearing loss in one range does not silence it. */
const TONES = [
  [0, 660],
  [0.3, 440],
];

// The microphone's samples, on the audio thread, as the wire wants them: 16 kHz, 16 bits, 100 ms.

const WIRE_RATE = 16_000;
const CHUNKS_A_SECOND = 10;
const PASSED = 0.46; // of the lower rate: a little under half, which leaves the filter room to fall
const ZERO_CROSSINGS = 24; // on either side of the sinc: it falls within 1.5 kHz, by 80 dB
const KAISER_BETA = 8;
const STEPS = 512; // of the table, between two samples

/** Changes the sample rate of sound that comes in parts; there is no seam between them. */
class Resampler {
  #step;
  #reach; // samples that count on either side
  #weights; // of a sample, by its distance in steps
  #held;
  #position; // of the next value to give out, within #held

  constructor(from, to) {
    this.#step = from / to;
    const passed = PASSED * Math.min(1, to / from); // cycles a sample
    this.#reach = Math.ceil(ZERO_CROSSINGS / (2 * passed));
    this.#weights = Float32Array.from({ length: this.#reach * STEPS + 2 }, (_, step) =>
      weight(step / STEPS, passed, this.#reach),
    );
    this.#held = new Float32Array(this.#reach); // silence, before the first sample
    this.#position = this.#reach;
  }

  /** Takes samples, and returns those that they complete. */
  push(samples) {
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    const made = [];
    for (; this.#position + this.#reach < held.length; this.#position += this.#step) {
      made.push(this.#value(held, this.#position));
    }
    const spent = Math.max(0, Math.floor(this.#position - this.#reach));
    this.#held = held.slice(spent);
    this.#position -= spent;
    return Float32Array.from(made);
  }

  #value(held, position) {
    const last = Math.floor(position + this.#reach);
    let sum = 0;
    for (let i = Math.max(0, Math.ceil(position - this.#reach)); i <= last; i += 1) {
      sum += held[i] * this.#weights[Math.round(Math.abs(i - position) * STEPS)];
    }
    return sum;
  }
}

/** A sinc under a Kaiser window; `distance` and `reach` are samples. */
function weight(distance, passed, reach) {
  if (distance >= reach) return 0;
  const turn = 2 * Math.PI * passed * distance;
  const sinc = turn === 0 ? 1 : Math.sin(turn) / turn;
  const window = bessel(KAISER_BETA * Math.sqrt(1 - (distance / reach) ** 2)) / bessel(KAISER_BETA);
  return 2 * passed * sinc * window;
}

/** The modified Bessel function of order 0, by its series. */
function bessel(x) {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-9 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Posts `{samples, peak, last}`: 16-bit samples, the loudest from 0 to 1, whether none follow. */
class Ear extends AudioWorkletProcessor {
  #block = new Float32Array(Math.round(sampleRate / CHUNKS_A_SECOND));
  #filled = 0;
  #resampler = sampleRate === WIRE_RATE ? null : new Resampler(sampleRate, WIRE_RATE);
  #ended = false;

  constructor() {
    super();
    // Any message asks for what is left.
    this.port.onmessage = () => {
      this.#ended = true;
      this.#post();
    };
  }

  process([[samples]]) {
    // Without a source there are no samples.
    for (let taken = 0; samples && !this.#ended && taken < samples.length; ) {
      const part = samples.subarray(taken, taken + this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === this.#block.length) this.#post();
    }
    return !this.#ended;
  }

  #post() {
    const block = this.#block.slice(0, this.#filled);
    this.#filled = 0;
    const sound = this.#resampler ? this.#resampler.push(block) : block;
    const samples = Int16Array.from(sound, (value) =>
      Math.round(Math.max(-1, Math.min(1, value)) * 32_767),
    );
    const peak = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    this.port.postMessage({ samples, peak, last: this.#ended }, [samples.buffer]);
  }
}

registerProcessor("ear", Ear);

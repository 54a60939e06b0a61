// Converts the microphone's samples on the audio thread: 16 kHz, 16 bits, chunks of 100 ms.

const WIRE_RATE = 16_000;
const CHUNKS_PER_SECOND = 10;
const CUTOFF = 0.46; // fraction of the lower rate; below half, which leaves room for the transition
const ZERO_CROSSINGS = 24; // on each side of the sinc; attenuates by 80 dB within 1.5 kHz
const KAISER_BETA = 8;
const STEPS = 512; // entries of the filter table per sample

/** Resamples audio that arrives in blocks, without discontinuities between them. */
class Resampler {
  #step;
  #reach; // half-width of the filter in samples
  #weights; // filter weights by distance in steps
  #held;
  #position; // of the next output sample, within #held

  constructor(from, to) {
    this.#step = from / to;
    const cutoff = CUTOFF * Math.min(1, to / from); // cycles per sample
    this.#reach = Math.ceil(ZERO_CROSSINGS / (2 * cutoff));
    this.#weights = Float32Array.from({ length: this.#reach * STEPS + 2 }, (_, step) =>
      computeWeight(step / STEPS, cutoff, this.#reach),
    );
    this.#held = new Float32Array(this.#reach); // silence, before the first sample
    this.#position = this.#reach;
  }

  /** Adds samples, and returns the output samples that are complete. */
  push(samples) {
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    const output = [];
    for (; this.#position + this.#reach < held.length; this.#position += this.#step) {
      output.push(this.#value(held, this.#position));
    }
    const spent = Math.max(0, Math.floor(this.#position - this.#reach));
    this.#held = held.slice(spent);
    this.#position -= spent;
    return Float32Array.from(output);
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

/** Returns the weight of a Kaiser-windowed sinc; `distance` and `reach` are in samples. */
function computeWeight(distance, cutoff, reach) {
  if (distance >= reach) return 0;
  const turn = 2 * Math.PI * cutoff * distance;
  const sinc = turn === 0 ? 1 : Math.sin(turn) / turn;
  const window = bessel(KAISER_BETA * Math.sqrt(1 - (distance / reach) ** 2)) / bessel(KAISER_BETA);
  return 2 * cutoff * sinc * window;
}

/** Returns the modified Bessel function of order 0, from its power series. */
function bessel(x) {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-9 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Posts `{samples, peak, last}`: 16-bit samples, their peak from 0 to 1, true for the last. */
class CaptureProcessor extends AudioWorkletProcessor {
  #block = new Float32Array(Math.round(sampleRate / CHUNKS_PER_SECOND));
  #filled = 0;
  #resampler = sampleRate === WIRE_RATE ? null : new Resampler(sampleRate, WIRE_RATE);
  #ended = false;

  constructor() {
    super();
    // Any message requests the remaining samples.
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

registerProcessor("capture", CaptureProcessor);

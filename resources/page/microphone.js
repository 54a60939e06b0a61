// The microphone: chunks of 100 ms as the wire wants them, from `Microphone.open` to `close`.

import { Failure, passed } from "./failure.js";

const WIRE_RATE = 16_000;
const REST_MS = 300; // until the audio thread has given what is left
const REFUSED = {
  NotAllowedError:
    "The microphone is not allowed: allow it to this page in the browser, and to the browser in " +
    "the system, then press Start.",
  NotFoundError: "There is no microphone: plug one in, then press Start.",
  NotReadableError:
    "The microphone cannot be read: close other programs that use it, then press Start.",
};

export class Microphone {
  isGone = false; // unplugged, or taken back by the user
  #stream;
  #context;
  #source; // held, because some browsers end a source that nobody holds
  #ear;
  #drained;

  static async open() {
    const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch((error) => {
      const other = `The microphone cannot be used (${error.message}): try another browser.`;
      throw new Failure(REFUSED[error.name] ?? other);
    });
    const microphone = new Microphone(stream);
    try {
      await microphone.#connectAtAnyRate();
    } catch (error) {
      microphone.close();
      throw error;
    }
    return microphone;
  }

  constructor(stream) {
    this.#stream = stream;
    this.gone = new Promise((resolve) => {
      stream.getAudioTracks()[0].onended = () => {
        this.isGone = true;
        resolve();
      };
    });
  }

  /** Calls `hear` with each chunk: 16-bit samples, and the loudest of them from 0 to 1. */
  listen(hear) {
    this.#drained = new Promise((resolve) => {
      this.#ear.port.onmessage = ({ data: { samples, peak, last } }) => {
        hear(samples, peak);
        if (last) resolve();
      };
    });
  }

  /** Lets the microphone go at once, then gives what it heard before. */
  async finish() {
    this.#release();
    this.#ear.port.postMessage("finish");
    await Promise.race([this.#drained, passed(REST_MS)]);
  }

  close() {
    this.#release();
    if (this.#ear) this.#ear.port.onmessage = null;
    if (this.#context && this.#context.state !== "closed") this.#context.close();
  }

  async #connectAtAnyRate() {
    try {
      await this.#connect({ sampleRate: WIRE_RATE });
    } catch {
      // Firefox connects a microphone at the system's own rate alone; the worklet changes it.
      await this.#context?.close();
      await this.#connect({});
    }
  }

  async #connect(options) {
    this.#context = new AudioContext(options);
    this.#source = this.#context.createMediaStreamSource(this.#stream);
    await this.#context.audioWorklet.addModule(new URL("worklet.js", import.meta.url));
    const mono = { channelCount: 1, channelCountMode: "explicit" };
    this.#ear = new AudioWorkletNode(this.#context, "ear", mono);
    // It gives out silence, but some browsers run only what leads to the speakers.
    this.#source.connect(this.#ear).connect(this.#context.destination);
    await this.#context.resume();
  }

  #release() {
    for (const track of this.#stream.getTracks()) track.stop();
  }
}

// Captures the microphone as chunks of 100 ms in the server's format.

import { Failure, delay } from "./failure.js";
import { fillText, texts } from "./texts.js";

const WIRE_RATE = 16_000;
const DRAIN_TIMEOUT_MS = 300; // for the last samples of the audio thread
const REFUSED = {
  NotAllowedError: texts.denied,
  NotFoundError: texts.noMicrophone,
  NotReadableError: texts.inUse,
};

export class Microphone {
  isLost = false; // disconnected, or permission was withdrawn
  #stream;
  #context;
  #source; // some browsers stop a source that is garbage collected
  #worklet;
  #drained;

  static async open() {
    const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch((error) => {
      const other = fillText(texts.unusable, { reason: error.message });
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
    this.lost = new Promise((resolve) => {
      stream.getAudioTracks()[0].onended = () => {
        this.isLost = true;
        resolve();
      };
    });
  }

  /** Calls `onChunk` with each chunk: 16-bit samples, and their peak from 0 to 1. */
  listen(onChunk) {
    this.#drained = new Promise((resolve) => {
      this.#worklet.port.onmessage = ({ data: { samples, peak, last } }) => {
        onChunk(samples, peak);
        if (last) resolve();
      };
    });
  }

  /** Releases the microphone at once, then delivers the samples captured before. */
  async finish() {
    this.#release();
    this.#worklet.port.postMessage("finish");
    await Promise.race([this.#drained, delay(DRAIN_TIMEOUT_MS)]);
  }

  close() {
    this.#release();
    if (this.#worklet) this.#worklet.port.onmessage = null;
    if (this.#context && this.#context.state !== "closed") this.#context.close();
  }

  async #connectAtAnyRate() {
    try {
      await this.#connect({ sampleRate: WIRE_RATE });
    } catch {
      // Firefox opens a microphone only at the system's rate; the worklet resamples it.
      await this.#context?.close();
      await this.#connect({});
    }
  }

  async #connect(options) {
    this.#context = new AudioContext(options);
    this.#source = this.#context.createMediaStreamSource(this.#stream);
    await this.#context.audioWorklet.addModule(new URL("worklet.js", import.meta.url));
    const mono = { channelCount: 1, channelCountMode: "explicit" };
    this.#worklet = new AudioWorkletNode(this.#context, "capture", mono);
    // Its output is silent, but some browsers run only nodes connected to the speakers.
    this.#source.connect(this.#worklet).connect(this.#context.destination);
    await this.#context.resume();
  }

  #release() {
    for (const track of this.#stream.getTracks()) track.stop();
  }
}

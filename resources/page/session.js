// Client of the realtime protocol: requests a single-use token with the key, then runs a session.

import { Failure, WrongKey, withTimeout } from "./failure.js";
import { fillText, texts } from "./texts.js";

const WIRE_RATE = 16_000;
const SILENCE_SECONDS = 0.7; // after which the server commits
const CLOSING_SILENCE = [0.4, 0.4, 0.4]; // seconds; commits, so the last answer is empty
const NOTHING_TO_COMMIT = ["commit_throttled", "insufficient_audio_activity"];
const OPENING_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000; // for the last words
const MAX_UNSENT_BYTES = 1_000_000; // about 20 s of audio on a slow connection

/** Requests a single-use token, so that the key never appears in a URL. */
export async function requestToken(key) {
  if (!key) throw new WrongKey(texts.noKey);
  if (!/^[!-~]+$/.test(key)) throw new WrongKey(texts.wrongKey); // not valid in a header
  const answer = await fetch(new URL("v1/single-use-token/realtime_scribe", import.meta.url), {
    method: "POST",
    headers: { "xi-api-key": key },
    cache: "no-store",
    signal: AbortSignal.timeout(OPENING_TIMEOUT_MS),
  }).catch(() => {
    throw new Failure(texts.unreachable);
  });
  if (answer.status === 401) throw new WrongKey(texts.wrongKey);
  if (!answer.ok) {
    throw new Failure(fillText(texts.refused, { status: answer.status }));
  }
  return (await answer.json()).token;
}

/** One session. `ended` resolves after the last text, and rejects with a failure. */
export class Session {
  #socket;
  #captions;
  #finishing = false;
  #resolveStarted;
  #resolveEnded;
  #fail;

  /** `captions` has `showPartial` and `showCommitted`, which receive texts. */
  static async open(token, captions) {
    const session = new Session(token, captions);
    try {
      const opened = Promise.race([session.started, session.ended]);
      await withTimeout(OPENING_TIMEOUT_MS, texts.unreachable, opened);
    } catch (failure) {
      session.close();
      throw failure;
    }
    return session;
  }

  constructor(token, captions) {
    this.#captions = captions;
    this.started = new Promise((resolve) => {
      this.#resolveStarted = resolve;
    });
    this.ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve;
      this.#fail = (sentence) => reject(new Failure(sentence));
    });
    this.ended.catch(() => {}); // a failure after the page stopped waiting is ignored
    this.#socket = new WebSocket(makeSessionUrl(token));
    this.#socket.onmessage = ({ data }) => this.#handleMessage(JSON.parse(data));
    this.#socket.onclose = () => this.#fail(texts.lost);
  }

  /** Sends 16-bit samples. */
  send(samples, commit = false) {
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) this.#fail(texts.slow);
    const bytes = new Uint8Array(samples.buffer);
    const chunk = {
      message_type: "input_audio_chunk",
      audio_base_64: btoa(String.fromCharCode(...bytes)),
      commit,
      sample_rate: WIRE_RATE,
    };
    this.#socket.send(JSON.stringify(chunk));
  }

  /** Commits the remaining audio, and waits for its text. */
  async finish() {
    this.#finishing = true;
    for (const seconds of CLOSING_SILENCE) this.send(new Int16Array(seconds * WIRE_RATE));
    this.send(new Int16Array(0), true);
    await withTimeout(ANSWER_TIMEOUT_MS, texts.unreachable, this.ended);
  }

  close() {
    this.#socket.close(1000);
  }

  #handleMessage({ message_type: name, text, error }) {
    if (name === "session_started") this.#resolveStarted();
    else if (name === "partial_transcript") this.#captions.showPartial(text);
    else if (name === "committed_transcript") this.#handleCommitted(text);
    else if (error !== undefined) this.#handleError(name, error);
  }

  #handleCommitted(text) {
    this.#captions.showCommitted(text);
    if (this.#finishing && !text.trim()) this.#resolveEnded();
  }

  #handleError(name, error) {
    if (this.#finishing && NOTHING_TO_COMMIT.includes(name)) this.#resolveEnded();
    else this.#fail(fillText(texts.ended, { reason: error }));
  }
}

function makeSessionUrl(token) {
  const address = new URL("v1/speech-to-text/realtime", import.meta.url);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = new URLSearchParams({
    model_id: "scribe_v2_realtime",
    audio_format: `pcm_${WIRE_RATE}`,
    commit_strategy: "vad",
    vad_silence_threshold_secs: SILENCE_SECONDS,
    include_timestamps: false,
    token,
  });
  return address;
}

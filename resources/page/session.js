// Client of the realtime protocol: requests a single-use token with the key, then runs a session.

import { Failure, WrongKey, withTimeout } from "./failure.js";

const WIRE_RATE = 16_000;
const SILENCE_SECONDS = 0.7; // after which the server commits
const CLOSING_SILENCE = [0.4, 0.4, 0.4]; // seconds; commits, so the last answer is empty
const NOTHING_TO_COMMIT = ["commit_throttled", "insufficient_audio_activity"];
const OPENING_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000; // for the last words
const MAX_UNSENT_BYTES = 1_000_000; // about 20 s of audio on a slow connection

const NO_KEY = "Paste the key that captions serve printed, then press Start.";
const WRONG_KEY =
  "This is not the server’s key: paste the one that captions serve printed when it started.";
const UNRESPONSIVE =
  "The server does not respond: check that captions serve is running, then press Start.";
const LOST = "The connection was lost: check that captions serve is running, then press Start.";
const SLOW = "The connection to the server is too slow for live audio: try a faster network.";

/** Requests a single-use token, so that the key never appears in a URL. */
export async function requestToken(key) {
  if (!key) throw new WrongKey(NO_KEY);
  if (!/^[!-~]+$/.test(key)) throw new WrongKey(WRONG_KEY); // not valid in a header
  const answer = await fetch(new URL("v1/single-use-token/realtime_scribe", import.meta.url), {
    method: "POST",
    headers: { "xi-api-key": key },
    cache: "no-store",
    signal: AbortSignal.timeout(OPENING_TIMEOUT_MS),
  }).catch(() => {
    throw new Failure(UNRESPONSIVE);
  });
  if (answer.status === 401) throw new WrongKey(WRONG_KEY);
  if (!answer.ok) {
    throw new Failure(
      `The server refused a session (HTTP ${answer.status}): wait a minute, then press Start.`,
    );
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
      await withTimeout(OPENING_TIMEOUT_MS, UNRESPONSIVE, opened);
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
    this.#socket.onclose = () => this.#fail(LOST);
  }

  /** Sends 16-bit samples. */
  send(samples, commit = false) {
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) this.#fail(SLOW);
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
    await withTimeout(ANSWER_TIMEOUT_MS, UNRESPONSIVE, this.ended);
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
    else this.#fail(`The server ended the session: ${error}`);
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

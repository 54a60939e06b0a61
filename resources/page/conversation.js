// The vendor's wire: a single-use token for the key, then a session of sound and text.

import { Failure, WrongKey, inTime } from "./failure.js";

const WIRE_RATE = 16_000;
const SILENCE_SECONDS = 0.7; // that commits
const CLOSING_PARTS = [0.4, 0.4, 0.4]; // seconds: more than commits, so the last answer is empty
const NOTHING_LEFT = ["commit_throttled", "insufficient_audio_activity"];
const OPENING_MS = 10_000; // that the server may take to begin
const ANSWER_MS = 30_000; // that it may take for the last words
const MOST_UNSENT = 1_000_000; // bytes: some 20 s of sound that a slow line has not taken

const NO_KEY = "Paste the key that captions serve printed, then press Start.";
const WRONG_KEY =
  "This is not the server’s key: paste the one that captions serve printed when it started.";
const GONE = "The server does not answer: see whether captions serve still runs, then press Start.";
const LOST = "The connection broke off: see whether captions serve still runs, then press Start.";
const SLOW = "The line to the server is too slow for live sound: try it from a nearer computer.";

/** Asks for what opens one session, so that the key itself stands in no address. */
export async function singleUseToken(key) {
  if (!key) throw new WrongKey(NO_KEY);
  if (!/^[!-~]+$/.test(key)) throw new WrongKey(WRONG_KEY); // no header could carry it
  const answer = await fetch(new URL("v1/single-use-token/realtime_scribe", import.meta.url), {
    method: "POST",
    headers: { "xi-api-key": key },
    cache: "no-store",
    signal: AbortSignal.timeout(OPENING_MS),
  }).catch(() => {
    throw new Failure(GONE);
  });
  if (answer.status === 401) throw new WrongKey(WRONG_KEY);
  if (!answer.ok) {
    throw new Failure(
      `The server gives no session (HTTP ${answer.status}): wait a minute, then press Start.`,
    );
  }
  return (await answer.json()).token;
}

/** One session. `over` is kept when its last text has come, and broken by a failure. */
export class Conversation {
  #socket;
  #captions;
  #finishing = false;
  #begin;
  #end;
  #break;

  /** `captions` has `showPartial` and `showCommitted`, which are called with texts. */
  static async open(token, captions) {
    const conversation = new Conversation(token, captions);
    try {
      const begun = Promise.race([conversation.begun, conversation.over]);
      await inTime(OPENING_MS, GONE, begun);
    } catch (failure) {
      conversation.close();
      throw failure;
    }
    return conversation;
  }

  constructor(token, captions) {
    this.#captions = captions;
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.over = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#break = (sentence) => reject(new Failure(sentence));
    });
    this.over.catch(() => {}); // a failure may come when nobody waits for it any more
    this.#socket = new WebSocket(sessionAddress(token));
    this.#socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    this.#socket.onclose = () => this.#break(LOST);
  }

  /** Sends 16-bit samples. */
  send(samples, commit = false) {
    if (this.#socket.bufferedAmount > MOST_UNSENT) this.#break(SLOW);
    const bytes = new Uint8Array(samples.buffer);
    const chunk = {
      message_type: "input_audio_chunk",
      audio_base_64: btoa(String.fromCharCode(...bytes)),
      commit,
      sample_rate: WIRE_RATE,
    };
    this.#socket.send(JSON.stringify(chunk));
  }

  /** Commits what is left, and waits for its text. */
  async finish() {
    this.#finishing = true;
    for (const seconds of CLOSING_PARTS) this.send(new Int16Array(seconds * WIRE_RATE));
    this.send(new Int16Array(0), true);
    await inTime(ANSWER_MS, GONE, this.over);
  }

  close() {
    this.#socket.close(1000);
  }

  #take({ message_type: name, text, error }) {
    if (name === "session_started") this.#begin();
    else if (name === "partial_transcript") this.#captions.showPartial(text);
    else if (name === "committed_transcript") this.#committed(text);
    else if (error !== undefined) this.#failed(name, error);
  }

  #committed(text) {
    this.#captions.showCommitted(text);
    if (this.#finishing && !text.trim()) this.#end();
  }

  #failed(name, error) {
    if (this.#finishing && NOTHING_LEFT.includes(name)) this.#end();
    else this.#break(`The server has ended the session and says why: ${error}`);
  }
}

function sessionAddress(token) {
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

// The live test: the browser's microphone, captioned by this server.
//
// `run` tells the story of one test; below it is what is seen of it. The key is in one variable of
// this module and nowhere else.

import { Conversation, singleUseToken } from "./conversation.js";
import { Failure, WrongKey, passed } from "./failure.js";
import { Microphone } from "./microphone.js";

const SILENT_PEAK = 0.0001; // less than any microphone gives that is on
const SILENT_CHUNKS = 30; // 3 s
const QUIETEST_DB = -60; // at the left of the level meter
const NEAR_END_PX = 8;
const COPIED_MS = 2000;

const STATES = {
  idle: { button: "Start" },
  starting: {
    button: "Start",
    light: "waiting",
    says: "Starting. If the browser asks for the microphone, allow it.",
  },
  listening: {
    button: "Stop",
    light: "listening",
    says: "Listening. Your voice goes to this server and nowhere else.",
  },
  finishing: {
    button: "Stop",
    light: "waiting",
    says: "The microphone is off. Waiting for the last words.",
  },
};
const STOPPED = "Stopped. The microphone is off.";
const SILENT = "No sound comes from the microphone: see whether it is muted.";
const UNPLUGGED = "The microphone has gone: plug it in again, then press Start.";
const INSECURE =
  "Browsers give the microphone only to pages from https or from this computer: start the server " +
  "with --tls-cert and --tls-key, or open this page on the computer that serves it.";
const BROKEN = "This page has failed, and the browser’s console says how: load it again.";

const element = (id) => document.getElementById(id);
const form = element("test");
const field = element("key");
const button = element("start-stop");

let key = "";
let silentChunks = 0;
let stop = () => {};

async function run() {
  let microphone;
  let conversation;
  const stopped = new Promise((resolve) => {
    stop = resolve;
  });
  enter("starting");
  try {
    key = field.value.trim() || key;
    const token = await singleUseToken(key);
    keepKey();
    microphone = await Microphone.open();
    conversation = await Conversation.open(token, { showPartial, showCommitted });
    enter("listening");
    microphone.listen((samples, peak) => {
      conversation.send(samples);
      if (form.dataset.state === "listening") hear(peak);
    });
    await Promise.race([stopped, microphone.gone, conversation.over]);
    enter("finishing");
    await microphone.finish();
    await conversation.finish();
    if (microphone.isGone) throw new Failure(UNPLUGGED);
    say(STOPPED, "off");
  } catch (failure) {
    tell(failure);
  } finally {
    microphone?.close();
    conversation?.close();
    enter("idle");
  }
}

function enter(state) {
  form.dataset.state = state;
  button.textContent = STATES[state].button;
  button.setAttribute("aria-disabled", state === "starting" || state === "finishing");
  if (STATES[state].says) say(STATES[state].says, STATES[state].light);
  silentChunks = 0;
  showLevel(0);
}

function say(sentence, light) {
  const status = element("status");
  // The same again would be read out again.
  if (status.textContent !== sentence) status.textContent = sentence;
  status.dataset.light = light;
}

function tell(failure) {
  if (failure instanceof WrongKey) askForKey();
  const isExpected = failure instanceof Failure;
  say(isExpected ? failure.message : BROKEN, "error");
  if (!isExpected) throw failure;
}

/** Shows how loud it is, and tells of a microphone that gives nothing at all. */
function hear(peak) {
  showLevel(peak);
  silentChunks = peak < SILENT_PEAK ? silentChunks + 1 : 0;
  if (silentChunks >= SILENT_CHUNKS) say(SILENT, "waiting");
  else say(STATES.listening.says, STATES.listening.light);
}

function showLevel(peak) {
  const level = Math.min(1, Math.max(0, 1 - (20 * Math.log10(peak)) / QUIETEST_DB));
  element("level").style.setProperty("--level", level);
  element("level").setAttribute("aria-valuenow", Math.round(100 * level));
}

function showPartial(text) {
  element("partial").textContent = text;
  showPlaceholder();
}

function showCommitted(text) {
  element("partial").textContent = "";
  if (text.trim()) element("committed").append(made("span", { textContent: `${text} ` }));
  showPlaceholder();
}

function showPlaceholder() {
  const anything = element("committed").textContent || element("partial").textContent;
  element("placeholder").hidden = Boolean(anything);
}

/** Keeps the newest row in view, unless the reader has scrolled back. */
function rollUp() {
  const box = element("captions");
  let isFollowing = true;
  box.addEventListener("scroll", () => {
    isFollowing = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
  });
  new ResizeObserver(() => {
    if (isFollowing) box.scrollTop = box.scrollHeight;
  }).observe(element("text"));
}

function keepKey() {
  const hadFocus = document.activeElement === field;
  field.value = "";
  wantKey(false);
  if (hadFocus) button.focus();
}

function askForKey() {
  key = "";
  wantKey(true);
  field.setAttribute("aria-invalid", "true");
  field.select();
}

function forgetKey() {
  key = "";
  field.value = "";
  wantKey(true);
}

function wantKey(isWanted) {
  element("key-wanted").hidden = !isWanted;
  element("key-known").hidden = isWanted;
  field.removeAttribute("aria-invalid");
}

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function offerCopy(figure) {
  const copy = made("button", { type: "button", className: "quiet", textContent: "Copy" });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(figure.querySelector("code").textContent);
    copy.textContent = "Copied";
    await passed(COPIED_MS);
    copy.textContent = "Copy";
  });
  figure.append(copy);
}

function pressed(event) {
  event.preventDefault();
  if (form.dataset.state === "idle") run();
  else if (form.dataset.state === "listening") stop();
}

function begin() {
  const address = new URL(".", import.meta.url).href.replace(/\/$/, "");
  for (const place of document.querySelectorAll("[data-address]")) place.textContent = address;
  form.hidden = false;
  element("captions").hidden = false;
  rollUp();
  if (!window.isSecureContext) {
    element("key-wanted").hidden = true;
    button.disabled = true;
    say(INSECURE, "error");
    return;
  }
  document.querySelectorAll("figure").forEach(offerCopy);
  form.addEventListener("submit", pressed);
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
  element("forget").addEventListener("click", () => {
    forgetKey();
    field.focus();
  });
  window.addEventListener("pagehide", forgetKey);
}

begin();

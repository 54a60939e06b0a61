// The live test: the browser's microphone, captioned by this server.
//
// `run` controls one test, and the functions below it update the page. The key is kept only in one
// variable of this module.

import { Session, requestToken } from "./session.js";
import { Failure, WrongKey, delay } from "./failure.js";
import { Microphone } from "./microphone.js";
import { texts, translatePage } from "./texts.js";

const SILENT_PEAK = 0.0001; // below the noise of any working microphone
const SILENT_CHUNKS = 30; // 3 s
const MIN_LEVEL_DBFS = -60; // left end of the level meter
const NEAR_END_PX = 8; // scroll positions this close to the end count as the end
const COPIED_MS = 2000; // display time of “Copied”

const STATES = {
  idle: { button: texts.start },
  starting: { button: texts.start, light: "waiting", status: texts.opening },
  listening: { button: texts.stop, light: "listening", status: texts.listening },
  finishing: { button: texts.stop, light: "waiting", status: texts.finishing },
};

const element = (id) => document.getElementById(id);
const form = element("test");
const field = element("key");
const button = element("start-stop");

let key = "";
let silentChunks = 0;
let stop = () => {};

async function run() {
  let microphone;
  let session;
  const stopped = new Promise((resolve) => {
    stop = resolve;
  });
  setState("starting");
  try {
    key = field.value.trim() || key;
    const token = await requestToken(key);
    hideKeyField();
    microphone = await Microphone.open();
    session = await Session.open(token, { showPartial, showCommitted });
    setState("listening");
    microphone.listen((samples, peak) => {
      session.send(samples);
      if (form.dataset.state === "listening") updateLevel(peak);
    });
    await Promise.race([stopped, microphone.lost, session.ended]);
    setState("finishing");
    await microphone.finish();
    await session.finish();
    if (microphone.isLost) throw new Failure(texts.disconnected);
    showStatus(texts.stopped, "off");
  } catch (failure) {
    showFailure(failure);
  } finally {
    microphone?.close();
    session?.close();
    setState("idle");
  }
}

function setState(state) {
  form.dataset.state = state;
  element("start-stop-text").textContent = STATES[state].button;
  button.setAttribute("aria-disabled", state === "starting" || state === "finishing");
  if (STATES[state].status) showStatus(STATES[state].status, STATES[state].light);
  silentChunks = 0;
  showLevel(0);
}

function showStatus(sentence, light) {
  const status = element("status");
  // Screen readers would read an unchanged status again.
  if (status.textContent !== sentence) status.textContent = sentence;
  status.dataset.light = light;
}

function showFailure(failure) {
  if (failure instanceof WrongKey) askForKey();
  const isExpected = failure instanceof Failure;
  showStatus(isExpected ? failure.message : texts.broken, "error");
  if (!isExpected) throw failure;
}

/** Shows the level, and warns if the microphone delivers only silence. */
function updateLevel(peak) {
  showLevel(peak);
  silentChunks = peak < SILENT_PEAK ? silentChunks + 1 : 0;
  if (silentChunks >= SILENT_CHUNKS) showStatus(texts.silent, "waiting");
  else showStatus(STATES.listening.status, STATES.listening.light);
}

function showLevel(peak) {
  const level = Math.min(1, Math.max(0, 1 - (20 * Math.log10(peak)) / MIN_LEVEL_DBFS));
  element("level").style.setProperty("--level", level);
  element("level").setAttribute("aria-valuenow", Math.round(100 * level));
}

function showPartial(text) {
  element("partial").textContent = text;
  showPlaceholder();
}

function showCommitted(text) {
  element("partial").textContent = "";
  if (text.trim()) element("committed").append(createElement("span", { textContent: `${text} ` }));
  showPlaceholder();
}

function showPlaceholder() {
  const text = element("committed").textContent || element("partial").textContent;
  element("placeholder").hidden = Boolean(text);
}

/** Keeps the newest row visible unless the user has scrolled back. */
function followNewestRow() {
  const box = element("captions");
  let isFollowing = true;
  box.addEventListener("scroll", () => {
    isFollowing = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
  });
  new ResizeObserver(() => {
    if (isFollowing) box.scrollTop = box.scrollHeight;
  }).observe(element("text"));
}

function hideKeyField() {
  const hadFocus = document.activeElement === field;
  field.value = "";
  showKeyField(false);
  if (hadFocus) button.focus();
}

function askForKey() {
  key = "";
  showKeyField(true);
  field.setAttribute("aria-invalid", "true");
  field.select();
}

function forgetKey() {
  key = "";
  field.value = "";
  showKeyField(true);
}

function showKeyField(isShown) {
  element("key-wanted").hidden = !isShown;
  element("key-known").hidden = isShown;
  field.removeAttribute("aria-invalid");
}

function createElement(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function addCopyButton(figure) {
  const copy = createElement("button", { type: "button", className: "flat" });
  const icon = createElement("span", { className: "icon" });
  const words = createElement("span");
  const show = (name, text) => {
    icon.dataset.icon = name;
    words.textContent = text;
  };
  show("copy", texts.copy);
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(figure.querySelector("code").textContent);
    show("check", texts.copied);
    await delay(COPIED_MS);
    show("copy", texts.copy);
  });
  copy.append(icon, words);
  figure.append(copy);
}

function handleSubmit(event) {
  event.preventDefault();
  if (form.dataset.state === "idle") run();
  else if (form.dataset.state === "listening") stop();
}

function initialise() {
  translatePage();
  const address = new URL(".", import.meta.url).href.replace(/\/$/, "");
  for (const place of document.querySelectorAll("[data-address]")) place.textContent = address;
  form.hidden = false;
  element("captions").hidden = false;
  followNewestRow();
  if (!window.isSecureContext) {
    element("key-wanted").hidden = true;
    button.disabled = true;
    showStatus(texts.insecure, "error");
    return;
  }
  document.querySelectorAll("figure").forEach(addCopyButton);
  form.addEventListener("submit", handleSubmit);
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
  element("forget").addEventListener("click", () => {
    forgetKey();
    field.focus();
  });
  window.addEventListener("pagehide", forgetKey);
}

initialise();

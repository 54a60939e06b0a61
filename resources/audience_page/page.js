// Audience page: large captions for readers on their own devices.

import { openChoices } from "./choices.js";
import { connect } from "./connection.js";
import { addSegments, allText, position, showLive, showNames, update } from "./log.js";
import { texts, translatePage } from "./texts.js";

const byId = (id) => document.getElementById(id);

let connection = "connecting";
let isPaused = false;

function showConnection(state) {
  if (connection === "refused" && state === "lost") return; // It is tried again quietly.
  connection = state;
  if (state !== "open") showLive([]);
  showState();
}

function showState() {
  const state = connection === "open" && isPaused ? "paused" : connection;
  const status = byId("status");
  status.dataset.state = state;
  if (status.textContent !== texts[state]) status.textContent = texts[state];
}

function handleLive({ segments, paused }) {
  isPaused = paused;
  showLive(segments);
  showState();
}

function handleMessage(message) {
  if (message.type === "segments") addSegments(message);
  else if (message.type === "live") handleLive(message);
  else if (message.type === "names") showNames(message);
  else if (message.type === "look") byId("scroll").lang = message.language;
}

async function copyAll() {
  byId("copied").textContent = (await copyText(allText())) ? texts.copied : texts.notCopied;
}

/** Copy a text; return false if the browser does not allow it. */
async function copyText(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  // Without encryption there is no clipboard interface, only the older command.
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true; // Or a phone shows its keyboard.
  byId("choices").append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  byId("copy").focus();
  return copied;
}

translatePage();
openChoices(update);
byId("copy").addEventListener("click", copyAll);
byId("choices").addEventListener("close", () => (byId("copied").textContent = ""));
connect({
  path: "audience/socket",
  makeQuery: position,
  onMessage: handleMessage,
  onState: showConnection,
});

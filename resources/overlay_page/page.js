// Overlay page: shows the rows that Captions has laid out.

import { connect } from "./connection.js";
import { makeProperties, readParameters } from "./look.js";

const LOST_MS = 5000; // Captions are cleared after this time without a connection.
const PADDING_EMS = 1.2; // Beside the rows: the padding of the box, and of the background.

const captions = document.getElementById("captions");
const stage = document.getElementById("stage");
const probe = document.getElementById("probe");
const parameters = readParameters(location.search);

// A sheet without specificity: rules of the custom CSS in OBS win, unlike over inline styles.
const sheet = new CSSStyleSheet();
sheet.insertRule(":where(:root) {}");
document.adoptedStyleSheets = [sheet];

let rowSamples = 0.5; // Width of a row, in widths of the probe.
let widestRow = 0; // In em: it only grows while there are captions, so that words do not move.
let clearing = 0;
const properties = {};

function setProperty(name, value) {
  if (properties[name] === value) return; // The browser would lay out the page again.
  properties[name] = value;
  sheet.cssRules[0].style.setProperty(`--captions-${name}`, value);
}

function showLook(look) {
  for (const [name, value] of Object.entries(makeProperties(look, parameters))) {
    setProperty(name, value);
  }
  rowSamples = look.rowSamples;
  probe.textContent = look.sample;
  captions.lang = look.language;
  widestRow = 0;
  fitWidth();
}

function showRows(rows, translated = 0) {
  captions.hidden = rows.length === 0;
  if (captions.hidden) widestRow = 0;
  while (captions.children.length > rows.length) captions.lastChild.remove();
  rows.forEach((runs, number) => {
    const row = captions.children[number] ?? addRow();
    showRuns(row, runs);
    markTranslation(row, number >= rows.length - translated);
  });
  fitWidth();
}

/** A translation below the original has smaller letters. */
function markTranslation(row, isTranslation) {
  const name = isTranslation ? "row translation" : "row";
  if (row.className !== name) row.className = name;
}

function addRow() {
  const row = captions.appendChild(document.createElement("div"));
  row.className = "row";
  row.appendChild(document.createElement("span")).className = "text";
  return row;
}

function showRuns(row, runs) {
  const text = row.firstChild;
  while (text.children.length > runs.length) text.lastChild.remove();
  runs.forEach(([words, settled, language], number) => {
    const run = text.children[number] ?? text.appendChild(document.createElement("span"));
    const name = settled ? "committed" : "partial";
    if (run.className !== name) run.className = name;
    if (run.lang !== language) run.lang = language;
    if (run.textContent !== words) run.textContent = words;
  });
  const direction = isRightToLeft(text.textContent) ? "rtl" : "ltr";
  if (row.dir !== direction) row.dir = direction;
}

/** A row may begin with a foreign name in the middle of a sentence, so most words decide. */
function isRightToLeft(text) {
  const firsts = text.split(/\s+/).flatMap((word) => word.match(/\p{L}/u) ?? []);
  const kinds = firsts.map((letter) => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(letter));
  const right = kinds.filter(Boolean).length;
  const left = kinds.length - right;
  return right > left || (right === left && kinds[0] === true);
}

/** Make the box as wide as a full row, and the letters smaller if that is wider than the page. */
function fitWidth() {
  const em = parseFloat(getComputedStyle(stage).fontSize);
  const fullRow = (probe.getBoundingClientRect().width / em) * rowSamples;
  const widths = Array.from(
    captions.querySelectorAll(".text"),
    (text) => text.getBoundingClientRect().width / em - 0.6,
  );
  widestRow = Math.max(widestRow, fullRow, ...widths);
  const fit = parseFloat(getComputedStyle(stage).getPropertyValue("--captions-fit")) || 1;
  const available = stage.clientWidth / (em / fit);
  setProperty("row", widestRow.toFixed(3));
  setProperty("fit", Math.min(1, available / (widestRow + PADDING_EMS)).toFixed(4));
}

function showState(state) {
  document.documentElement.dataset.connection = state;
  if (state === "refused") showRows([]);
  if (state === "open") {
    clearTimeout(clearing);
    clearing = 0;
  } else if (!clearing) {
    clearing = setTimeout(() => showRows([]), LOST_MS);
  }
}

// The custom CSS in OBS arrives after the page, and may change the font.
new ResizeObserver(fitWidth).observe(probe);
new ResizeObserver(() => {
  widestRow = 0;
  fitWidth();
}).observe(stage);

connect({
  path: "overlay/socket",
  onMessage: (message) => {
    if (message.type === "look") showLook(message);
    else if (message.type === "rows") showRows(message.rows, message.translated);
  },
  onState: showState,
});

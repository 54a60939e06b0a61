// The committed sentences, and the words that are being spoken after them.

const MOST_SENTENCES = 3000;
const MOST_ANNOUNCED = 10; // Sentences that were missed while the connection was lost.
const END_PX = 48; // A reader who scrolls on to within this distance is at the live end.
const ROUNDING_PX = 2;
const GAP_MS = 800; // Spoken words stay for this time until their sentence arrives.
const UNKNOWN_SPEAKER = "–"; // After a named one, as a dash in subtitles.

const scroll = document.getElementById("scroll");
const log = document.getElementById("log");
const live = document.getElementById("live");
const empty = document.getElementById("empty");
const follow = document.getElementById("follow");

let session = "";
let next = 0;
let lastLabel = "";
let names = {}; // Present name of a speaker by each earlier label.
let following = true;
let lastTop = 0;
let removing = 0; // Timer while nobody speaks and the last sentence has not arrived.

/** Return what the page has, so that only newer sentences are sent. */
export function position() {
  return { session, next: String(next) };
}

/** Add committed sentences. */
export function addSegments(message) {
  const isFirst = log.childElementCount === 0;
  if (message.session !== session) {
    session = message.session;
    next = 0;
  }
  const added = message.segments.filter(({ number }) => number >= next);
  if (added.length === 0) return;
  next = added.at(-1).number + 1;
  // Screen readers announce what is added now, but not hundreds of earlier sentences.
  const most = isFirst ? 1 : MOST_ANNOUNCED;
  log.setAttribute("aria-live", added.length > most ? "off" : "polite");
  log.append(...added.map(makeSentence));
  removeOldest();
  removeSpoken(added);
  update();
}

/** Show the present names of speakers, before earlier sentences too. */
export function showNames(message) {
  names = message.names;
  for (const label of log.querySelectorAll(".label")) label.textContent = `${nameOf(label.dataset.label)}:`;
  update();
}

/** Show the words that are being spoken. */
export function showLive(segments) {
  clearTimeout(removing);
  removing = 0;
  if (segments.length === 0) {
    removing = setTimeout(() => {
      live.replaceChildren();
      update();
    }, GAP_MS);
    return;
  }
  while (live.childElementCount > segments.length) live.lastChild.remove();
  segments.forEach(({ text, label, lane, language }, number) => {
    const paragraph = live.children[number] ?? live.appendChild(document.createElement("p"));
    paragraph.dir = "auto";
    paragraph.dataset.lane = lane;
    if (paragraph.lang !== language) paragraph.lang = language;
    fillParagraph(paragraph, text, segments.length > 1 || label !== lastLabel ? label : "");
  });
  update();
}

/** Keep the end in view, unless the reader has scrolled back or is selecting text. */
export function update() {
  empty.hidden = log.childElementCount + live.childElementCount > 0;
  if (following && getSelection().isCollapsed) {
    scroll.scrollTop = scroll.scrollHeight;
    lastTop = scroll.scrollTop;
  }
  follow.hidden = following;
}

/** Return all sentences as text. */
export function allText() {
  return Array.from(log.children, (paragraph) => paragraph.textContent).join("\n");
}

function nameOf(label) {
  return Object.hasOwn(names, label) ? names[label] : label;
}

function makeSentence({ text, label, language }) {
  const paragraph = document.createElement("p");
  paragraph.lang = language; // Screen readers choose their voice by it; empty is unknown.
  paragraph.dir = "auto";
  const spoken = lastLabel && !label ? `${UNKNOWN_SPEAKER} ${text}` : text;
  fillParagraph(paragraph, spoken, nameOf(label) === nameOf(lastLabel) ? "" : label);
  lastLabel = label;
  return paragraph;
}

function fillParagraph(paragraph, text, label) {
  if (!label) {
    if (paragraph.textContent !== text || paragraph.childElementCount) paragraph.textContent = text;
    return;
  }
  const name = document.createElement("span");
  name.className = "label";
  name.dataset.label = label;
  name.textContent = `${nameOf(label)}:`;
  paragraph.replaceChildren(name, " ", text);
}

function removeOldest() {
  if (log.childElementCount <= MOST_SENTENCES) return;
  const height = scroll.scrollHeight;
  while (log.childElementCount > MOST_SENTENCES) log.firstChild.remove();
  // What a reader who has scrolled back reads stays where it is.
  scroll.scrollTop -= height - scroll.scrollHeight;
  lastTop = scroll.scrollTop;
}

/** Remove the spoken words of lanes whose sentences have arrived; others may still be speaking. */
function removeSpoken(added) {
  const lanes = new Set(added.map(({ lane }) => lane));
  for (const paragraph of [...live.children]) {
    if (removing || lanes.has(paragraph.dataset.lane)) paragraph.remove();
  }
}

scroll.addEventListener("scroll", () => {
  const distance = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  const isForward = scroll.scrollTop > lastTop;
  if (distance <= ROUNDING_PX || (isForward && distance <= END_PX)) following = true;
  else if (scroll.scrollTop < lastTop - ROUNDING_PX) following = false;
  lastTop = scroll.scrollTop;
  follow.hidden = following;
});

follow.addEventListener("click", () => {
  following = true;
  getSelection().removeAllRanges();
  update();
  scroll.focus();
});

new ResizeObserver(update).observe(scroll);

// Texts of the page in the language of the browser.

import { language } from "./language.js";

const ENGLISH = {
  title: "Live captions",
  empty: "Captions appear here as soon as someone speaks.",
  follow: "Live",
  choices: "Text and colours",
  size: "Text size",
  smaller: "Smaller text",
  larger: "Larger text",
  colours: "Colours",
  auto: "As on this device",
  light: "Light",
  dark: "Dark",
  warm: "Brown on cream",
  contrast: "Yellow on black",
  copy: "Copy all",
  copied: "Copied.",
  notCopied: "Select the text and copy it with your browser.",
  done: "Done",
  connecting: "Connecting…",
  open: "Live",
  paused: "Captions are paused.",
  lost: "Reconnecting…",
  refused: "This address is no longer valid. Ask for the new one.",
};

const GERMAN = {
  title: "Live-Untertitel",
  empty: "Hier erscheinen Untertitel, sobald jemand spricht.",
  follow: "Live",
  choices: "Text und Farben",
  size: "Textgröße",
  smaller: "Kleinerer Text",
  larger: "Größerer Text",
  colours: "Farben",
  auto: "Wie auf diesem Gerät",
  light: "Hell",
  dark: "Dunkel",
  warm: "Braun auf Creme",
  contrast: "Gelb auf Schwarz",
  copy: "Alles kopieren",
  copied: "Kopiert.",
  notCopied: "Markieren Sie den Text und kopieren Sie ihn mit dem Browser.",
  done: "Fertig",
  connecting: "Verbindung wird aufgebaut…",
  open: "Live",
  paused: "Die Untertitel sind pausiert.",
  lost: "Verbindung wird wiederhergestellt…",
  refused: "Diese Adresse ist nicht mehr gültig. Fragen Sie nach der neuen.",
};

/** Texts by their names. */
export const texts = language === "de" ? GERMAN : ENGLISH;

/** Translate the page. */
export function translatePage() {
  document.documentElement.lang = language;
  document.title = texts.title;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = texts[element.dataset.text];
  }
}

// Texts of the page in the language of the browser.

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
  light: "Black on white",
  dark: "White on black",
  warm: "Brown on cream",
  contrast: "Yellow on black",
  copy: "Copy all",
  copied: "Copied.",
  notCopied: "Select the text and copy it with your browser.",
  done: "Done",
  connecting: "Connecting…",
  open: "Live",
  lost: "Reconnecting…",
  refused: "This address is no longer valid: ask for the new one.",
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
  light: "Schwarz auf Weiß",
  dark: "Weiß auf Schwarz",
  warm: "Braun auf Creme",
  contrast: "Gelb auf Schwarz",
  copy: "Alles kopieren",
  copied: "Kopiert.",
  notCopied: "Markieren Sie den Text und kopieren Sie ihn mit dem Browser.",
  done: "Fertig",
  connecting: "Verbindung wird hergestellt …",
  open: "Live",
  lost: "Verbindung wird erneuert …",
  refused: "Diese Adresse ist nicht mehr gültig: Fragen Sie nach der neuen.",
};

const isGerman = /^de\b/i.test(navigator.language);

/** Texts by their names. */
export const texts = isGerman ? GERMAN : ENGLISH;

/** Translate the page. */
export function translatePage() {
  document.documentElement.lang = isGerman ? "de" : "en";
  document.title = texts.title;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = texts[element.dataset.text];
  }
}

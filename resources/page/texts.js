// Texts of the page in the language of the browser. The page itself holds its English texts, which
// readers without JavaScript need as well. Backticks enclose code.

import { language } from "./language.js";

const ENGLISH = {
  start: "Start",
  stop: "Stop",
  copy: "Copy",
  copied: "Copied",
  off: "The microphone is off.",
  opening: "Opening the microphone… If the browser asks to use it, allow it.",
  listening: "Listening. Your voice is sent only to this server.",
  finishing: "The microphone is off. Waiting for the last words…",
  stopped: "Stopped. The microphone is off.",
  silent:
    "The microphone delivers only silence. Check its mute switch and the privacy settings of the " +
    "system.",
  disconnected: "The microphone is disconnected. Connect it again, then press Start.",
  denied:
    "Access to the microphone was denied. Allow it in the browser and in the system settings, " +
    "then press Start.",
  noMicrophone: "No microphone is connected. Connect one, then press Start.",
  inUse: "The microphone is in use. Close other programs that use it, then press Start.",
  unusable: "The microphone cannot be used ({reason}). Try another browser.",
  insecure:
    "Browsers allow the microphone only over https or on the same computer. Start the server with " +
    "--tls-cert and --tls-key, or open this page on the computer that serves it.",
  broken: "An error occurred in this page. Reload it; the browser’s console shows details.",
  noKey: "Paste the key that captions serve printed, then press Start.",
  wrongKey:
    "The speech server refused the key. Paste the one that captions serve printed when it started.",
  unreachable:
    "The speech server cannot be reached. Check that captions serve is running, then press Start.",
  lost:
    "The connection to the speech server was lost. Check that captions serve is running, then " +
    "press Start.",
  slow: "The connection to the speech server is too slow for live audio. Try a faster network.",
  refused:
    "The speech server refused the connection (HTTP {status}). Wait a minute, then press Start.",
  ended: "The speech server reported an error: {reason}",
};

const GERMAN = {
  title: "Sprachserver von Captions",
  lead:
    "Dieser Server wandelt Sprache in Text um, während Sie sprechen. Erkannt wird sie auf dem " +
    "Computer, von dem diese Seite stammt. Sie brauchen kein Konto, und weder Ton noch Text wird " +
    "gespeichert oder weitergegeben.",
  protocol:
    "Der Server verwendet das Protokoll von ElevenLabs für Spracherkennung in Echtzeit. Programme " +
    "für diesen Dienst funktionieren auch mit diesem Server: Stellen Sie in ihnen die Adresse " +
    "oben als Basis-URL ein, und verwenden Sie den Schlüssel dieses Servers.",
  live: "Mit dem Mikrofon ausprobieren",
  key: "Schlüssel",
  keyHint:
    "`captions serve` hat ihn beim Start ausgegeben, sofern Sie nicht `CAPTIONS_SERVE_KEY` " +
    "gesetzt haben. Er bleibt im Speicher dieses Tabs und wird nicht gespeichert.",
  keyKept: "Der Schlüssel bleibt erhalten, bis Sie diese Seite verlassen.",
  forget: "Schlüssel vergessen",
  level: "Pegel des Mikrofons",
  captions: "Untertitel",
  committed: "Abgeschlossene Untertitel",
  placeholder: "Hier erscheint, was Sie sagen.",
  programs: "Mit einem Programm ausprobieren",
  environment:
    "Die Beispiele lesen den Schlüssel aus einer Umgebungsvariablen. (In PowerShell setzen Sie " +
    "sie mit `$env:ELEVENLABS_API_KEY = '…'`.)",
  token:
    "Dieser Befehl fordert ein einmal verwendbares Token an, das Browser anstelle des Schlüssels " +
    "verwenden. Enthält die Antwort ein Token, stimmen Adresse und Schlüssel.",
  sdk:
    "Dieses Programm transkribiert eine WAV-Datei mit dem SDK des Anbieters " +
    "(`pip install elevenlabs`); nur die Basis-URL ist anders. Die Datei muss 16\u00a0kHz und einen " +
    "Kanal haben und darf höchstens eine halbe Minute lang sein. " +
    "`ffmpeg -i talk.mp3 -t 30 -ar 16000 -ac 1 talk.wav` erzeugt eine solche.",
  start: "Starten",
  stop: "Beenden",
  copy: "Kopieren",
  copied: "Kopiert",
  off: "Das Mikrofon ist aus.",
  opening: "Das Mikrofon wird geöffnet… Erlauben Sie es, wenn der Browser fragt.",
  listening: "Zuhören. Ihre Stimme wird nur an diesen Server gesendet.",
  finishing: "Das Mikrofon ist aus. Die letzten Wörter werden erkannt…",
  stopped: "Beendet. Das Mikrofon ist aus.",
  silent:
    "Das Mikrofon liefert nur Stille. Prüfen Sie seinen Stummschalter und die " +
    "Datenschutzeinstellungen des Systems.",
  disconnected:
    "Das Mikrofon ist getrennt. Schließen Sie es wieder an, und wählen Sie „Starten“.",
  denied:
    "Der Zugriff auf das Mikrofon wurde verweigert. Erlauben Sie ihn im Browser und in den " +
    "Systemeinstellungen, und wählen Sie „Starten“.",
  noMicrophone:
    "Es ist kein Mikrofon angeschlossen. Schließen Sie eines an, und wählen Sie „Starten“.",
  inUse:
    "Das Mikrofon wird bereits verwendet. Schließen Sie andere Programme, die es verwenden, und " +
    "wählen Sie „Starten“.",
  unusable:
    "Das Mikrofon kann nicht verwendet werden ({reason}). Versuchen Sie es mit einem anderen " +
    "Browser.",
  insecure:
    "Browser erlauben das Mikrofon nur über https oder auf demselben Computer. Starten Sie den " +
    "Server mit --tls-cert und --tls-key, oder öffnen Sie diese Seite auf dem Computer, auf dem " +
    "der Server läuft.",
  broken:
    "In dieser Seite ist ein Fehler aufgetreten. Laden Sie sie neu; die Konsole des Browsers " +
    "zeigt Einzelheiten.",
  noKey:
    "Fügen Sie den Schlüssel ein, den captions serve ausgegeben hat, und wählen Sie „Starten“.",
  wrongKey:
    "Der Sprachserver hat den Schlüssel abgelehnt. Fügen Sie den ein, den captions serve beim " +
    "Start ausgegeben hat.",
  unreachable:
    "Der Sprachserver ist nicht erreichbar. Prüfen Sie, ob captions serve läuft, und wählen Sie " +
    "„Starten“.",
  lost:
    "Die Verbindung zum Sprachserver wurde getrennt. Prüfen Sie, ob captions serve läuft, und " +
    "wählen Sie „Starten“.",
  slow:
    "Die Verbindung zum Sprachserver ist für Live-Ton zu langsam. Versuchen Sie es mit einem " +
    "schnelleren Netzwerk.",
  refused:
    "Der Sprachserver hat die Verbindung abgelehnt (HTTP {status}). Warten Sie eine Minute, und " +
    "wählen Sie dann „Starten“.",
  ended: "Der Sprachserver hat einen Fehler gemeldet: {reason}",
};

/** Texts by their names. */
export const texts = language === "de" ? GERMAN : ENGLISH;

/** Return a text with values in place of their names in braces. */
export function fillText(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Translate the page, which is in English. */
export function translatePage() {
  if (language === "en") return;
  document.documentElement.lang = language;
  document.title = texts.title;
  for (const element of document.querySelectorAll("[data-text]")) {
    const parts = texts[element.dataset.text].split("`");
    element.replaceChildren(...parts.map((part, number) => (number % 2 ? makeCode(part) : part)));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", texts[element.dataset.label]);
  }
}

function makeCode(text) {
  const code = document.createElement("code");
  code.textContent = text;
  return code;
}

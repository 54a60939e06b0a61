// Language of a page: the first of the reader's languages that Captions knows, as in the app.

const KNOWN = ["en", "de"];

const wanted = navigator.languages.map((name) => name.split("-")[0].toLowerCase());

/** Code of the language. */
export const language = wanted.find((code) => KNOWN.includes(code)) ?? "en";

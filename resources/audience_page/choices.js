// Text size and colours, which the reader chooses and the browser keeps.

import { texts } from "./texts.js";

const KEY = "captions-audience";
const SIZES = [1, 1.125, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6]; // In rem.
const THEMES = ["auto", "light", "dark", "warm", "contrast"];
const STANDARD = { size: 4, theme: "auto" };

const darkScheme = matchMedia("(prefers-color-scheme: dark)");
const byId = (id) => document.getElementById(id);

/**
 * Show the reader's choices, and let the reader change them.
 *
 * @param onChange called when the size of the text has changed
 */
export function openChoices(onChange) {
  const chosen = readChoices();

  function show() {
    const colours = chosen.theme === "auto" ? (darkScheme.matches ? "dark" : "light") : chosen.theme;
    document.documentElement.dataset.colours = colours;
    document.documentElement.style.setProperty("--size", `${SIZES[chosen.size]}rem`);
    byId("size").value = String(chosen.size);
    byId("size").setAttribute("aria-valuetext", `${Math.round(100 * SIZES[chosen.size])} %`);
    onChange();
  }

  function change(changes) {
    Object.assign(chosen, changes);
    chosen.size = Math.min(Math.max(chosen.size, 0), SIZES.length - 1);
    keepChoices(chosen);
    show();
  }

  for (const theme of THEMES) addTheme(theme, theme === chosen.theme, () => change({ theme }));
  byId("size").max = String(SIZES.length - 1);
  byId("size").addEventListener("input", () => change({ size: Number(byId("size").value) }));
  byId("smaller").addEventListener("click", () => change({ size: chosen.size - 1 }));
  byId("larger").addEventListener("click", () => change({ size: chosen.size + 1 }));
  byId("smaller").setAttribute("aria-label", texts.smaller);
  byId("larger").setAttribute("aria-label", texts.larger);
  byId("open-choices").setAttribute("aria-label", texts.choices);
  byId("open-choices").addEventListener("click", () => byId("choices").showModal());
  byId("choices").addEventListener("click", ({ target }) => {
    if (target === byId("choices")) byId("choices").close(); // Beside the dialog.
  });
  darkScheme.addEventListener("change", show);
  show();
}

function addTheme(theme, checked, onChoice) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "theme", value: theme, checked });
  input.addEventListener("change", onChoice);
  label.append(input, texts[theme]);
  byId("themes").append(label);
}

function readChoices() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return {
      size: SIZES[kept.size] ? kept.size : STANDARD.size,
      theme: THEMES.includes(kept.theme) ? kept.theme : STANDARD.theme,
    };
  } catch {
    return { ...STANDARD }; // Storage is disabled or holds something else.
  }
}

function keepChoices(chosen) {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // The choices last until the page is closed.
  }
}

// The look of the captions: the settings of the app, changed by the parameters of the address.

const EDGES = ["none", "raised", "depressed", "uniform", "drop-shadow"];
const ALIGNMENTS = { left: "start", centre: "center", center: "center", right: "right" };
const POSITIONS = { top: "start", middle: "center", bottom: "end" };
const FLAGS = { 1: true, true: true, yes: true, on: true, 0: false, false: false, no: false, off: false };
const HEXADECIMAL = /^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

const SHADOW_OFFSET = 0.75;
const SHADOW_BLUR = 1.6;
const DIRECTIONS = 16;

const readNumber = (lowest, highest) => (text) => {
  const value = Number(text);
  return text !== "" && value >= lowest && value <= highest ? value : undefined;
};
const readChoice = (choices) => (text) => (Object.hasOwn(choices, text) ? choices[text] : undefined);
const readColour = (text) => {
  const colour = HEXADECIMAL.test(text) ? `#${text}` : text; // "#" would end the address.
  return CSS.supports("color", colour) ? colour : undefined;
};
const readFont = (text) => (text.trim() && text.length <= 100 ? quoteFamily(text.trim()) : undefined);

const PARAMETERS = {
  align: ["align", readChoice(ALIGNMENTS)],
  background: ["background", readColour],
  color: ["committed", readColour],
  edge: ["edge", (text) => (EDGES.includes(text) ? text : undefined)],
  "edge-color": ["edgeColour", readColour],
  "edge-width": ["edgeWidth", readNumber(0, 40)],
  font: ["font", readFont],
  margin: ["margin", readNumber(0, 2000)],
  partial: ["partial", readColour],
  position: ["position", readChoice(POSITIONS)],
  size: ["size", readNumber(8, 400)],
  uppercase: ["upperCase", readChoice(FLAGS)],
  weight: ["weight", readNumber(1, 1000)],
  window: ["window", readColour],
};

/** Return the valid parameters of an address by the names of the look; warn about the others. */
export function readParameters(query) {
  const values = {};
  for (const [name, text] of new URLSearchParams(query)) {
    const known = name.replaceAll("colour", "color");
    if (name === "token") continue;
    const [key, read] = Object.hasOwn(PARAMETERS, known) ? PARAMETERS[known] : ["", () => undefined];
    const value = read(text);
    if (value === undefined) console.info(`Captions ignores the parameter ${name}.`);
    else values[key] = value;
  }
  return values;
}

/** Return the CSS properties for the look in a message of the app. */
export function makeProperties(message, parameters) {
  const look = {
    align: ALIGNMENTS[message.align],
    background: withOpacity(message.background, message.backgroundOpacity),
    committed: withOpacity(message.committed, message.textOpacity),
    edge: message.edge,
    edgeColour: withOpacity(message.edgeColour, message.textOpacity),
    edgeWidth: message.edgeWidth,
    font: message.families.map(quoteFamily).join(", "),
    margin: 24,
    partial: withOpacity(message.partial, message.textOpacity),
    position: POSITIONS[message.position],
    size: message.size,
    upperCase: message.upperCase,
    weight: 500,
    window: withOpacity(message.window, message.windowOpacity),
    ...parameters,
  };
  return {
    align: look.align,
    background: look.background,
    caps: message.smallCapitals ? "small-caps" : "normal",
    committed: look.committed,
    edge: makeShadows(look.edge, look.edgeColour, look.edgeWidth / look.size),
    font: look.font,
    margin: `${look.margin}px`,
    partial: look.partial,
    position: look.position,
    size: `${look.size}px`,
    transform: look.upperCase ? "uppercase" : "none",
    weight: String(look.weight),
    window: look.window,
  };
}

function quoteFamily(name) {
  const generic = ["sans-serif", "serif", "monospace", "cursive", "system-ui"];
  return generic.includes(name) ? name : `"${name.replaceAll(/["\\\n\r\f]/g, "")}"`;
}

function withOpacity(colour, opacity) {
  const digits = colour.slice(1);
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const alpha = Math.round(255 * opacity);
  return `#${full}${alpha.toString(16).padStart(2, "0")}`;
}

/**
 * Return the edge of the letters as shadows.
 *
 * A stroke would cover half of the letters in the browser of older versions of OBS, which ignores
 * paint-order for text.
 */
function makeShadows(edge, colour, width) {
  if (!width || edge === "none") return "none";
  const shadow = (x, y, blur = 0) =>
    `${(x * width).toFixed(4)}em ${(y * width).toFixed(4)}em ${(blur * width).toFixed(4)}em ${colour}`;
  const steps = [0.25, 0.5, 0.75, 1];
  switch (edge) {
    case "raised":
      return steps.map((step) => shadow(step, step)).join(", ");
    case "depressed":
      return steps.map((step) => shadow(-step, -step)).join(", ");
    case "drop-shadow":
      return Array(2).fill(shadow(SHADOW_OFFSET, SHADOW_OFFSET, SHADOW_BLUR)).join(", ");
    default:
      return [1, 0.5].flatMap((radius) => makeRing(radius, shadow)).join(", ");
  }
}

function makeRing(radius, shadow) {
  return Array.from({ length: DIRECTIONS }, (_, number) => {
    const angle = (2 * Math.PI * number) / DIRECTIONS;
    return shadow(radius * Math.cos(angle), radius * Math.sin(angle));
  });
}

// colours.ts - colour and dash of each curve. A tag keeps its slot as long as it is highlighted, whatever its rank.
//
// The eight colours are distinguishable with normal, protan, deutan and tritan vision, on white and on black.
import { COLOURS } from "../state/store";
import type { Curve, ViewState } from "../state/types";

const LIGHT = ["#840e02", "#4f97e6", "#4a2760", "#839119", "#d46f6c", "#0d49ac", "#ad719a", "#672435"];
const DARK = ["#c55463", "#0bfae1", "#c8abff", "#9e5893", "#eac34e", "#416bd4", "#aeeda1", "#6b7700"];
const LIGHT_GREY = "#b4bac4";
const DARK_GREY = "#4d5562";
const LIGHT_TOTAL = "#59616e";
const DARK_TOTAL = "#a2abb8";

const DASHES: Record<NonNullable<Curve["line"]>, number[]> = {
  solid: [],
  dashed: [7, 4],
  dotted: [2, 3],
  "dash-dot": [8, 3, 2, 3],
  none: [],
};
const PATTERNS: readonly (readonly [number[], number[]])[] = [
  // the eighth colour is close to the first and has a dash of its own
  [DASHES.solid, DASHES["dash-dot"]],
  [DASHES.dashed, [14, 4]],
  [DASHES.dotted, [2, 6]],
];
const STYLES = ["solid", "dashed", "dotted"] as const; // of the patterns

/** How a curve is drawn, with all defaults applied. Widths in CSS pixels. */
export interface Look {
  colour: string;
  dash: number[];
  width: number; // 0: no line
  draw: NonNullable<Curve["draw"]>;
  marker: NonNullable<Curve["marker"]>;
  size: number;
  face: string;
  edge: string;
  context: boolean; // grey, unlabelled
}

export function slotColour(slot: number, dark: boolean): string {
  return (dark ? DARK : LIGHT)[slot % COLOURS];
}

export function slotDash(slot: number): number[] {
  const pattern = PATTERNS[Math.floor(slot / COLOURS) % PATTERNS.length];
  return pattern[slot % COLOURS === COLOURS - 1 ? 1 : 0];
}

/** The line style of an entry as the options name it: the one set there, else the one of its slot. */
export function styleOf(state: ViewState, entry: number): NonNullable<Curve["line"]> {
  const slot = state.slots[entry];
  const own =
    slot === undefined || !state.highlighted.includes(entry)
      ? "solid"
      : slot === COLOURS - 1
        ? "dash-dot"
        : STYLES[Math.floor(slot / COLOURS) % STYLES.length];
  return state.curves[entry]?.line ?? own;
}

export function lookOf(state: ViewState, entry: number, dark: boolean): Look {
  const curve = state.curves[entry] ?? {};
  const slot = state.slots[entry];
  const coloured = state.highlighted.includes(entry) && slot !== undefined;
  const own = coloured
    ? slotColour(slot, dark)
    : entry === 0
      ? dark
        ? DARK_TOTAL
        : LIGHT_TOTAL
      : dark
        ? DARK_GREY
        : LIGHT_GREY;
  const colour = curve.colour ?? own;
  return {
    colour,
    dash: curve.line ? DASHES[curve.line] : coloured ? slotDash(slot) : [],
    width: curve.line === "none" ? 0 : (curve.width ?? (coloured || entry === 0 ? 1.75 : 1)),
    draw: curve.draw ?? "line",
    marker: curve.marker ?? "none",
    size: curve.size ?? 6,
    face: curve.face ?? colour,
    edge: curve.edge ?? colour,
    context: !coloured && entry !== 0 && curve.colour === undefined,
  };
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(channels(a)), luminance(channels(b))].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, blended towards `text` until its contrast to `ground` is 4.5 to 1 (WCAG AA). All #rrggbb. */
export function readable(colour: string, ground: string, text: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return text;
  const [from, to] = [channels(colour), channels(text)];
  for (let share = 0; share < 1; share += 0.05) {
    const mixed =
      "#" +
      from
        .map((part, i) =>
          Math.round(part + (to[i] - part) * share)
            .toString(16)
            .padStart(2, "0"),
        )
        .join("");
    if (contrast(mixed, ground) >= 4.5) return mixed;
  }
  return text;
}

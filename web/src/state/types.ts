// types.ts - what is being looked at: the state that a link carries.
// Entries are indices into `meta.tags`; types are indices into `meta.types`.
import type { Span } from "../report/types";

export type TabName = "Timeline" | "Small multiples" | "Correlation" | "Explains TOTAL";
export const TABS: readonly TabName[] = ["Timeline", "Small multiples", "Correlation", "Explains TOTAL"];

export const LINE_STYLES = ["solid", "dashed", "dotted", "dash-dot", "none"] as const;
export const DRAW_STYLES = ["line", "steps before", "steps after", "steps middle"] as const;
export const MARKERS = ["none", "circle", "square", "diamond", "triangle", "plus", "cross"] as const;

/** How one curve is drawn. What is absent is chosen by the page. */
export interface Curve {
  label?: string;
  line?: (typeof LINE_STYLES)[number];
  draw?: (typeof DRAW_STYLES)[number];
  width?: number; // CSS pixels
  colour?: string; // #rrggbb
  marker?: (typeof MARKERS)[number];
  size?: number; // of the marker, CSS pixels
  face?: string;
  edge?: string;
}

/** All that a link to a view must carry. */
export interface ViewState {
  tab: TabName;
  metric: number;
  local: boolean;
  theme: "system" | "light" | "dark";
  shown: number[]; // entries of the side list; see drawn()
  hidden: number[]; // of those, the ones switched off for now
  highlighted: number[]; // of those, the coloured ones; the rest is grey context
  slots: Record<number, number>; // entry -> 0 .. 23: colour slot % 8, dash floor(slot / 8)
  x: Span | null; // limits of the chart, null: everything
  y: [number, number] | null; // null: what fits
  log: boolean;
  growth: boolean; // growth since start instead of values
  total: boolean; // TOTAL on the main axis
  compare: Span | null; // the table ranks by change in it against the window before
  title: string; // "" : made by the page
  xLabel: string;
  yLabel: string;
  curves: Record<number, Curve>;
  sort: string; // a column's key, "-" before it: descending
  filter: string;
  quick: "all" | "growing" | "unknown" | "chart";
  matrix: "selected" | "all";
  order: "cluster" | "growth" | "name";
  heat: Place | null; // the part of the correlation in sight, null: everything
  least: number; // of |r|, for the bars of Explains TOTAL
  common: boolean; // one scale for all small multiples
}

/** A part of the correlation: the cell in the middle, and how many cells fit the shorter side. */
export interface Place {
  x: number;
  y: number;
  cells: number;
}

export type Changed = ReadonlySet<keyof ViewState>;

// types.ts - the state of the view, which a link carries.
// Entries are indices into `meta.tags`, the metric is one into `meta.metrics`.
import type { Baseline } from "../report/compare";
import type { Span } from "../report/types";

export type TabName = "Timeline" | "Small multiples" | "Correlation" | "Contribution";
export const TABS: readonly TabName[] = ["Timeline", "Small multiples", "Correlation", "Contribution"];

export const LINE_STYLES = ["solid", "dashed", "dotted", "dash-dot", "none"] as const;
export const DRAW_STYLES = ["line", "steps before", "steps after", "steps middle"] as const;
export const MARKERS = ["none", "circle", "square", "diamond", "triangle", "plus", "cross"] as const;

/** How the user wants a curve drawn. The page chooses what is absent. */
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

/** Everything that a link to a view carries. */
export interface ViewState {
  tab: TabName;
  metric: number;
  local: boolean;
  theme: "system" | "light" | "dark";
  shown: number[]; // entries of the side list; drawn() has those with a line
  hidden: number[]; // of those, the ones switched off
  highlighted: number[]; // of those, the coloured ones; the rest is grey context
  slots: Record<number, number>; // entry -> 0 .. 23: colour slot % 8, dash floor(slot / 8)
  x: Span | null; // limits of the chart; null: the full span
  y: [number, number] | null; // null: fit to the values
  log: boolean;
  zero: boolean; // the value axis has 0 in any case, not only where it costs little
  growth: boolean; // growth since the start of each boot instead of values
  speed: boolean; // change a day, hour or minute instead of values; not with `growth`
  total: boolean; // draw TOTAL
  compare: Span | null; // time window whose change the table ranks, against another one
  baseline: Baseline; // that one
  whole: boolean; // the table's growth and rates are those of the whole time, not of the visible one
  title: string; // "": generated
  xLabel: string;
  yLabel: string;
  curves: Record<number, Curve>;
  sort: string; // a column's key; with a leading "-" descending
  filter: string;
  quick: "all" | "leaks" | "growing" | "unknown" | "chart";
  matrix: "selected" | "all";
  order: "cluster" | "growth" | "name";
  heat: Place | null; // the visible part of the correlation; null: all of it
  common: boolean; // one scale for all small multiples
}

/** A part of the correlation: its centre in cells, and how many cells fit the shorter side. */
export interface Place {
  x: number;
  y: number;
  cells: number;
}

export type Changed = ReadonlySet<keyof ViewState>;

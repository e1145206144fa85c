// What the files of the page tell one another: what a report holds, what is being looked at, what a tab is.
// Entries are indices into `meta.tags`; types are indices into `meta.types`; moments are indices into `times`.

export const TYPES = ["TotalUsedBytes", "TotalDiff", "NonPagedUsedBytes", "NonPagedDiff", "PagedUsedBytes", "PagedDiff"] as const;

export interface TypeInfo {
  name: string;
  bytes: boolean; // bytes, else blocks
  pool: string; // "total", "nonpaged", "paged"
  known: boolean; // the capture has the counters
  series: boolean; // series of all entries are in the report; else only those of `detail`
}

export interface Gap { since: number; until: number; why: string }
export interface List { title: string; tags: number[] }
export interface Card { tags: number[]; verdict: string; rate: string; reason: string; exhaustion: string; minor: boolean }

export interface Verdicts {
  cards: Card[];
  of: (string | null)[]; // per entry
  since: (number | null)[]; // per entry, UTC milliseconds
  groups: string[];
  explained: string;
  warnings: string[];
}

export interface MatrixInfo {
  type: string;
  order: number[]; // entries in cluster order
  steps: number; // a cell is round(r * steps)
  all: boolean;
  selected: { entries: number[]; r: (number | null)[] } | null;
}

/** The JSON of a report, checked: every index is in range, every list has its length. */
export interface Meta {
  program: string;
  title: string;
  machine: { host: string; os: string };
  type: number; // the type that opens
  open: TabName;
  correlate: "selected" | "all";
  local: boolean;
  localKnown: boolean;
  utcKnown: boolean;
  step: number; // 0, or, where no times are known, milliseconds between the numbers that stand for them
  apart: string; // what is known of it then: "30 min apart"
  paced: boolean; // false: it is not known how far apart snapshots are, so there are no rates
  moments: number;
  files: number;
  boots: number[];
  bootsKnown: boolean;
  gaps: Gap[];
  notes: string[];
  warnings: string[];
  reduced: string[];
  bucketStarts: number[]; // first moment of each bucket
  exact: boolean; // every bucket is one moment
  types: TypeInfo[];
  tags: string[]; // raw; entry 0 is the sum over all tags
  names: string[]; // the same, safe to show: what cannot be seen is made visible
  drivers: string[];
  descriptions: string[];
  selected: number[];
  lists: List[];
  detail: number[];
  verdicts: Verdicts | null;
  matrix: MatrixInfo | null;
}

/** Values over buckets or moments; NaN is a gap. Where every step is one moment, `high` is `low` itself. */
export interface Series { low: Float64Array; high: Float64Array }

/** One column per number, one row per entry. `seen` 0: the entry has nothing in this type. */
export interface Stats {
  seen: Float64Array; // moments in which it is known
  firstAt: Float64Array; // moments
  lastAt: Float64Array;
  first: Float64Array;
  last: Float64Array;
  peak: Float64Array;
  mean: Float64Array;
  fallen: Float64Array; // at restarts: the last value before each, less the first one after it
}

/** Where a report's data comes from. What is missing or spoilt is null, and a sentence in `faults`. */
export interface Report {
  meta: Meta;
  times: Float64Array; // UTC milliseconds of each moment
  offsets: Float64Array | null; // local - UTC of each moment, milliseconds
  bucketTimes: Float64Array; // UTC milliseconds of the first moment of each bucket
  faults: readonly string[];
  /** Is called when another fault is found, which may be long after opening. */
  faulted: (() => void) | null;
  stats(type: number): Promise<Stats>;
  /** All entries over the buckets; null for an entry of which nothing is known. Decoded on demand, then kept. */
  series(type: number, entries: readonly number[]): Promise<(Series | null)[]>;
  /** Over the moments, exact: what the report keeps in detail, or everything when `meta.exact`. Else null. */
  detail(type: number, entry: number): Promise<Series | null>;
  /** Upper triangle in `meta.matrix.order`, row by row; -128 is undefined. */
  matrix(): Promise<Int8Array | null>;
}

// ---- what is being looked at

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

export interface Span { since: number; until: number } // UTC milliseconds

/** All that a link to a view must carry. */
export interface ViewState {
  tab: TabName;
  type: number;
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
export interface Place { x: number; y: number; cells: number }

export type Changed = ReadonlySet<keyof ViewState>;

/** What the pointer or the cursor keys are on. Not part of a link. */
export interface Hover { entry: number | null; moment: number | null }

export type Mode = "zoom" | "pan";

/** CSS pixels; what is drawn stands within the margins. */
export interface FigureSize {
  width: number;
  height: number;
  margins: { top: number; right: number; bottom: number; left: number };
}

/** The shell, as tabs see it. */
export interface App {
  report: Report;
  store: Store;
  hover: Signal<Hover>;
  mode: Signal<Mode>;
  /** Colour of an entry's line as it is drawn now; grey for context. */
  colour(entry: number): string;
  /** The label of an entry: the curve's own, else the tag as it can be shown. */
  label(entry: number): string;
  dark(): boolean;
  /** A tab calls it when it went to another place of its own, so that Back and Forward follow. */
  moved(): void;
  /** Puts a sentence into the live region. */
  say(sentence: string): void;
}

export interface Tab {
  name: TabName;
  /** Once, when the tab is first opened. */
  mount(host: HTMLElement, app: App): void;
  /** After mounting, when the state changed while open, and when it is opened again (then `changed` has all keys). */
  update(state: ViewState, changed: Changed): void;
  /** A key that the shell has no use for; true: it was taken. */
  pressed?(event: KeyboardEvent): boolean;
  /** The toolbar's buttons; a tab without them has them greyed. */
  navigate?(to: "home" | "back" | "forward"): void;
  canNavigate?(): { back: boolean; forward: boolean };
  /** The figure as SVG text for Save; a tab without it cannot be saved. */
  svg?(size: FigureSize): Promise<string>;
}

/** The entries of the side list that are not switched off, TOTAL among them when it is listed. */
export const listed = (state: ViewState): number[] => state.shown.filter((entry) => !state.hidden.includes(entry));

/** The entries whose lines are drawn: TOTAL only when it is asked for, or when there is nothing else. */
export function drawn(state: ViewState): number[] {
  const tags = listed(state).filter((entry) => entry !== 0);
  return state.total || (tags.length === 0 && state.shown.every((entry) => entry === 0)) ? [...new Set([0, ...tags])] : tags;
}

// ---- small tools

export interface Signal<T> {
  readonly value: T;
  set(value: T): void;
  /** Calls back at each change; returns what ends it. */
  subscribe(heard: (value: T) => void): () => void;
}

export interface Store {
  readonly state: ViewState;
  update(patch: Partial<ViewState>): void;
  subscribe(heard: (state: ViewState, changed: Changed) => void): () => void;
}

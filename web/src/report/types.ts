// types.ts - what a report holds: the JSON of a report once it is checked, and the decoded blocks.
// Entries are indices into `meta.tags`; types are indices into `meta.types`; moments are indices into `times`.

export const METRICS = [
  "TotalUsedBytes",
  "TotalDiff",
  "NonPagedUsedBytes",
  "NonPagedDiff",
  "PagedUsedBytes",
  "PagedDiff",
] as const;

export interface Metric {
  name: string;
  bytes: boolean; // bytes, else blocks
  pool: string; // "total", "nonpaged", "paged"
  known: boolean; // the capture has the counters
  series: boolean; // series of all entries are in the report; else only those of `detail`
}

export interface Span {
  since: number;
  until: number;
} // UTC milliseconds
export interface Gap {
  since: number;
  until: number;
  why: string;
}
export interface List {
  title: string;
  tags: number[];
}
export interface Card {
  tags: number[];
  verdict: string;
  rate: string;
  reason: string;
  minor: boolean;
}

export interface Verdicts {
  cards: Card[];
  of: (string | null)[]; // per entry
  since: (number | null)[]; // per entry, UTC milliseconds
  groups: string[];
  explained: string;
  warnings: string[];
}

export interface MatrixInfo {
  metric: string;
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
  metric: number; // the type that opens
  open: "Timeline" | "Correlation"; // the tab that opens
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
  metrics: Metric[];
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
export interface Series {
  low: Float64Array;
  high: Float64Array;
}

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
  stats(metric: number): Promise<Stats>;
  /** All entries over the buckets; null for an entry of which nothing is known. Decoded on demand, then kept. */
  series(metric: number, entries: readonly number[]): Promise<(Series | null)[]>;
  /** Over the moments, exact: what the report keeps in detail, or everything when `meta.exact`. Else null. */
  detail(metric: number, entry: number): Promise<Series | null>;
  /** Upper triangle in `meta.matrix.order`, row by row; -128 is undefined. */
  matrix(): Promise<Int8Array | null>;
}

// types.ts - what a report holds: its validated JSON and its decoded blocks.
// Entries are indices into `meta.tags`, metrics into `meta.metrics`, moments into `times`.

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

/** UTC milliseconds. */
export interface Span {
  since: number;
  until: number;
}

/** A time without snapshots, UTC milliseconds. */
export interface Gap {
  since: number;
  until: number;
  why: string;
}

/** A ranking. */
export interface List {
  title: string;
  tags: number[];
}

/** A finding of the leak finder: one tag, or several that grow in lockstep. The numbers are those of the first tag. */
export interface Card {
  tags: number[];
  verdict: string;
  points: number; // of evidence: 0 is even, from 1 on it is a leak; NaN: unknown
  rate: string; // of all its tags
  rates: string[]; // with intervals, the quantity that shows it best first
  bytes: boolean; // that quantity: bytes, else blocks
  perDay: [number, number, number]; // its rate and the limits of the interval; NaN: unknown
  change: string; // "1,994 -> 8,114 (+307 %)"
  why: string;
  settle: string; // what would settle it; "": nothing has to
  freed: string; // "" is unknown, here and below
  perBlock: string;
  partners: string;
  reason: string; // all of it in sentences
  minor: boolean; // below a hundredth of the largest rate
}

export interface Verdicts {
  cards: Card[];
  of: (string | null)[]; // per entry
  since: (number | null)[]; // per entry, UTC milliseconds
  groups: string[];
  exhaustion: string[]; // when memory is used up
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

/** The validated JSON of a report: every index is in range, every list has its length. */
export interface Meta {
  program: string;
  title: string;
  machine: { host: string; os: string };
  metric: number; // the one that opens
  open: "Timeline" | "Correlation"; // the tab that opens
  correlate: "selected" | "all";
  local: boolean;
  localKnown: boolean;
  utcKnown: boolean;
  step: number; // milliseconds between snapshots that have only numbers; 0: times are known
  apart: string; // the name of that step: "30 min apart"
  paced: boolean; // false: the interval between snapshots is unknown, so there are no rates
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
  names: string[]; // the same, safe to show: see text.ts
  drivers: string[];
  descriptions: string[];
  selected: number[];
  lists: List[];
  detail: number[];
  verdicts: Verdicts | null;
  matrix: MatrixInfo | null;
}

/** Minimum and maximum per bucket; NaN is a gap. Per moment, `high` is the same array as `low`. */
export interface Series {
  low: Float64Array;
  high: Float64Array;
}

/** One column per statistic, one row per entry. With `seen` 0 the other columns are meaningless. */
export interface Stats {
  seen: Float64Array; // number of moments with a value
  firstAt: Float64Array; // moments
  lastAt: Float64Array;
  first: Float64Array;
  last: Float64Array;
  peak: Float64Array;
  mean: Float64Array;
  fallen: Float64Array; // summed over reboots: the last value before, minus the first after
}

/** Growth a day as the leak finder found it, boots apart, with the limits of its 95 % interval. NaN is unknown. */
export interface Rate {
  mean: number;
  low: number;
  high: number;
}

/** Access to a report's data. What is missing or damaged reads as null and adds a sentence to `faults`. */
export interface Report {
  meta: Meta;
  times: Float64Array; // UTC milliseconds of each moment
  offsets: Float64Array | null; // local - UTC of each moment, milliseconds
  bucketTimes: Float64Array; // UTC milliseconds of the first moment of each bucket
  faults: readonly string[];
  /** Called after each new fault: blocks are decoded on first use, which may be long after opening. */
  faulted: (() => void) | null;
  /** Null without verdicts, and for metrics of one pool, which have none. */
  rate(metric: number, entry: number): Rate | null;
  stats(metric: number): Promise<Stats>;
  /** Entries over the buckets; null for an entry without values. Decoded on first use, then kept. */
  series(metric: number, entries: readonly number[]): Promise<(Series | null)[]>;
  /** One value per moment, for entries in `meta.detail`, or for all when `meta.exact`. Else null. */
  detail(metric: number, entry: number): Promise<Series | null>;
  /** Upper triangle in `meta.matrix.order`, row by row; -128 is undefined. */
  matrix(): Promise<Int8Array | null>;
}

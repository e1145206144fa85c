// columns.ts - the data of the table: its columns, the numbers of each tag, filtering, sorting and CSV. No DOM.
import { csvCell } from "../base/text";
import { rateFor, unitOf, type Visible, type Windows } from "../report/compare";
import { isFound } from "../report/meta";
import type { Report, Stats } from "../report/types";
import type { ViewState } from "../state/types";

export interface Column {
  key: string;
  title: string;
  help: string;
  kind: "text" | "amount" | "change" | "percent" | "rate" | "r" | "trend" | "verdict";
}

const VERDICT: Column = { key: "verdict", title: "Verdict", help: "Result of the leak finder", kind: "verdict" };
const TEXTS: Column[] = [
  { key: "tag", title: "Tag", help: "Pool tag. Click to draw it in the chart.", kind: "text" },
  VERDICT, // beside the tag: a phone shows few columns
  { key: "driver", title: "Driver", help: "Driver that uses the tag", kind: "text" },
  { key: "description", title: "Description", help: "What the tag is used for", kind: "text" },
  { key: "trend", title: "Trend", help: "The full period, scaled from minimum to maximum", kind: "trend" },
];

export const COLUMNS: readonly Column[] = [
  ...TEXTS,
  { key: "now", title: "Now", help: "In the last snapshot that has the tag", kind: "amount" },
  { key: "peak", title: "Peak", help: "Maximum over all snapshots", kind: "amount" },
  { key: "growth", title: "Growth", help: "Last snapshot minus the first", kind: "change" },
  { key: "percent", title: "Growth %", help: "Growth relative to the first snapshot", kind: "percent" },
  {
    key: "rate",
    title: "Rate",
    help: "As the leak finder measured it, each boot for itself; where it did not, what was gained in the time",
    kind: "rate",
  },
  {
    key: "r",
    title: "r with TOTAL",
    help: "Correlation with the sum of all tags; correlation is not causation",
    kind: "r",
  },
];

/** Columns while a time window is compared with the one before it. */
export const WINDOW_COLUMNS: readonly Column[] = [
  ...TEXTS,
  { key: "now", title: "Now", help: "In the last snapshot that has the tag", kind: "amount" },
  { key: "inside", title: "In window", help: "Change from the start to the end of the window", kind: "change" },
  { key: "before", title: "Before", help: "Change in the window it is compared with, in as much time", kind: "change" },
  { key: "difference", title: "Difference", help: "Change in the window minus the change before it", kind: "change" },
  { key: "growth", title: "Growth", help: "Over the full period", kind: "change" },
];

/** The heading of a column: that of the rate names its unit. */
export const titleOf = (column: Column, report: Report): string =>
  column.kind === "rate" ? `${column.title} / ${unitOf(report).name}` : column.title;

/** Numbers by column key, one per entry; NaN when unknown. The rate is per day. */
export type Numbers = Record<string, Float64Array>;

export function numbersOf(
  report: Report,
  metric: number,
  stats: Stats,
  r: ReadonlyMap<number, number>,
  windows: Windows | null,
  visible: Visible | null = null,
): Numbers {
  const n = report.meta.tags.length;
  const of = (value: (entry: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, entry) => (stats.seen[entry] > 0 ? value(entry) : NaN));
  const nothing = new Float64Array(n).fill(NaN);
  const growth = of((entry) => stats.last[entry] - stats.first[entry]);
  return {
    first: of((entry) => stats.first[entry]),
    now: of((entry) => stats.last[entry]),
    peak: of((entry) => stats.peak[entry]),
    mean: of((entry) => stats.mean[entry]),
    growth,
    percent: growth.map((value, entry) => (stats.first[entry] > 0 ? (100 * value) / stats.first[entry] : NaN)),
    rate: of((entry) => rateFor(report, metric, stats, entry).mean),
    low: of((entry) => rateFor(report, metric, stats, entry).low),
    high: of((entry) => rateFor(report, metric, stats, entry).high),
    r: Float64Array.from({ length: n }, (_, entry) => r.get(entry) ?? NaN),
    ...(windows ?? {}),
    ...(visible ? { ...visible, low: nothing, high: nothing } : {}),
  };
}

const order: Record<string, number> = { leak: 0, probable: 1, watch: 2 };

function textOf(report: Report, key: string, entry: number): string {
  const { names, drivers, descriptions, verdicts } = report.meta;
  if (key === "tag") return names[entry];
  if (key === "driver") return drivers[entry];
  if (key === "description") return descriptions[entry];
  const verdict = verdicts?.of[entry] ?? "";
  return verdict && `${order[verdict] ?? 9} ${verdict}`;
}

/** The tags that match the filters, sorted, without TOTAL. */
export function rowsOf(report: Report, state: ViewState, numbers: Numbers): number[] {
  const { meta } = report;
  const words = state.filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const rows: number[] = [];
  for (let entry = 1; entry < meta.tags.length; entry++) {
    if (state.quick === "leaks" && !isFound(meta.verdicts?.of[entry])) continue;
    if (state.quick === "growing" && !(numbers.growth[entry] > 0)) continue;
    if (state.quick === "unknown" && meta.drivers[entry] !== "") continue;
    if (state.quick === "chart" && !state.shown.includes(entry)) continue;
    if (words.length > 0) {
      const text =
        `${meta.names[entry]} ${meta.drivers[entry]} ${meta.descriptions[entry]} ${meta.verdicts?.of[entry] ?? ""}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    rows.push(entry);
  }
  const down = state.sort.startsWith("-");
  const key = state.sort.replace(/^-/, "");
  const column = numbers[key];
  if (column)
    rows.sort((a, b) => {
      const [x, y] = [column[a], column[b]];
      const [unknownX, unknownY] = [Number.isNaN(x), Number.isNaN(y)];
      if (unknownX || unknownY) return Number(unknownX) - Number(unknownY) || a - b; // last, in either direction
      return (down ? y - x : x - y) || a - b;
    });
  else {
    const texts = new Map(rows.map((entry) => [entry, textOf(report, key, entry).toLowerCase()]));
    const text = (entry: number): string => texts.get(entry) ?? "";
    rows.sort((a, b) => {
      const [x, y] = [text(a), text(b)];
      if (x === "" || y === "") return Number(x === "") - Number(y === "") || a - b;
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1) || a - b;
    });
  }
  return rows;
}

/** The rows as CSV with unformatted numbers, in bytes or blocks. */
export function csvOf(report: Report, rows: readonly number[], numbers: Numbers): string {
  const { names, drivers, descriptions, verdicts } = report.meta;
  const keys = [
    "first",
    "now",
    "peak",
    "mean",
    "growth",
    "percent",
    "rate",
    "low",
    "high",
    "r",
    ...("difference" in numbers ? ["inside", "before", "difference"] : []),
  ];
  const lines = [["tag", "driver", "description", ...keys, "verdict"].join(",")];
  for (const entry of rows) {
    const texts = [names[entry], drivers[entry], descriptions[entry]].map(csvCell);
    lines.push(
      [...texts, ...keys.map((key) => csvCell(numbers[key][entry])), csvCell(verdicts?.of[entry] ?? "")].join(","),
    );
  }
  return lines.join("\r\n") + "\r\n";
}

// lines.ts - the values of an entry over time: one per snapshot where the report has detail, else one range per bucket.
import { nearest } from "./times";
import type { Report, Span } from "./types";

export interface Line {
  entry: number;
  xs: Float64Array; // UTC milliseconds, ascending
  low: Float64Array; // NaN is a gap
  high: Float64Array; // the maximum of each bucket; the same array as `low` without buckets
}

export async function lineOf(report: Report, metric: number, entry: number): Promise<Line | null> {
  const detail = await report.detail(metric, entry);
  if (detail) return { entry, xs: report.times, ...detail };
  const [series] = await report.series(metric, [entry]);
  return series ? { entry, xs: report.bucketTimes, ...series } : null;
}

export const isExact = (line: Line): boolean => line.low === line.high;

/** Values relative to the first known one of each boot. `boots`: times of the first snapshot after each reboot. */
export function growthOf(line: Line, boots: readonly number[]): Line {
  const n = line.xs.length;
  const [low, high] = [new Float64Array(n), isExact(line) ? null : new Float64Array(n)];
  let boot = 0;
  let first = NaN;
  for (let i = 0; i < n; i++) {
    for (; boot < boots.length && boots[boot] <= line.xs[i]; boot++) first = NaN;
    if (Number.isNaN(first)) first = line.low[i];
    low[i] = line.low[i] - first;
    if (high) high[i] = line.high[i] - first;
  }
  return { ...line, low, high: high ?? low };
}

/** Change a day, over so many milliseconds before each step; within a boot, not across missing values. */
export function speedOf(line: Line, boots: readonly number[], over: number): Line {
  const n = line.xs.length;
  const low = new Float64Array(n).fill(NaN);
  let [from, boot] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (; boot < boots.length && boots[boot] <= line.xs[i]; boot++) from = i;
    if (Number.isNaN(line.low[i])) from = i + 1;
    while (from + 1 < i && line.xs[i] - line.xs[from + 1] >= over) from++;
    if (from < i) low[i] = ((valueAt(line, i) - valueAt(line, from)) / (line.xs[i] - line.xs[from])) * 86_400_000;
  }
  return { ...line, low, high: low };
}

/** Indices from the last step before `since` to the first after `until`, so that lines reach the edges of the view. */
export function stepsWithin(xs: ArrayLike<number>, since: number, until: number): [number, number] {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] < since) low = middle + 1;
    else high = middle;
  }
  const first = Math.max(0, low - 1);
  high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= until) low = middle + 1;
    else high = middle;
  }
  return [first, Math.min(xs.length - 1, low)];
}

/** Minimum and maximum between two times; null when no value is known. Only values greater than `above` count. */
export function rangeOf(lines: readonly Line[], span: Span, above = -Infinity): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines) {
    const [first, last] = stepsWithin(line.xs, span.since, span.until);
    for (let i = first; i <= last; i++) {
      if (line.low[i] > above && line.low[i] < low) low = line.low[i];
      if (line.high[i] > above && line.high[i] > high) high = line.high[i];
    }
  }
  return low <= high ? [low, high] : null;
}

/** The step for a time: the nearest snapshot, or the bucket that contains it. */
export function stepAt(line: Line, time: number): number {
  const step = nearest(line.xs, time);
  return !isExact(line) && step > 0 && line.xs[step] > time ? step - 1 : step;
}

export const valueAt = (line: Line, step: number): number => (line.low[step] + line.high[step]) / 2;

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

/** Values relative to the first known one. */
export function growthOf(line: Line): Line {
  const first = line.low.find((value) => !Number.isNaN(value)) ?? 0;
  const low = line.low.map((value) => value - first);
  return { ...line, low, high: isExact(line) ? low : line.high.map((value) => value - first) };
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

/** Change per day over the 24 hours before a step, but not across missing values or reboots. NaN without an earlier value. */
export function rateAt(line: Line, step: number, boots: readonly number[]): number {
  const end = line.xs[step];
  let from = step;
  while (from > 0 && end - line.xs[from - 1] <= 86_400_000 && !Number.isNaN(line.low[from - 1])) {
    if (boots.some((boot) => boot > line.xs[from - 1] && boot <= line.xs[from])) break;
    from--;
  }
  return from === step ? NaN : ((valueAt(line, step) - valueAt(line, from)) / (end - line.xs[from])) * 86_400_000;
}

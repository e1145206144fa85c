// lines.ts - the values of an entry as a line over time: every sample where the report has them, else over buckets.
import { nearest } from "./times";
import type { Report, Span } from "./types";

export interface Line {
  entry: number;
  xs: Float64Array; // UTC milliseconds, ascending
  low: Float64Array; // NaN is a gap
  high: Float64Array; // `low` itself, or the greatest of each bucket
}

export async function lineOf(report: Report, metric: number, entry: number): Promise<Line | null> {
  const detail = await report.detail(metric, entry);
  if (detail) return { entry, xs: report.times, ...detail };
  const [series] = await report.series(metric, [entry]);
  return series ? { entry, xs: report.bucketTimes, ...series } : null;
}

export const isExact = (line: Line): boolean => line.low === line.high;

/** The same as growth since its first known value. */
export function growthOf(line: Line): Line {
  const first = line.low.find((value) => !Number.isNaN(value)) ?? 0;
  const low = line.low.map((value) => value - first);
  return { ...line, low, high: isExact(line) ? low : line.high.map((value) => value - first) };
}

/** Steps from the last at or before `since` to the first at or after `until`. */
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

/** Least and greatest value between two times; null when nothing is known there. `above`: only values greater than it. */
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

/** The step that holds a time: of samples the nearest, of buckets the one begun last. */
export function stepAt(line: Line, time: number): number {
  const step = nearest(line.xs, time);
  return !isExact(line) && step > 0 && line.xs[step] > time ? step - 1 : step;
}

export const valueAt = (line: Line, step: number): number => (line.low[step] + line.high[step]) / 2;

/** Change per day over the day before a step, or as far back as it is known since the last boot; NaN when that is nothing. */
export function rateAt(line: Line, step: number, boots: readonly number[]): number {
  const end = line.xs[step];
  let from = step;
  while (from > 0 && end - line.xs[from - 1] <= 86_400_000 && !Number.isNaN(line.low[from - 1])) {
    if (boots.some((boot) => boot > line.xs[from - 1] && boot <= line.xs[from])) break;
    from--;
  }
  return from === step ? NaN : ((valueAt(line, step) - valueAt(line, from)) / (end - line.xs[from])) * 86_400_000;
}

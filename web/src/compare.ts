// compare.ts - how every tag changed in a window of time, and in the same length of time before it.
import { stepAt, valueAt, type Line } from "./lines";
import { DAY } from "./times";
import type { Report, Span } from "./types";

export interface Windows {
  inside: Float64Array; // per entry; NaN is unknown
  before: Float64Array;
  difference: Float64Array;
}

/** Days between two times; NaN when it is none, so that nothing is divided by it. */
export const rateSpan = (since: number, until: number): number => (until > since ? (until - since) / DAY : NaN);

const changeWithin = (line: Line, since: number, until: number): number => valueAt(line, stepAt(line, until)) - valueAt(line, stepAt(line, since));

/** False: nothing was recorded so early. */
export const hasBefore = (report: Report, { since, until }: Span): boolean => since - (until - since) >= report.times[0] - (until - since) * 0.02;

export async function compareWindows(report: Report, type: number, span: Span): Promise<Windows> {
  const n = report.meta.tags.length;
  const [inside, before] = [new Float64Array(n).fill(NaN), new Float64Array(n).fill(NaN)];
  const entries = Array.from({ length: n }, (_, entry) => entry);
  const all = await report.series(type, entries);
  const earlier = hasBefore(report, span);
  all.forEach((series, entry) => {
    if (!series || report.bucketTimes.length === 0) return;
    const line: Line = { entry, xs: report.bucketTimes, ...series };
    inside[entry] = changeWithin(line, span.since, span.until);
    if (earlier) before[entry] = changeWithin(line, 2 * span.since - span.until, span.since);
  });
  return { inside, before, difference: inside.map((value, entry) => value - (earlier ? before[entry] : 0)) };
}

// gains.ts - what each tag gained in a time, within the boots: what it lost at reboots is not counted.
import { valueAt, type Line } from "./lines";
import { bootTimes, nearest } from "./times";
import type { Report, Span } from "./types";

/** First and last step of each boot between two times. */
function pieces(xs: Float64Array, { since, until }: Span, boots: readonly number[]): [number, number][] {
  if (xs.length === 0) return [];
  const found: [number, number][] = [];
  const [first, last] = [nearest(xs, since), nearest(xs, until)];
  let from = first;
  for (const boot of boots) {
    let at = from;
    while (at <= last && xs[at] < boot) at++;
    if (at > last) break;
    if (at > from) found.push([from, at - 1]);
    from = at;
  }
  found.push([from, last]);
  return found;
}

/** From the first to the last value of each piece; a tag that is not there yet, or no longer, has 0. */
function gainOf(line: Line, parts: readonly [number, number][], isTotal: boolean): number {
  let gain = 0;
  for (let [from, until] of parts) {
    while (isTotal && from < until && Number.isNaN(line.low[from])) from++; // an incomplete snapshot has no TOTAL
    while (isTotal && until > from && Number.isNaN(line.low[until])) until--;
    gain += (valueAt(line, until) || 0) - (valueAt(line, from) || 0);
  }
  return gain;
}

/** Per entry; NaN for one without values. Times are rounded to the buckets of the report. */
export async function gainsWithin(report: Report, metric: number, span: Span): Promise<Float64Array> {
  const entries = Array.from(report.meta.tags, (_, entry) => entry);
  const all = await report.series(metric, entries);
  const parts = pieces(report.bucketTimes, span, bootTimes(report));
  return Float64Array.from(all, (series, entry) =>
    series ? gainOf({ entry, xs: report.bucketTimes, ...series }, parts, entry === 0) : NaN,
  );
}

// compare.ts - growth rates of tags, and their change in a time window against an equal window before it.
import { rateUnit, type RateUnit } from "../base/units";
import { stepAt, valueAt, type Line } from "./lines";
import { DAY } from "./times";
import type { Rate, Report, Span, Stats } from "./types";

export interface Windows {
  inside: Float64Array; // per entry; NaN is unknown
  before: Float64Array;
  difference: Float64Array;
}

/** Growth per day of uptime. Losses at reboots and the time of the reboot are not counted. NaN when unknown. */
export function rateOf({ meta, times }: Report, stats: Stats, entry: number): number {
  const [since, until] = [stats.firstAt[entry], stats.lastAt[entry]];
  const away = meta.boots.reduce(
    (sum, boot) => (boot > since && boot <= until ? sum + times[boot] - times[boot - 1] : sum),
    0,
  );
  const ran = times[until] - times[since] - away;
  const gained = stats.last[entry] - stats.first[entry] + stats.fallen[entry];
  return meta.paced && stats.seen[entry] > 0 && ran > 0 ? (gained * DAY) / ran : NaN;
}

/** The one rate of a tag: the leak finder's, where it judged; else what was gained in the time. Per day. */
export function rateFor(report: Report, metric: number, stats: Stats, entry: number): Rate {
  const found = entry === 0 ? null : report.rate(metric, entry);
  if (found && !Number.isNaN(found.mean)) return found;
  const mean = rateOf(report, stats, entry);
  return { mean, low: NaN, high: NaN };
}

/** The unit that rates of the capture are shown in. */
export const unitOf = ({ times }: Report): RateUnit => rateUnit(times[times.length - 1] - times[0]);

const changeWithin = (line: Line, since: number, until: number): number =>
  valueAt(line, stepAt(line, until)) - valueAt(line, stepAt(line, since));

/** Whether the recording covers an equal window before this one. */
export const hasBefore = (report: Report, { since, until }: Span): boolean =>
  since - (until - since) >= report.times[0] - (until - since) * 0.02;

export async function compareWindows(report: Report, metric: number, span: Span): Promise<Windows> {
  const n = report.meta.tags.length;
  const [inside, before] = [new Float64Array(n).fill(NaN), new Float64Array(n).fill(NaN)];
  const entries = Array.from({ length: n }, (_, entry) => entry);
  const all = await report.series(metric, entries);
  const earlier = hasBefore(report, span);
  all.forEach((series, entry) => {
    if (!series || report.bucketTimes.length === 0) return;
    const line: Line = { entry, xs: report.bucketTimes, ...series };
    inside[entry] = changeWithin(line, span.since, span.until);
    if (earlier) before[entry] = changeWithin(line, 2 * span.since - span.until, span.since);
  });
  return { inside, before, difference: inside.map((value, entry) => value - (earlier ? before[entry] : 0)) };
}

// compare.ts - growth rates of tags, and their change in a time window against an equal window before it.
import { rateUnit, type RateUnit } from "../base/units";
import { gainsWithin } from "./gains";
import { bootTimes, DAY, nearest } from "./times";
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

/** What a window is compared with: as long before it, four times as long before it, or any other window. */
export type Baseline = 1 | 4 | Span;

/** The window that `span` is compared with; null: the recording does not cover it. */
export function baselineOf(report: Report, { since, until }: Span, baseline: Baseline): Span | null {
  if (typeof baseline === "object") return baseline;
  const length = until - since;
  const begin = since - baseline * length;
  return begin >= report.times[0] - length * 0.02 ? { since: begin, until: since } : null;
}

/** What each tag gained in the window, and in the baseline in as much time. Losses at reboots are not counted. */
export async function compareWindows(
  report: Report,
  metric: number,
  span: Span,
  baseline: Baseline = 1,
): Promise<Windows> {
  const against = baselineOf(report, span, baseline);
  const [inside, other] = await Promise.all([
    gainsWithin(report, metric, span),
    against ? gainsWithin(report, metric, against) : null,
  ]);
  const scale = against ? (span.until - span.since) / (against.until - against.since) : 0;
  const before = other ? other.map((gain) => gain * scale) : new Float64Array(inside.length).fill(NaN);
  return { inside, before, difference: inside.map((gain, entry) => (other ? gain - before[entry] : gain)) };
}

/** Growth in the visible time, for the table. */
export interface Visible {
  growth: Float64Array; // per entry; losses at reboots are not counted
  percent: Float64Array; // of the value at its start
  rate: Float64Array; // per day of uptime
}

export async function visibleGrowth(report: Report, metric: number, span: Span): Promise<Visible> {
  const entries = Array.from(report.meta.tags, (_, entry) => entry);
  const [growth, series] = await Promise.all([gainsWithin(report, metric, span), report.series(metric, entries)]);
  const away = bootTimes(report).reduce((sum, boot) => {
    const at = nearest(report.times, boot);
    return boot > span.since && boot <= span.until && at > 0 ? sum + report.times[at] - report.times[at - 1] : sum;
  }, 0);
  const ran = span.until - span.since - away;
  const from = nearest(report.bucketTimes, span.since);
  return {
    growth,
    percent: growth.map((gain, entry) => {
      const first = series[entry]?.low[from] ?? NaN;
      return first > 0 ? (100 * gain) / first : NaN;
    }),
    rate: growth.map((gain) => (report.meta.paced && ran > 0 ? (gain * DAY) / ran : NaN)),
  };
}

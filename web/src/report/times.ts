// times.ts - times as text, in UTC or on the machine's clock, and the ticks of a time axis.
import type { Report, Span } from "./types";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Index of the nearest time, by binary search; -1 when there is none. */
export function nearest(times: ArrayLike<number>, time: number): number {
  let [low, high] = [0, times.length - 1];
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  return time - times[low] <= times[high] - time ? low : high;
}

/** Median interval between snapshots. */
export function usualStep(times: Float64Array): number {
  const steps = Array.from(times.subarray(1), (time, i) => time - times[i]).sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

/** Times of the first snapshot after each reboot. */
export const bootTimes = ({ meta, times }: Report): number[] => meta.boots.map((moment) => times[moment]);

/** The span of the whole report; one minute on either side of a single snapshot. */
export function fullSpan({ times }: Report): Span {
  const [since, until] = times.length > 0 ? [times[0], times[times.length - 1]] : [0, 0];
  return since < until ? { since, until } : { since: since - MINUTE, until: until + MINUTE };
}

/** Null when `span` covers `full`: the state holds null for "no limits". */
export const partOf = (span: Span, full: Span): Span | null =>
  span.since <= full.since && span.until >= full.until ? null : span;

/** A clock: its offset from UTC at a time, and its name. With a `step` it shows snapshot numbers instead of times. */
export interface Clock {
  offset(time: number): number;
  name: string;
  step?: number;
}

export function clockOf(report: Report, local: boolean): Clock {
  const { offsets, times, meta } = report;
  if (meta.step > 0) return { offset: () => 0, name: meta.apart, step: meta.step };
  if (!meta.utcKnown) return { offset: () => 0, name: "machine\u2019s time" };
  if (!local || !offsets) return { offset: () => 0, name: "UTC" };
  return { offset: (time) => offsets[nearest(times, time)] ?? 0, name: "local time" };
}

const two = (value: number): string => String(value).padStart(2, "0");
const face = (time: number, clock: Clock): Date => new Date(time + clock.offset(time));
const numberAt = (time: number, step: number): number => Math.round(time / step) + 1;
const isTime = (time: number): boolean => Math.abs(time) < 8.6e15;

/** "2026-04-01 20:45"; `fine` adds seconds other than 0. */
export function stamp(time: number, clock: Clock, fine = false): string {
  if (!isTime(time)) return "\u2013";
  if (clock.step) return `snapshot ${numberAt(time, clock.step)}`;
  const date = face(time, clock);
  const seconds = fine && date.getUTCSeconds() ? ":" + two(date.getUTCSeconds()) : "";
  const text = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${text} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds}`;
}

/** "1 Jan", "1 Jan 2026" */
export function day(time: number, clock: Clock, year = false): string {
  if (!isTime(time) || clock.step) return stamp(time, clock);
  const date = face(time, clock);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year ? " " + date.getUTCFullYear() : ""}`;
}

/** "1 Jan - 29 May 2026"; with hours below three days. */
export function period(since: number, until: number, clock: Clock): string {
  if (clock.step)
    return since === until ? stamp(since, clock) : `${stamp(since, clock)} \u2013 ${numberAt(until, clock.step)}`;
  if (until - since < 3 * DAY) {
    const fine = until - since < 10 * MINUTE;
    const [a, b] = [stamp(since, clock, fine), stamp(until, clock, fine)];
    return since === until ? a : `${a} \u2013 ${a.slice(0, 10) === b.slice(0, 10) ? b.slice(11) : b}`;
  }
  const oneYear = face(since, clock).getUTCFullYear() === face(until, clock).getUTCFullYear();
  return `${day(since, clock, !oneYear)} \u2013 ${day(until, clock, true)}`;
}

/** "5 min", "2.5 h", "149 d" */
export function duration(ms: number): string {
  const [size, unit] =
    ms < MINUTE
      ? [ms / 1000, "s"]
      : ms < 2 * HOUR
        ? [ms / MINUTE, "min"]
        : ms < 2 * DAY
          ? [ms / HOUR, "h"]
          : [ms / DAY, "d"];
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ${unit}`;
}

const STEPS = [
  1000,
  5000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  7 * DAY,
  14 * DAY,
];

/** Ticks at snapshot numbers, at most `count`. */
function numberTicks(since: number, until: number, count: number, step: number): { at: number[]; labels: string[] } {
  const every = Math.max(1, Math.ceil((until - since) / step / Math.max(1, count)));
  const at: number[] = [];
  for (let n = Math.ceil(since / step / every) * every; n * step <= until; n += every) at.push(n * step);
  return { at, labels: at.map((time) => String(numberAt(time, step))) };
}

/** At most `count` ticks at round times of the clock, and their labels. */
export function timeTicks(
  since: number,
  until: number,
  count: number,
  clock: Clock,
): { at: number[]; labels: string[] } {
  const at: number[] = [];
  const span = until - since;
  if (!(span > 0) || !isTime(since) || !isTime(until)) return { at: [since], labels: [stamp(since, clock)] };
  if (clock.step) return numberTicks(since, until, count, clock.step);
  const step = STEPS.find((one) => span / one <= count);
  const push = (shown: number): void => {
    const time = shown - clock.offset(shown - clock.offset(shown));
    if (time >= since && time <= until) at.push(time);
  };
  const shift = clock.offset(since);
  if (step && step <= DAY)
    for (let t = Math.ceil((since + shift) / step) * step; t <= until + shift + HOUR; t += step) push(t);
  else if (step) {
    // counted from the first of each month, so that every month has a tick at its first day
    const days = step / DAY;
    const first = face(since, clock);
    for (
      let month = first.getUTCMonth(), year = first.getUTCFullYear();
      Date.UTC(year, month, 1) <= until + shift;
      month++
    )
      for (let d = 1; d <= 31 - days / 2; d += days)
        if (new Date(Date.UTC(year, month, d)).getUTCDate() === d) push(Date.UTC(year, month, d));
  } else {
    const months = [1, 2, 3, 6, 12, 24, 60, 120, 1200].find((one) => span / (one * 30 * DAY) <= count) ?? 12_000;
    const year = face(since, clock).getUTCFullYear();
    for (let month = 0; Date.UTC(year, month, 1) <= until + shift; month += months) push(Date.UTC(year, month, 1));
  }
  const labels = at.map((time, i) => {
    const date = face(time, clock);
    if (!step) return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    if (step >= DAY) return day(time, clock);
    const seconds = step < MINUTE ? ":" + two(date.getUTCSeconds()) : "";
    const clockFace = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds}`;
    const newDay = i === 0 || face(at[i - 1], clock).getUTCDate() !== date.getUTCDate();
    return newDay
      ? date.getUTCHours() + date.getUTCMinutes() === 0
        ? day(time, clock)
        : `${clockFace}\n${day(time, clock)}`
      : clockFace;
  });
  return { at, labels };
}

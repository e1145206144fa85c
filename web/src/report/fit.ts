// fit.ts - the line that a finding was called for, boot by boot, and the band of its interval.
//
// The slope is the finding's rate. Within a boot its level is the median of what remains of the curve without it, and the
// band turns about the middle of the boot. A boot in which the curve did not follow the line has none.
import { stepsWithin, valueAt, type Line } from "./lines";
import { DAY } from "./times";
import type { Card } from "./types";

/** A piece of a line with its band, from `since` to `until`. */
export interface Fit {
  since: number; // UTC milliseconds
  until: number;
  level: number; // of the line in the middle
  slopes: [number, number, number]; // per millisecond: mean, low, high
}

const SAMPLES = 2000; // that the level is found with
const FOLLOWED = 0.3; // of the line's gain: less is another course

export const fitAt = (fit: Fit, slope: 0 | 1 | 2, time: number): number =>
  fit.level + fit.slopes[slope] * (time - (fit.since + fit.until) / 2);

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values.length % 2
    ? values[values.length >> 1]
    : (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
}

/** `since`: where the growth begins; null: with the capture. `boots`: times of the first snapshot after each reboot. */
export function fitsOf(line: Line, card: Card, since: number | null, boots: readonly number[]): Fit[] {
  const slopes = card.perDay.map((rate) => rate / DAY) as [number, number, number];
  const n = line.xs.length;
  if (n < 2 || slopes.some(Number.isNaN)) return [];
  const begin = since ?? line.xs[0];
  const edges = [line.xs[0], ...boots.filter((boot) => boot > line.xs[0]), Infinity];
  const fits: Fit[] = [];
  for (let boot = 0; boot + 1 < edges.length; boot++) {
    const [first, last] = stepsWithin(line.xs, Math.max(begin, edges[boot]), edges[boot + 1] - 1);
    const steps: number[] = [];
    const stride = Math.max(1, Math.floor((last - first) / SAMPLES));
    for (let step = first; step <= last; step += stride)
      if (line.xs[step] >= Math.max(begin, edges[boot]) && line.xs[step] < edges[boot + 1])
        if (!Number.isNaN(line.low[step])) steps.push(step);
    if (steps.length < 2) continue;
    const [from, until] = [line.xs[steps[0]], line.xs[steps[steps.length - 1]]];
    const gained = valueAt(line, steps[steps.length - 1]) - valueAt(line, steps[0]);
    if (!(until > from) || gained < FOLLOWED * slopes[0] * (until - from)) continue;
    const middle = (from + until) / 2;
    const level = median(steps.map((step) => valueAt(line, step) - slopes[0] * (line.xs[step] - middle)));
    fits.push({ since: from, until, level, slopes });
  }
  return fits;
}

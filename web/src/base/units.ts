// units.ts - amounts, rates and axis ticks as text. KB, MB ... are powers of 1024, as in poolmon; three significant
// digits.

const UNITS = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];
const MINUS = "\u2212";

const threeDigits = (size: number): string => size.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
const grouped = (size: number): string =>
  Math.round(size)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");

/** "1.24 GB", "3,708,367"; a dash for NaN. */
export function amount(value: number, bytes: boolean): string {
  if (Number.isNaN(value)) return "\u2013";
  const sign = value < 0 ? MINUS : "";
  let size = Math.abs(value);
  if (!bytes) return sign + grouped(size);
  let unit = 0;
  for (; size >= 999.5 && unit < UNITS.length - 1; unit++) size /= 1024;
  return `${sign}${unit === 0 ? Math.round(size) : threeDigits(size)} ${UNITS[unit]}`;
}

/** An amount with an explicit plus sign. */
export const change = (value: number, bytes: boolean): string => (value > 0 ? "+" : "") + amount(value, bytes);

/** The time that a rate is given for. */
export interface RateUnit {
  name: string;
  perDay: number;
}

const DAY_UNIT: RateUnit = { name: "day", perDay: 1 };
const HOUR_UNIT: RateUnit = { name: "hour", perDay: 24 };
const MINUTE_UNIT: RateUnit = { name: "minute", perDay: 24 * 60 };

/** One that a capture of so many milliseconds has seen a tenth of at least: nothing is projected further. */
export function rateUnit(seen: number): RateUnit {
  if (seen * 10 < 3_600_000) return MINUTE_UNIT;
  return seen * 10 < 86_400_000 ? HOUR_UNIT : DAY_UNIT;
}

/** "+20.5 MB/day". Small rates of blocks keep three digits: "+0.25/day". */
export function rate(perDay: number, bytes: boolean, unit = DAY_UNIT): string {
  if (Number.isNaN(perDay)) return "\u2013";
  const value = perDay / unit.perDay;
  const small = !bytes && Math.abs(value) < 100 && value !== 0;
  const text = small ? (value > 0 ? "+" : MINUS) + threeDigits(Math.abs(value)) : change(value, bytes);
  return `${text}/${unit.name}`;
}

/** "+18.3 MB to +22.7 MB/day": the limits of a rate. */
export const interval = (low: number, high: number, bytes: boolean, unit = DAY_UNIT): string =>
  `95 %: ${rate(low, bytes, unit).replace(`/${unit.name}`, "")} to ${rate(high, bytes, unit)}`;

export function percent(value: number): string {
  if (!Number.isFinite(value)) return "\u2013";
  const size = Math.abs(value);
  if (size < 0.05) return "0.0 %";
  return `${value > 0 ? "+" : MINUS}${size < 99.95 ? size.toFixed(1) : grouped(size)} %`;
}

export const correlation = (r: number | null): string =>
  r === null || Number.isNaN(r) ? "\u2013" : r.toFixed(2).replace("-", MINUS);

export const plural = (count: number, one: string, many = one + "s"): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** "8 tags and TOTAL": entry 0 is TOTAL and not counted as a tag. */
export function tagCount(entries: readonly number[]): string {
  const total = entries.includes(0);
  return `${plural(entries.length - Number(total), "tag")}${total ? " and TOTAL" : ""}`;
}

/** About `count` round axis values from `low` to `high`. Bytes are round in the unit of the largest value. */
export function linearTicks(low: number, high: number, count: number, bytes: boolean): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  let unit = 1;
  if (bytes) while (Math.max(Math.abs(low), Math.abs(high)) >= unit * 1024 && unit < 1024 ** 6) unit *= 1024;
  const rough = span / Math.max(1, count) / unit;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = ([1, 2, 2.5, 5, 10].find((nice) => nice * power >= rough * 0.999) ?? 10) * power * unit;
  if (step < 1) step = 1; // bytes and blocks are integers
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(k * step + 0); // no -0
  return ticks;
}

/** Powers of two (bytes) or ten; every second, third ... of them when there are more than `count`. */
export function logTicks(low: number, high: number, count: number, bytes: boolean): number[] {
  const base = bytes ? 2 : 10;
  const first = Math.ceil(Math.log(Math.max(low, 1)) / Math.log(base) - 1e-9);
  const last = Math.floor(Math.log(Math.max(high, 1)) / Math.log(base) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  if (last - first < 2) return linearTicks(low, high, count, bytes).filter((tick) => tick > 0);
  const ticks: number[] = [];
  for (let k = Math.ceil(first / stride) * stride; k <= last; k += stride) ticks.push(base ** k);
  return ticks;
}

/** Tick labels. Evenly spaced byte values share one unit. */
export function tickLabels(ticks: readonly number[], bytes: boolean): string[] {
  if (!bytes) return ticks.map((tick) => (tick < 0 ? MINUS : "") + grouped(Math.abs(tick)));
  const largest = Math.max(...ticks.map(Math.abs), 0);
  let unit = 0;
  while (unit < UNITS.length - 1 && largest >= 1024 ** (unit + 1)) unit++;
  const even =
    ticks.length > 2 && Math.abs(ticks[1] - ticks[0] - (ticks[2] - ticks[1])) < 1e-6 * Math.abs(ticks[1] - ticks[0]);
  return ticks.map((tick) => {
    let own = unit;
    if (!even) for (own = 0; own < UNITS.length - 1 && Math.abs(tick) >= 1024 ** (own + 1);) own++;
    const size = Math.abs(tick) / 1024 ** own;
    return `${tick < 0 ? MINUS : ""}${Number(size.toFixed(3))} ${UNITS[own]}`;
  });
}

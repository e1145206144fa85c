// Amounts, axis ticks, times and colour contrast.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, change, linearTicks, logTicks, percent, rate, rateUnit, tickLabels } from "../src/base/units";
import { duration, nearest, period, stamp, timeTicks, type Clock } from "../src/report/times";
import { contrast, readable, slotColour } from "../src/draw/colours";
import { palette } from "../src/draw/palette";

const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;
const UTC: Clock = { offset: () => 0, name: "UTC" };

test("amounts have three significant digits and powers of 1024", () => {
  assert.deepEqual(
    [0, 999, 1000, 1536, 12.4 * MB, 999.4 * MB, 999.6 * MB, 2.83 * GB].map((value) => amount(value, true)),
    ["0 B", "999 B", "0.98 KB", "1.50 KB", "12.4 MB", "999 MB", "0.98 GB", "2.83 GB"],
  );
  assert.equal(amount(3708367, false), "3,708,367");
  assert.equal(amount(NaN, true), "–");
  assert.equal(change(2048, true), "+2.00 KB");
  assert.equal(change(-2048, true), "−2.00 KB");
  assert.equal(change(0, true), "0 B");
  assert.equal(rate(0.25, false), "+0.25/day");
  assert.equal(rate(20.5 * MB, true), "+20.5 MB/day");
  assert.equal(rate(864000, false, rateUnit(600_000)), "+36,000/hour"); // ten a second
  assert.equal(rate(864000, false, rateUnit(24_000)), "+600/minute");
  assert.deepEqual(
    [359, 360, 8639, 8640].map((seconds) => rateUnit(seconds * 1000).name),
    ["minute", "hour", "hour", "day"],
  );
  assert.deepEqual([0.04, 12.34, -50, 2493.2, 123456, Infinity].map(percent), [
    "0.0 %",
    "+12.3 %",
    "−50.0 %",
    "+2,493 %",
    "+123,456 %",
    "–",
  ]);
});

test("ticks of bytes are round in their unit, ticks of blocks are decimal", () => {
  assert.deepEqual(
    linearTicks(0, 210 * MB, 5, true).map((tick) => tick / MB),
    [0, 50, 100, 150, 200],
  );
  assert.deepEqual(tickLabels(linearTicks(0, 1.3 * GB, 7, true), true), [
    "0 GB",
    "0.2 GB",
    "0.4 GB",
    "0.6 GB",
    "0.8 GB",
    "1 GB",
    "1.2 GB",
  ]);
  assert.deepEqual(linearTicks(-250, 1000, 6, false), [-250, 0, 250, 500, 750, 1000]);
  assert.deepEqual(tickLabels([-2000, 0, 2000], false), ["−2,000", "0", "2,000"]);
  assert.deepEqual(linearTicks(0, 3, 10, false), [0, 1, 2, 3]); // no fractions of a block
  assert.deepEqual(linearTicks(5, 5, 4, false), [5]);
});

test("logarithmic ticks: powers of two for bytes, of ten for blocks", () => {
  assert.deepEqual(tickLabels(logTicks(3 * MB, 1.2 * GB, 5, true), true), ["4 MB", "16 MB", "64 MB", "256 MB", "1 GB"]);
  assert.deepEqual(logTicks(1, 20_000, 9, false), [1, 10, 100, 1000, 10_000]);
});

test("time ticks are at round times of the clock", () => {
  const since = Date.UTC(2026, 0, 1, 10, 20);
  const hours = timeTicks(since, since + 30 * 3600_000, 8, UTC);
  assert.deepEqual(hours.labels, ["12:00\n1 Jan", "18:00", "2 Jan", "06:00", "12:00"]);
  assert.equal(hours.at[2], Date.UTC(2026, 0, 2));
  const days = timeTicks(Date.UTC(2026, 0, 1), Date.UTC(2026, 4, 29), 11, UTC);
  assert.deepEqual(days.labels, [
    "1 Jan",
    "15 Jan",
    "1 Feb",
    "15 Feb",
    "1 Mar",
    "15 Mar",
    "1 Apr",
    "15 Apr",
    "1 May",
    "15 May",
  ]);
  assert.deepEqual(timeTicks(Date.UTC(2024, 5, 1), Date.UTC(2026, 5, 1), 9, UTC).labels.slice(0, 3), [
    "Jul 2024",
    "Oct 2024",
    "Jan 2025",
  ]);
});

test("time ticks of a clock at UTC+5:30", () => {
  const india: Clock = { offset: () => 5.5 * 3600_000, name: "local time" };
  const since = Date.UTC(2026, 0, 1);
  const { at, labels } = timeTicks(since, since + 24 * 3600_000, 5, india);
  assert.deepEqual(labels, ["06:00\n1 Jan", "12:00", "18:00", "2 Jan"]);
  assert.equal(at[0], Date.UTC(2026, 0, 1, 0, 30));
  assert.equal(stamp(since, india), "2026-01-01 05:30");
});

test("periods and durations", () => {
  assert.equal(period(Date.UTC(2026, 0, 1), Date.UTC(2026, 4, 29), UTC), "1 Jan – 29 May 2026");
  assert.equal(period(Date.UTC(2025, 11, 30), Date.UTC(2026, 0, 29), UTC), "30 Dec 2025 – 29 Jan 2026");
  assert.equal(period(Date.UTC(2026, 0, 1, 8), Date.UTC(2026, 0, 1, 20, 30, 5), UTC), "2026-01-01 08:00 – 20:30");
  assert.deepEqual([5000, 300_000, 9_000_000, 149 * 86_400_000].map(duration), ["5 s", "5 min", "2.5 h", "149 d"]);
});

test("nearest moment, including before the first and after the last", () => {
  const times = [10, 20, 40];
  assert.deepEqual(
    [-5, 14, 16, 29, 31, 99].map((time) => nearest(times, time)),
    [0, 0, 1, 1, 2, 2],
  );
  assert.equal(nearest([], 5), -1);
});

test("readable() reaches a contrast of 4.5 and keeps colours that have it", () => {
  assert.equal(Math.round(contrast("#000000", "#ffffff")), 21);
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48"); // example from WCAG
  assert.equal(readable("#840e02", "#ffffff", "#14171c"), "#840e02");
  for (const dark of [false, true])
    for (let slot = 0; slot < 8; slot++) {
      const { ground, text } = palette(dark);
      assert.ok(contrast(readable(slotColour(slot, dark), ground, text), ground) >= 4.5);
    }
});

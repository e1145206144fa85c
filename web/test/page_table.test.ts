// The data of the table: numbers, sorting, filters, window comparison, CSV.
import assert from "node:assert/strict";
import { test } from "node:test";
import { baselineOf, compareWindows, visibleGrowth } from "../src/report/compare";
import { openReport } from "../src/report/source";
import type { Report } from "../src/report/types";
import { firstState } from "../src/state/store";
import { csvOf, numbersOf, rowsOf } from "../src/shell/columns";
import { encodeSeries, inflate, pack, parts, Writer } from "./encode";

const HOUR = 3_600_000;

/** Five moments, an hour apart; the series are those of TotalUsedBytes. */
async function report(tags: Record<string, number[]>, drivers: string[] = [], boots: number[] = []): Promise<Report> {
  const names = Object.keys(tags);
  const times = new Writer();
  for (let i = 0; i < 5; i++) times.signed(i === 0 ? Date.UTC(2026, 0, 1) : HOUR);
  const rows = names.map((name) => {
    const at = tags[name].flatMap((value, i) => (Number.isNaN(value) ? [] : [i]));
    const known = at.map((i) => tags[name][i]);
    const fallen = boots.reduce((sum, boot) => {
      const after = at.findIndex((moment) => moment >= boot);
      return after > 0 ? sum + known[after - 1] - known[after] : sum;
    }, 0);
    return at.length
      ? [at.length, at[0], at[at.length - 1], known[0], known[known.length - 1], Math.max(...known), 0, fallen]
      : [0, 0, 0, 0, 0, 0, 0, 0];
  });
  const stats = new Writer();
  for (let column = 0; column < 8; column++)
    for (const row of rows)
      if (column < 3) stats.number(row[column]);
      else stats.signed(row[column]);
  const blocks: Record<string, string> = {
    report: JSON.stringify({
      format: 1,
      moments: 5,
      bucketStarts: [0, 1, 2, 3, 4],
      tags: names,
      drivers,
      boots,
      bootsKnown: true,
      types: [{ name: "TotalUsedBytes", known: true, series: true }],
      selected: [0, 1],
    }),
    "block-times": pack(times.bytes),
    "block-stats-TotalUsedBytes": pack(stats.bytes),
    "block-series-TotalUsedBytes-0": pack(parts(names.map((name) => encodeSeries(tags[name])))),
  };
  return openReport((name) => blocks[name] ?? null, inflate);
}

const FIVE = {
  TOTAL: [10, 10, 10, 10, 90],
  Grow: [100, 110, 120, 130, 300],
  Fall: [50, 40, 30, 20, 10],
  Late: [NaN, NaN, 5, 6, 7],
  Same: [8, 8, 8, 8, 8],
  Gone: [3, 4, NaN, NaN, NaN],
  None: [NaN, NaN, NaN, NaN, NaN],
};

async function table(patch: object): Promise<string[]> {
  const made = await report(FIVE, ["", "ntfs.sys", "", "nt!mm"]);
  const numbers = numbersOf(
    made,
    0,
    await made.stats(0),
    new Map([
      [1, 0.9],
      [2, -0.5],
    ]),
    null,
  );
  return rowsOf(made, { ...firstState(made.meta), ...patch }, numbers).map((entry) => made.meta.names[entry]);
}

test("numbers of a row: growth, percent, rate over the time between first and last value", async () => {
  const made = await report(FIVE);
  const numbers = numbersOf(made, 0, await made.stats(0), new Map(), null);
  assert.equal(numbers.growth[1], 200);
  assert.equal(numbers.percent[1], 200);
  assert.equal(numbers.rate[1], 1200); // 200 in 4 hours
  assert.equal(numbers.rate[3], 24); // 2 in 2 hours
  assert.equal(numbers.now[5], 4);
  assert.ok(Number.isNaN(numbers.growth[6]));
});

test("losses at a reboot and its duration are not part of the rate", async () => {
  const made = await report(
    {
      TOTAL: [9, 9, 9, 9, 9],
      Leak: [100, 110, 120, 10, 20],
      Later: [50, 51, NaN, NaN, 7],
      Before: [4, 6, 8, NaN, NaN],
    },
    [],
    [3],
  );
  const numbers = numbersOf(made, 0, await made.stats(0), new Map(), null);
  assert.equal(numbers.growth[1], -80);
  assert.equal(numbers.rate[1], 240); // 20 and 10, in 3 hours of uptime
  assert.equal(numbers.rate[2], 8); // 1, in 3 hours
  assert.equal(numbers.rate[3], 48); // 4 in 2 hours; not seen after the reboot
});

test("sorting: unknown values last in both directions, TOTAL excluded", async () => {
  assert.deepEqual(await table({ sort: "-growth" }), ["Grow", "Late", "Gone", "Same", "Fall", "None"]);
  assert.deepEqual(await table({ sort: "growth" }), ["Fall", "Same", "Gone", "Late", "Grow", "None"]);
  assert.deepEqual((await table({ sort: "-r" })).slice(0, 2), ["Grow", "Fall"]);
  assert.deepEqual(await table({ sort: "tag" }), ["Fall", "Gone", "Grow", "Late", "None", "Same"]);
  assert.deepEqual((await table({ sort: "driver" })).slice(0, 2), ["Late", "Grow"]);
});

test("filters: words in tag or driver, case-insensitive; growing; unknown driver; in the chart", async () => {
  assert.deepEqual(await table({ filter: "NT" }), ["Grow", "Late"]);
  assert.deepEqual(await table({ filter: "nt mm" }), ["Late"]);
  assert.deepEqual(await table({ filter: "zzz" }), []);
  assert.deepEqual(await table({ quick: "growing" }), ["Grow", "Late", "Gone"]);
  assert.deepEqual(await table({ quick: "unknown" }), ["Gone", "Same", "Fall", "None"]);
  assert.deepEqual(await table({ quick: "chart" }), ["Grow"]);
});

test("a window compared with an equal window before it", async () => {
  const made = await report(FIVE);
  const start = made.times[0];
  const span = { since: start + 2 * HOUR, until: start + 4 * HOUR };
  const windows = await compareWindows(made, 0, span);
  assert.equal(windows.inside[1], 180); // 300 - 120
  assert.equal(windows.before[1], 20); // 120 - 100
  assert.equal(windows.difference[1], 160);
  assert.equal(windows.difference[2], 0); // -20 and -20
  assert.deepEqual([windows.before[3], windows.inside[3]], [5, 2]); // it appeared, and counts from 0
  assert.ok(Number.isNaN(windows.before[6])); // never there
  assert.equal(baselineOf(made, { since: start + HOUR, until: start + 4 * HOUR }, 1), null);
  assert.equal((await compareWindows(made, 0, { since: start + HOUR, until: start + 4 * HOUR })).difference[1], 190);
});

test("other baselines count in as much time", async () => {
  const made = await report(FIVE);
  const start = made.times[0];
  const last = { since: start + 3 * HOUR, until: start + 4 * HOUR };
  assert.deepEqual(baselineOf(made, { ...last, until: last.since + HOUR / 2 }, 4), {
    since: start + HOUR,
    until: start + 3 * HOUR,
  });
  const first = { since: start, until: start + 3 * HOUR };
  const windows = await compareWindows(made, 0, last, first);
  assert.equal(windows.inside[1], 170);
  assert.equal(windows.before[1], 10); // 30 in three hours
});

test("growth in the visible time", async () => {
  const made = await report(FIVE, undefined, [3]); // a reboot before the fourth snapshot
  const start = made.times[0];
  const seen = await visibleGrowth(made, 0, { since: start + HOUR, until: start + 4 * HOUR });
  assert.equal(seen.growth[1], 180); // 110 to 120, and 130 to 300
  assert.equal(Math.round(seen.percent[1]), 164); // of 110
  assert.equal(seen.rate[1], (180 / 2) * 24); // an hour passed until the machine was up again
});

test("CSV: unformatted numbers, doubled quotes, no formulas", async () => {
  const made = await report({
    TOTAL: [1, 1, 1, 1, 1],
    '=1+"2': [1, 2, 3, 4, 5],
    "@b,c": [1, 1, 1, 1, NaN],
    None: FIVE.None,
  });
  const text = csvOf(made, [1, 2, 3], numbersOf(made, 0, await made.stats(0), new Map(), null));
  const lines = text.split("\r\n");
  assert.equal(lines[0], "tag,driver,description,first,now,peak,mean,growth,percent,rate,low,high,r,verdict");
  assert.equal(lines[1], `"'=1+""2",,,1,5,5,0,4,400,24,,,,`);
  assert.equal(lines[2].slice(0, 12), `"'@b,c",,,1,`);
  assert.equal(lines[3], "None,,,,,,,,,,,,,");
  assert.equal(lines[4], "");
});

// Decoding of blocks: varints, series, and reports that are damaged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Reader, readParts, readSeries } from "../src/report/codec";
import { openReport } from "../src/report/source";
import { encodeSeries, inflate, pack, parts, Writer } from "./encode";
import { makeReport } from "./synthetic";

const bytes = (...values: number[]): Reader => new Reader(Uint8Array.from(values));
const nothing = (): null => null;

test("varints: lowest seven bits first, zig-zag signs, beyond 2^53 as a double", () => {
  assert.equal(bytes(0).number(), 0);
  assert.equal(bytes(0xac, 0x02).number(), 300); // 300 = 2 x 128 + 44
  assert.deepEqual(
    [0, 1, 2, 3].map((code) => bytes(code).signed()),
    [0, -1, 1, -2],
  );
  assert.equal(bytes(0xff, 0xff, 0xff, 0xff, 0x1f).signed(), -(2 ** 32)); // 2^33 - 1
  assert.equal(bytes(...new Array<number>(9).fill(0x80), 1).number(), 2 ** 63);
  assert.equal(bytes(0x81, ...new Array<number>(8).fill(0x80), 1).signed(), -(2 ** 62)); // odd, but rounded to an even double
});

test("a truncated or endless varint is an error", () => {
  assert.throws(() => bytes(0x80).number(), /truncated/);
  assert.throws(() => bytes(...new Array<number>(20).fill(0xff)).number(), /too long/);
  assert.throws(() => readParts(bytes(5, 1, 2), 1), /truncated/);
});

test("series: every mode, encoded by hand", () => {
  assert.equal(readSeries(bytes(0), 3, true, nothing), null);
  assert.deepEqual([...readSeries(bytes(1, 9), 2, true, nothing)!.low], [-5, -5]);
  const total = { low: Float64Array.of(7), high: Float64Array.of(8) };
  assert.equal(
    readSeries(bytes(2), 1, false, () => total),
    total,
  );
  assert.throws(() => readSeries(bytes(4), 1, true, nothing), /unknown series mode 4/);
  // step 16, offset 100: k = 0, gap, +2, -1 (k = 1)
  const exact = readSeries(bytes(3, 16, 0xc8, 0x01, 1, 0, 5, 2), 4, true, nothing)!;
  assert.deepEqual([...exact.low], [100, NaN, 132, 116]);
  assert.equal(exact.high, exact.low);
  // the same with maximum - minimum of 0, 3 and 1 steps; the gap has none
  const ranges = readSeries(bytes(3, 16, 0xc8, 0x01, 1, 0, 5, 2, 0, 3, 1), 4, false, nothing)!;
  assert.deepEqual([...ranges.high], [100, NaN, 180, 132]);
});

test("the tests' encoder round-trips, including negative and huge values", () => {
  for (const values of [
    [1, 2, 3],
    [5, 5, 5],
    [NaN, 5, NaN],
    [NaN, NaN],
    [-3, 0, 2 ** 51, -7],
    [16, 48, NaN, 32],
  ]) {
    const series = readSeries(new Reader(Uint8Array.from(encodeSeries(values))), values.length, true, nothing);
    if (values.every(Number.isNaN)) assert.equal(series, null);
    else assert.deepEqual([...series!.low], values);
  }
});

test("a report: times, stats, bucket series and detail are consistent", async () => {
  const blocks = makeReport({ tags: 100, moments: 90, buckets: 30 });
  const report = await openReport((name) => blocks.get(name) ?? null, inflate);
  assert.deepEqual(report.faults, []);
  assert.equal(report.times[1] - report.times[0], 5 * 60_000);
  assert.equal(report.offsets![89], 3_600_000);
  const stats = await report.stats(0);
  const [series] = await report.series(0, [5]);
  const detail = await report.detail(0, 5);
  assert.equal(series!.low.length, 30);
  assert.equal(detail!.low.length, 90);
  assert.equal(stats.last[5], detail!.low[89]);
  assert.equal(stats.peak[5], Math.max(...detail!.low));
  assert.equal(Math.max(...series!.high), stats.peak[5]);
  assert.equal(Math.min(...series!.low), Math.min(...detail!.low));
  assert.equal(await report.detail(0, 99), null); // has no detail block
  const [total, nonpaged, paged] = await Promise.all([0, 2, 4].map((metric) => report.series(metric, [99])));
  assert.equal(total[0]!.low[29], nonpaged[0]!.low[29] + paged[0]!.low[29]);
});

test("missing, truncated and invalid blocks are reported, and the rest works", async () => {
  const blocks = makeReport({ tags: 80, moments: 20, buckets: 20 });
  blocks.delete("block-series-TotalDiff-0");
  blocks.set("block-series-TotalUsedBytes-0", blocks.get("block-series-TotalUsedBytes-0")!.slice(0, 40));
  blocks.set("block-stats-TotalDiff", "%%%");
  blocks.set("block-times", pack(new Writer().signed(5).bytes));
  blocks.set("block-matrix", pack(parts([[1]])));
  const report = await openReport((name) => blocks.get(name) ?? null, inflate);
  assert.deepEqual(await report.series(0, [3]), [null]);
  assert.deepEqual(await report.series(1, [3]), [null]);
  assert.equal((await report.stats(1)).seen[3], 0);
  assert.equal(await report.matrix(), null);
  assert.notEqual((await report.series(0, [70]))[0], null);
  assert.equal(report.faults.length, 5);
  assert.match(report.faults.join("\n"), /block times\): it is truncated/);
});

test("a missing report or another format is an error with a message", async () => {
  await assert.rejects(
    openReport(() => null, inflate),
    /contains no report/,
  );
  await assert.rejects(
    openReport(() => '{"format": 2}', inflate),
    /reads format 1, but the report has format 2/,
  );
  await assert.rejects(
    openReport(() => '{"form', inflate),
    /truncated or damaged/,
  );
});

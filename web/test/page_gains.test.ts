// What each tag gained in a time, and that the shares add up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { gainsWithin } from "../src/report/gains";
import { openReport } from "../src/report/source";
import type { Report } from "../src/report/types";
import { makeReport } from "./synthetic";

const opened = (blocks: Map<string, string>): Promise<Report> =>
  openReport(
    (name) => blocks.get(name) ?? null,
    async (bytes) => new Uint8Array(inflateRawSync(bytes)),
  );

test("the tags' gains add up to that of TOTAL, in the whole time and in a part of it", async () => {
  const report = await opened(makeReport({ tags: 28, moments: 90, buckets: 90 }));
  const [first, last] = [report.times[0], report.times[report.times.length - 1]];
  assert.ok(report.meta.boots.length > 0, "the capture has a reboot");
  for (const span of [
    { since: first, until: last },
    { since: first + (last - first) / 3, until: last - (last - first) / 4 },
  ]) {
    const gains = await gainsWithin(report, 0, span);
    const sum = gains.slice(1).reduce((all, gain) => all + gain, 0);
    assert.ok(Math.abs(sum - gains[0]) <= 1e-6 * Math.abs(gains[0]), `${sum} and ${gains[0]}`);
  }
});

test("what is lost at a reboot is not counted, and a tag that appears begins at 0", async () => {
  const series = [
    [0, 10, 20, 5, 15, 25], // a reboot before the fourth: 20 + 20
    [NaN, NaN, 7, 7, NaN, 3], // + 7, then 7 to 3
    [4, 4, 4, 4, 4, 4],
  ];
  const xs = Float64Array.from([0, 1, 2, 3, 4, 5]);
  const report = {
    meta: { tags: ["TOTAL", "A", "B"], boots: [3] },
    times: xs,
    bucketTimes: xs,
    series: async () => series.map((values) => ({ low: Float64Array.from(values), high: Float64Array.from(values) })),
  } as unknown as Report;
  assert.deepEqual([...(await gainsWithin(report, 0, { since: 0, until: 5 }))], [40, 3, 0]);
  assert.deepEqual([...(await gainsWithin(report, 0, { since: 1, until: 4 }))], [20, 0, 0]);
});

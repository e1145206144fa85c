// Snapshot numbers instead of times where times are unknown.
import assert from "node:assert/strict";
import test from "node:test";
import { clockOf, day, period, stamp, timeTicks } from "../src/report/times";
import type { Report } from "../src/report/types";

const report = {
  meta: { utcKnown: true, step: 1800_000, apart: "30 min apart" },
  times: [0, 1800_000, 3600_000],
} as unknown as Report;
const known = { meta: { utcKnown: true, step: 0, apart: "" }, times: [0] } as unknown as Report;

test("snapshots without times are numbered", () => {
  const clock = clockOf(report, false);
  assert.equal(clock.name, "30 min apart");
  assert.equal(stamp(0, clock), "snapshot 1");
  assert.equal(stamp(3600_000, clock), "snapshot 3");
  assert.equal(day(1800_000, clock, true), "snapshot 2");
  assert.equal(period(0, 3600_000, clock), "snapshot 1 \u2013 3");
  assert.equal(period(0, 0, clock), "snapshot 1");
});

test("the axis has at most `count` snapshot numbers", () => {
  const clock = clockOf(report, false);
  assert.deepEqual(timeTicks(0, 3600_000, 8, clock), { at: [0, 1800_000, 3600_000], labels: ["1", "2", "3"] });
  assert.deepEqual(timeTicks(0, 99 * 1800_000, 5, clock).labels, ["1", "21", "41", "61", "81"]);
});

test("known times are shown as times", () => {
  assert.equal(stamp(0, clockOf(known, false)), "1970-01-01 00:00");
});

// Lines: selection by time, gaps, rates, label placement, sparklines.
import assert from "node:assert/strict";
import { test } from "node:test";
import { growthOf, rangeOf, speedOf, stepAt, stepsWithin, type Line } from "../src/report/lines";
import { pushApart, trace, yOf, type Plane } from "../src/draw/paint";
import { sparkPath } from "../src/draw/sparkline";
import { withHoles } from "../src/report/holes";

const DAY = 86_400_000;
const line = (xs: number[], low: number[], high?: number[]): Line => {
  const lows = Float64Array.from(low);
  return { entry: 1, xs: Float64Array.from(xs), low: lows, high: high ? Float64Array.from(high) : lows };
};
const plane: Plane = {
  left: 0,
  top: 0,
  width: 100,
  height: 100,
  since: 0,
  until: 100,
  low: 0,
  high: 100,
  log: false,
  ratio: 1,
};

test("a range includes one step beyond each edge", () => {
  assert.deepEqual(stepsWithin([0, 10, 20, 30, 40], 15, 25), [1, 3]);
  assert.deepEqual(stepsWithin([0, 10, 20], -5, 99), [0, 2]);
  assert.deepEqual(rangeOf([line([0, 10, 20, 30], [1, 5, NaN, 9])], { since: 12, until: 18 }), [5, 5]);
  assert.equal(rangeOf([line([0, 1], [NaN, NaN])], { since: 0, until: 1 }), null);
  assert.deepEqual(rangeOf([line([0, 1, 2], [-4, 0, 8])], { since: 0, until: 2 }, 0), [8, 8]); // logarithmic
});

test("no peak is lost where many values share a pixel", () => {
  const n = 10_000;
  const ys = Array.from({ length: n }, (_, i) => (i === 5678 ? 99 : 10));
  const points = trace(
    plane,
    Float64Array.from({ length: n }, (_, i) => i / 100),
    Float64Array.from(ys),
    [],
  );
  assert.ok(points.length < 2 * 100 * 4 + 10, `${points.length / 2} points`);
  assert.ok(points.includes(1)); // 99 of 100 up
});

test("missing values and gaps of the recording both interrupt a line", () => {
  const strokes = (points: number[]): number =>
    points.filter((value, i) => i % 2 === 1 && Number.isNaN(value)).length + 1;
  const xs = Float64Array.of(0, 20, 40, 60, 80);
  const ys = Float64Array.of(1, 2, 3, 4, 5);
  assert.equal(strokes(trace(plane, xs, ys, [])), 1);
  assert.equal(strokes(trace(plane, xs, Float64Array.of(1, 2, NaN, 4, 5), [])), 2);
  assert.equal(strokes(trace(plane, xs, ys, [{ since: 40, until: 60, why: "" }])), 2);
  assert.equal(strokes(trace(plane, xs, ys, [{ since: 30, until: 50, why: "" }])), 1); // a snapshot lies within the gap
});

test("a logarithmic scale cannot show zero or negative values", () => {
  const log = { ...plane, low: 1, high: 100, log: true };
  assert.equal(yOf(log, 10), 50);
  assert.ok(Number.isNaN(yOf(log, 0)));
  assert.ok(Number.isNaN(yOf(log, -3)));
});

test("the step at a time: the nearest snapshot, or the bucket that contains it", () => {
  assert.equal(stepAt(line([0, 10], [1, 2]), 6), 1);
  assert.equal(stepAt(line([0, 10], [1, 2], [1, 3]), 6), 0);
  assert.equal(stepAt(line([0, 10], [1, 2], [1, 3]), 11), 1);
});

test("growth starts at the first known value of each boot", () => {
  assert.deepEqual([...growthOf(line([0, 1, 2], [NaN, 5, 7]), []).low], [NaN, 0, 2]);
  assert.deepEqual([...growthOf(line([0, 1, 2, 3], [5, 7, 1, 4]), [2]).low], [0, 2, 0, 3]);
});

test("the speed looks back over a window, but not across reboots or gaps", () => {
  const xs = [0, 0.5, 1, 1.5, 2].map((days) => days * DAY);
  const of = (ys: number[], boots: number[]): number[] => [...speedOf(line(xs, ys), boots, DAY).low];
  assert.deepEqual(of([0, 10, 20, 50, 80], []), [NaN, 20, 20, 40, 60]); // 80 - 20 in a day
  assert.deepEqual(of([0, 10, 20, 50, 80], [1.5 * DAY]), [NaN, 20, 20, NaN, 60]); // 80 - 50 in half a day
  assert.deepEqual(of([0, 10, NaN, 50, 80], []), [NaN, 20, NaN, NaN, 60]);
});

test("labels are moved apart, keep their order and stay in range", () => {
  assert.deepEqual(pushApart([10, 11, 50], 12, 0, 100), [10, 22, 50]);
  assert.deepEqual(pushApart([95, 96, 99], 12, 0, 100), [76, 88, 100]);
  assert.equal(
    pushApart(
      Array.from({ length: 50 }, (_, i) => i),
      10,
      0,
      100,
    ).length,
    11,
  );
});

test("sparklines: peaks, gaps, holes, a single value", () => {
  const of = (
    values: number[],
    xs = values.map((_, i) => i),
    gaps: { since: number; until: number; why: string }[] = [],
  ): string =>
    sparkPath(
      { xs: Float64Array.from(xs), low: Float64Array.from(values), high: Float64Array.from(values), gaps },
      20,
      10,
    );
  assert.equal(of([NaN, NaN]), "");
  assert.equal(of([3]), "M10.0 5.0h1");
  assert.equal((of([1, 2, NaN, 2, 1]).match(/M/g) ?? []).length, 2);
  const spike = of(Array.from({ length: 1000 }, (_, i) => (i === 500 ? 100 : 0)));
  assert.match(spike, / 1\.0/);
  // over time: the third of four values stands at nine tenths
  assert.equal(of([0, 8, 0, 8], [0, 1, 9, 10]), "M0.0 9.0L2.0 1.0L18.0 9.0L20.0 1.0");
  assert.equal(
    of([0, 8, 0, 8], [0, 1, 9, 10], [{ since: 1, until: 9, why: "" }]),
    "M0.0 9.0L2.0 1.0M18.0 9.0L20.0 1.0",
  );
});

test("a hole is a step of more than four usual ones, unless such steps are usual", () => {
  const quarters = [0, 15, 30, 45, 60, 10140, 10155, 10170, 10185, 10200, 10215, 10230]; // minutes; a week is missing
  assert.deepEqual(withHoles(Float64Array.from(quarters), []), [{ since: 60, until: 10140, why: "" }]);
  const noted = [{ since: 61, until: 10139, why: "the machine slept" }];
  assert.deepEqual(withHoles(Float64Array.from(quarters), noted), noted);
  assert.deepEqual(withHoles(Float64Array.from([0, 1, 9, 10, 19, 20, 29]), []), []);
  assert.deepEqual(withHoles(Float64Array.from([0, 4, 8]), []), []);
});

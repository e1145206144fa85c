// The line of a finding, and the limits of an axis that fits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { limitsOf } from "../src/draw/limits";
import { fitAt, fitsOf } from "../src/report/fit";
import type { Line } from "../src/report/lines";
import type { Card } from "../src/report/types";

const HOUR = 3_600_000;

const card = (perDay: [number, number, number]): Card => ({ perDay, tags: [1] }) as Card;

function lineOf(values: number[]): Line {
  const low = Float64Array.from(values);
  return { entry: 1, xs: Float64Array.from(values, (_, hour) => hour * HOUR), low, high: low };
}

test("the line has the rate of the finding and runs through the middle of the curve", () => {
  // 10 an hour from 100 on, one outlier: 24 * 10 = 240 a day
  const line = lineOf([100, 110, 120, 130, 900, 150, 160, 170, 180]);
  const [fit, ...others] = fitsOf(line, card([240, 192, 288]), null, []);
  assert.equal(others.length, 0);
  assert.deepEqual([fit.since, fit.until], [0, 8 * HOUR]);
  assert.equal(fitAt(fit, 0, 0), 100);
  assert.equal(fitAt(fit, 0, 8 * HOUR), 180);
  // the band turns about the middle, hour 4 at 140: 8 and 12 an hour
  assert.equal(fitAt(fit, 1, 8 * HOUR), 172);
  assert.equal(fitAt(fit, 2, 8 * HOUR), 188);
  assert.equal(fitAt(fit, 2, 0), 92);
});

test("each boot has a line of its own, and one that did not grow has none", () => {
  const line = lineOf([0, 10, 20, 30, 5, 5, 5, 5, 0, 10, 20, 30]);
  const fits = fitsOf(line, card([240, 192, 288]), null, [4 * HOUR, 8 * HOUR]);
  assert.deepEqual(
    fits.map((fit) => [fit.since / HOUR, fit.until / HOUR, fitAt(fit, 0, fit.since)]),
    [
      [0, 3, 0],
      [8, 11, 0],
    ],
  );
});

test("the line begins where the growth does; an unknown rate has no line", () => {
  const line = lineOf([7, 7, 7, 7, 10, 20, 30, 40]);
  assert.deepEqual(
    fitsOf(line, card([240, 192, 288]), 4 * HOUR, []).map((fit) => fit.since / HOUR),
    [4],
  );
  assert.deepEqual(fitsOf(line, card([NaN, NaN, NaN]), null, []), []);
});

test("an axis has 0 where that costs a quarter of the picture at most", () => {
  assert.deepEqual(limitsOf(25, 100, false), [0, 105]);
  assert.deepEqual(limitsOf(50, 100, false), [47.5, 102.5]);
  assert.deepEqual(limitsOf(50, 100, true), [0, 105]);
  assert.deepEqual(limitsOf(-100, -25, false), [-105, 0]);
  assert.deepEqual(limitsOf(-20, 100, false), [-26, 106]);
  const [low, high] = limitsOf(2_000_000, 2_000_000, false);
  assert.ok(low > 1_900_000 && low < 2_000_000 && high > 2_000_000 && high < 2_100_000, "a constant is in the middle");
  assert.deepEqual(limitsOf(0, 0, false), [0, 1]);
});

// The pixels of the heatmap, and the correlation coefficients of pairs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Trail } from "../src/base/trail";
import { Correlations } from "../src/draw/correlation";
import {
  UNDEFINED,
  colourAt,
  drawCells,
  pixelOf,
  pixelTable,
  pyramidOf,
  reordered,
  squareOf,
  type Inks,
} from "../src/draw/heat";

const inks: Inks = { table: pixelTable(["#0000ff", "#ffffff", "#ff0000"], 127), outside: 1, hatch: 2, unhatched: 3 };
const RED = pixelOf("#ff0000");
const BLUE = pixelOf("#0000ff");
const WHITE = pixelOf("#ffffff");

test("pixels have the byte order of ImageData: red first, alpha last", () => {
  assert.deepEqual([...new Uint8Array(Uint32Array.of(pixelOf("#123456")).buffer)], [0x12, 0x34, 0x56, 0xff]);
});

test("the colour scale is fixed: r = 0 is the middle, values are clamped", () => {
  assert.equal(colourAt(["#0000ff", "#ffffff", "#ff0000"], 0), "#ffffff");
  assert.equal(colourAt(["#0000ff", "#ffffff", "#ff0000"], -0.5), "#8080ff");
  assert.equal(colourAt(["#0000ff", "#ffffff", "#ff0000"], 7), "#ff0000");
});

test("a triangle expands to a symmetric square with r = 1 on the diagonal", () => {
  assert.deepEqual([...(squareOf(Int8Array.of(10, 20, -30), 3, 127) ?? [])], [127, 10, 20, 10, 127, -30, 20, -30, 127]);
  assert.equal(squareOf(Int8Array.of(10, 20), 3, 127), null, "a truncated block is rejected");
  const n = 150; // several tiles
  const triangle = Int8Array.from({ length: (n * (n - 1)) / 2 }, (_, i) => (i * 7) % 120);
  const square = squareOf(triangle, n, 127) ?? new Int8Array();
  let at = 0;
  for (let row = 0; row < n; row++)
    for (let column = row + 1; column < n; column++, at++) {
      assert.equal(square[row * n + column], triangle[at]);
      assert.equal(square[column * n + row], triangle[at]);
    }
});

test("reordering moves rows and columns", () => {
  assert.deepEqual([...reordered(Int8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, [2, 0])], [9, 7, 3, 1]);
});

test("zoomed out, a single strong pair among 3000 x 3000 is visible with its sign", () => {
  const n = 3000;
  const cells = new Int8Array(n * n).fill(5);
  cells[1234 * n + 2711] = -127;
  const out = new Uint32Array(400 * 400);
  drawCells(pyramidOf(cells, n), { left: 0, top: 0, scale: 400 / n, width: 400, height: 400 }, inks, out);
  const at = out.indexOf(BLUE);
  assert.ok(at >= 0, "the pair is not visible");
  assert.ok(
    Math.abs((at % 400) - (2711 * 400) / n) <= 2 && Math.abs(Math.floor(at / 400) - (1234 * 400) / n) <= 2,
    "the pair is at the wrong position",
  );
});

test("undefined cells are hatched, also when many share a pixel", () => {
  const cells = new Int8Array(64 * 64).fill(UNDEFINED);
  const out = new Uint32Array(16 * 16);
  drawCells(pyramidOf(cells, 64, 8), { left: 0, top: 0, scale: 0.25, width: 16, height: 16 }, inks, out);
  assert.deepEqual([...new Set(out)].sort(), [2, 3]);
  cells[5 * 64 + 9] = 0;
  drawCells(pyramidOf(cells, 64, 8), { left: 0, top: 0, scale: 0.25, width: 16, height: 16 }, inks, out);
  assert.equal(out[1 * 16 + 2], WHITE, "a defined cell takes precedence over undefined ones");
});

test("zoomed in, cells are at their position, and pixels outside the matrix have their own colour", () => {
  const out = new Uint32Array(8 * 8);
  drawCells(
    [{ n: 2, cells: Int8Array.of(127, -127, -127, 127) }],
    { left: -1, top: 0, scale: 2, width: 8, height: 8 },
    inks,
    out,
  );
  assert.deepEqual([...out.slice(0, 8)], [1, 1, RED, RED, BLUE, BLUE, 1, 1]);
  assert.deepEqual([...out.slice(16, 24)], [1, 1, BLUE, BLUE, RED, RED, 1, 1]);
  assert.deepEqual([...out.slice(56, 64)], [1, 1, 1, 1, 1, 1, 1, 1]);
});

const info = {
  metric: "TotalUsedBytes",
  order: [3, 0, 2], // 1 does not vary
  steps: 100,
  all: true,
  selected: { entries: [0, 1, 2], r: [1, null, 0.123456, null, null, null, 0.123456, null, 1] },
};

test("r is exact for selected tags, quantized for others, null where undefined", () => {
  const found = new Correlations(info, Int8Array.of(-50, UNDEFINED, 12));
  assert.deepEqual(found.r(0, 2), { value: 0.123456, exact: true });
  assert.deepEqual(found.r(0, 3), { value: -0.5, exact: false });
  assert.equal(found.r(2, 3), null);
  assert.equal(found.r(0, 1), null);
  assert.equal(found.r(1, 3), null);
  assert.deepEqual(
    found.withTotal().map((row) => row.entry),
    [2, 3],
  );
});

test("rows are sorted by cluster, growth or name; tags outside the clusters come last", () => {
  const found = new Correlations(info, Int8Array.of(-50, UNDEFINED, 12));
  const names = ["TOTAL", "b", "a", "c"];
  assert.deepEqual(found.matrix([0, 1, 2, 3], "cluster", names).entries, [3, 0, 2, 1]);
  assert.deepEqual(found.matrix([3, 2, 1, 0], "growth", names).entries, [0, 1, 2, 3]);
  assert.deepEqual(found.matrix([0, 1, 2, 3], "name", names).entries, [2, 1, 3, 0]);
  assert.deepEqual(found.matrix("all", "cluster", names).entries, [3, 0, 2]);
  assert.deepEqual(
    [...found.matrix("all", "growth", names).levels[0].cells],
    [100, 12, -50, 12, 100, UNDEFINED, -50, UNDEFINED, 100],
  );
});

test("without the matrix block, the selected tags keep their exact r", () => {
  const found = new Correlations(info, null);
  assert.deepEqual(found.r(0, 2), { value: 0.123456, exact: true });
  assert.deepEqual(found.matrix("all", "cluster", []).entries, []);
});

test("history: back, forward, home; a new step drops the forward steps", () => {
  const trail = new Trail("all");
  trail.go("a");
  trail.go("b");
  trail.navigate("back");
  assert.equal(trail.here, "a");
  trail.navigate("forward");
  assert.equal(trail.here, "b");
  trail.navigate("back");
  trail.go("c");
  assert.equal(trail.canGoForward, false);
  trail.navigate("home");
  assert.equal(trail.here, "all");
  trail.navigate("back");
  assert.equal(trail.here, "c", "home is a step of the history");
});

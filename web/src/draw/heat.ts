// heat.ts - renders a correlation matrix to pixels. No DOM.
//
// Cells are signed bytes: round(r * steps), or UNDEFINED. Zoomed out, a pixel covers many cells and shows the strongest
// of them, not their mean, which would hide a single strong pair: a pyramid holds, for every 2 x 2, 4 x 4, ... cells,
// the one furthest from zero. A frame costs one table look-up per pixel.

export const UNDEFINED = -128;

export interface Level {
  n: number; // cells per side
  cells: Int8Array; // n * n
}

/** Expands the upper triangle (without diagonal) to the full square; null when its length is wrong. */
export function squareOf(triangle: Int8Array, n: number, steps: number): Int8Array | null {
  if (triangle.length !== (n * (n - 1)) / 2) return null;
  const cells = new Int8Array(n * n);
  let at = 0;
  for (let row = 0; row < n; row++) {
    cells[row * n + row] = steps;
    for (let column = row + 1; column < n; column++) cells[row * n + column] = triangle[at++];
  }
  mirror(cells, n);
  return cells;
}

/** Copies the upper triangle to the lower one, in tiles that fit the cache. */
function mirror(cells: Int8Array, n: number): void {
  const tile = 64;
  for (let top = 0; top < n; top += tile)
    for (let left = top; left < n; left += tile)
      for (let row = top; row < Math.min(top + tile, n); row++)
        for (let column = Math.max(left, row + 1); column < Math.min(left + tile, n); column++)
          cells[column * n + row] = cells[row * n + column];
}

/** The square with row and column order[i] moved to i. */
export function reordered(cells: Int8Array, n: number, order: ArrayLike<number>): Int8Array {
  const size = order.length,
    out = new Int8Array(size * size);
  for (let row = 0; row < size; row++) {
    const from = order[row] * n,
      to = row * size;
    for (let column = 0; column < size; column++) out[to + column] = cells[from + order[column]];
  }
  return out;
}

/** The cell further from zero; UNDEFINED only when both are. */
const stronger = (a: number, b: number): number =>
  a === UNDEFINED ? b : b === UNDEFINED ? a : Math.abs(b) > Math.abs(a) ? b : a;

/** Level 0 is the cells; each further level is half as wide, the last one at most `least`. */
export function pyramidOf(cells: Int8Array, n: number, least = 64): Level[] {
  const levels: Level[] = [{ n, cells }];
  for (let below = levels[0]; below.n > least; below = levels[levels.length - 1]) {
    const half = (below.n + 1) >> 1,
      out = new Int8Array(half * half);
    for (let row = 0; row < half; row++) {
      const upper = 2 * row * below.n;
      const lower = 2 * row + 1 < below.n ? upper + below.n : upper;
      for (let column = 0; column < half; column++) {
        const left = 2 * column,
          right = Math.min(left + 1, below.n - 1);
        out[row * half + column] = stronger(
          stronger(below.cells[upper + left], below.cells[upper + right]),
          stronger(below.cells[lower + left], below.cells[lower + right]),
        );
      }
    }
    levels.push({ n: half, cells: out });
  }
  return levels;
}

/** '#rrggbb' as 0xAABBGGRR, the order of a little-endian Uint32Array over ImageData. */
export function pixelOf(colour: string): number {
  const rgb = parseInt(colour.slice(1), 16);
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/** Interpolates between `stops`, evenly spaced from r = -1 to r = 1; all '#rrggbb'. */
export function colourAt(stops: readonly string[], r: number): string {
  const at = ((Math.max(-1, Math.min(1, r)) + 1) / 2) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2),
    part = at - low;
  const a = parseInt(stops[low].slice(1), 16),
    b = parseInt(stops[low + 1].slice(1), 16);
  const mixed = [16, 8, 0].map((shift) => {
    const from = (a >> shift) & 255,
      to = (b >> shift) & 255;
    return Math.round(from + (to - from) * part)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** The pixel of each cell value, at index value + 128. Not used for UNDEFINED, whose hatching depends on position. */
export function pixelTable(stops: readonly string[], steps: number): Uint32Array {
  const table = new Uint32Array(256);
  for (let value = -128; value < 128; value++) table[value + 128] = pixelOf(colourAt(stops, value / steps));
  return table;
}

/** The visible part of the matrix, in device pixels. */
export interface Window {
  left: number;
  top: number; // cell coordinates of the image's corner; may be outside the matrix
  scale: number; // pixels per cell
  width: number;
  height: number; // of the image
}

/** For each of `length` pixels, the index of its cell on the level `shift`, or -1. */
function indexOf(start: number, scale: number, length: number, n: number, shift: number): Int32Array {
  const index = new Int32Array(length);
  for (let pixel = 0; pixel < length; pixel++) {
    const cell = Math.floor(start + (pixel + 0.5) / scale);
    index[pixel] = cell < 0 || cell >= n ? -1 : cell >> shift;
  }
  return index;
}

export interface Inks {
  table: Uint32Array; // see pixelTable
  outside: number; // pixels without a cell
  hatch: number;
  unhatched: number; // undefined cells
}

/** Writes width * height pixels, from the first level whose cells are at least a pixel wide: none is skipped. */
export function drawCells(levels: readonly Level[], window: Window, inks: Inks, out: Uint32Array): void {
  const { width, height, scale } = window;
  const shift = Math.min(levels.length - 1, Math.max(0, Math.ceil(-Math.log2(scale) - 1e-9)));
  const { cells, n } = levels[shift];
  const columns = indexOf(window.left, scale, width, levels[0].n, shift);
  const rows = indexOf(window.top, scale, height, levels[0].n, shift);
  let drawn = -2,
    plain = false;

  for (let y = 0; y < height; y++) {
    const to = y * width,
      from = rows[y] * n;
    if (rows[y] === drawn && plain) {
      out.copyWithin(to, to - width, to);
      continue;
    }
    drawn = rows[y];
    plain = true;
    if (drawn < 0) {
      out.fill(inks.outside, to, to + width);
      continue;
    }
    for (let x = 0; x < width; x++) {
      const column = columns[x];
      const cell = column < 0 ? 0 : cells[from + column];
      if (column < 0) {
        out[to + x] = inks.outside;
      } else if (cell === UNDEFINED) {
        out[to + x] = ((x + y) & 7) < 2 ? inks.hatch : inks.unhatched;
        plain = false;
      } else {
        out[to + x] = inks.table[cell + 128];
      }
    }
  }
}

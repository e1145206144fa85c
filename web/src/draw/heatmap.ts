// heatmap.ts - draws a correlation matrix: cells, tag names, numbers in large cells, the colour scale.
//
// Independent of the page: takes a matrix, the visible place and a size, and draws on a canvas or as SVG.
import { correlation } from "../base/units";
import type { Place } from "../state/types";
import { UNDEFINED, colourAt, drawCells, pixelOf, pixelTable, type Inks as Pixels, type Level } from "./heat";
import { palette } from "./palette";
import type { Paint } from "./svg";

export interface Matrix {
  entries: number[]; // in the order of rows and columns
  names: string[];
  steps: number; // see MatrixInfo
  levels: Level[];
  /** See Correlations.r. */
  r(row: number, column: number): { value: number; exact: boolean } | null;
}

/** Positions in CSS pixels. */
export interface Layout {
  left: number; // of the cells
  top: number;
  width: number; // of the cells
  height: number;
  wide: number; // largest possible size of the cells' area
  high: number;
  cell: number; // size of one
  cells: number; // see Place
  x: number; // cell coordinates of the left and top edges
  y: number;
  bar: number; // left edge of the colour scale
  turned: boolean; // column names are vertical
  scale: number; // of text
}

export const MIN_LABEL = 14; // CSS pixels between names
const NUMBERS_FROM = 30; // size from which cells show numbers
const WIDEST_CELL = 84;
/** Width of the colour scale with its labels. */
export const BAR = 62;

/** Colours from r = -1 to r = 1. */
const LIGHT_STOPS = ["#0b3a75", "#3f83bf", "#a8cbe4", "#f5f5f6", "#f3b49b", "#cf5443", "#7c0a1f"];
const DARK_STOPS = ["#a9d4ff", "#5b9fdb", "#2a5580", "#191d25", "#763529", "#d26a52", "#ffc1aa"];

export const stopsOf = (dark: boolean): readonly string[] => (dark ? DARK_STOPS : LIGHT_STOPS);
const tagFont = (scale: number): string => `${11 * scale}px ${palette(false).mono}`;

/** A name shortened in the middle to fit beside the matrix. */
const brief = (name: string): string => {
  const letters = [...name];
  return letters.length <= 18 ? name : `${letters.slice(0, 10).join("")}…${letters.slice(-7).join("")}`;
};

/** Space for the longest name, left of the cells and below them. */
function gutterOf(paint: Paint, matrix: Matrix, scale: number): number {
  const widest = matrix.names.reduce(
    (longest, name) => (brief(name).length > longest.length ? brief(name) : longest),
    "",
  );
  paint.font = tagFont(scale);
  return Math.ceil(paint.measureText(widest).width) + 12;
}

/** Height for this width at the home view, so that no space is left below the cells. */
export function heightFor(paint: Paint, matrix: Matrix, width: number, scale: number): number {
  const gutter = gutterOf(paint, matrix, scale);
  const n = matrix.entries.length;
  return gutter + 8 + Math.max(Math.min(n * WIDEST_CELL * scale, width - gutter - BAR * scale), n > 60 ? 320 : 0);
}

export interface LayoutOptions {
  view: Place | null; // null: all cells
  width: number; // CSS pixels
  height: number;
  scale?: number; // of text, 1
}

/** Positions of all parts. The cells' area is no larger than the matrix. */
export function layoutOf(paint: Paint, matrix: Matrix, { view, width, height, scale = 1 }: LayoutOptions): Layout {
  const n = matrix.entries.length;
  const gutter = gutterOf(paint, matrix, scale);
  const [wide, high] = [Math.max(40, width - gutter - BAR * scale), Math.max(40, height - gutter - 8)];
  const home = Math.max(n, Math.min(wide, high) / (WIDEST_CELL * scale));
  const cells = Math.min(home, view?.cells ?? home);
  const cell = Math.min(wide, high) / cells;
  const area = { width: Math.min(wide, n * cell), height: Math.min(high, n * cell) };
  const edge = (middle: number, side: number): number =>
    Math.max(0, Math.min(n - side / cell, middle - side / cell / 2));
  return {
    left: gutter,
    top: 8,
    width: area.width,
    height: area.height,
    wide,
    high,
    cell,
    cells,
    x: edge(view?.x ?? n / 2, area.width),
    y: edge(view?.y ?? n / 2, area.height),
    bar: gutter + area.width + 16,
    turned: cell < gutter,
    scale,
  };
}

/** The cell under a point in CSS pixels, or null. */
export function cellAt(layout: Layout, n: number, x: number, y: number): { row: number; column: number } | null {
  const column = Math.floor(layout.x + (x - layout.left) / layout.cell);
  const row = Math.floor(layout.y + (y - layout.top) / layout.cell);
  const inside =
    x >= layout.left && y >= layout.top && x < layout.left + layout.width && y < layout.top + layout.height;
  return inside && row >= 0 && column >= 0 && row < n && column < n ? { row, column } : null;
}

export const pixelsOf = (dark: boolean, steps: number): Pixels => ({
  table: pixelTable(stopsOf(dark), steps),
  outside: pixelOf(palette(dark).ground),
  hatch: pixelOf(palette(dark).hatch),
  unhatched: pixelOf(palette(dark).ground),
});

/** Pixels of the cells, `ratio` per CSS pixel. */
export function cellPixels(matrix: Matrix, layout: Layout, pixels: Pixels, ratio: number): ImageData {
  const image = new ImageData(
    Math.max(1, Math.round(layout.width * ratio)),
    Math.max(1, Math.round(layout.height * ratio)),
  );
  const window = {
    left: layout.x,
    top: layout.y,
    scale: layout.cell * ratio,
    width: image.width,
    height: image.height,
  };
  drawCells(matrix.levels, window, pixels, new Uint32Array(image.data.buffer));
  return image;
}

/** Draws everything but the cells. */
export function drawAround(paint: Paint, matrix: Matrix, layout: Layout, dark: boolean): void {
  const n = matrix.entries.length;
  const every = Math.max(1, Math.ceil((MIN_LABEL * layout.scale) / layout.cell));
  const { left, top, width, height, cell } = layout;

  paint.textBaseline = "middle";
  paint.font = tagFont(layout.scale);
  paint.fillStyle = palette(dark).text;
  for (let i = Math.ceil(layout.y / every) * every; i < n; i += every) {
    const y = top + (i + 0.5 - layout.y) * cell;
    if (y < top || y > top + height) continue;
    paint.textAlign = "right";
    paint.fillText(brief(matrix.names[i]), left - 6, y);
  }
  for (let i = Math.ceil(layout.x / every) * every; i < n; i += every) {
    const x = left + (i + 0.5 - layout.x) * cell;
    if (x < left || x > left + width) continue;
    paint.save();
    paint.translate(x, top + height + 6);
    if (layout.turned) paint.rotate(-Math.PI / 2);
    paint.textAlign = layout.turned ? "right" : "center";
    paint.textBaseline = layout.turned ? "middle" : "top";
    paint.fillText(brief(matrix.names[i]), 0, 0);
    paint.restore();
  }
  if (cell >= NUMBERS_FROM * layout.scale) drawNumbers(paint, matrix, layout, dark);
  drawBar(paint, layout, dark);
}

const luminance = (colour: string): number => {
  const rgb = parseInt(colour.slice(1), 16);
  const part = (shift: number): number => (((rgb >> shift) & 255) / 255) ** 2.2;
  return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
};

function drawNumbers(paint: Paint, matrix: Matrix, layout: Layout, dark: boolean): void {
  const n = matrix.entries.length;
  const { left, top, width, height, cell, scale } = layout;

  paint.save();
  paint.beginPath();
  paint.rect(left, top, width, height);
  paint.clip();
  paint.font = `${scale * (cell < 38 * scale ? 9.5 : cell < 48 * scale ? 11 : 12)}px ${palette(dark).sans}`;
  paint.textAlign = "center";
  paint.textBaseline = "middle";
  for (let row = Math.floor(layout.y); row < Math.min(n, layout.y + height / cell); row++) {
    for (let column = Math.floor(layout.x); column < Math.min(n, layout.x + width / cell); column++) {
      const r = matrix.r(row, column);
      if (r === null) continue;
      paint.fillStyle = luminance(colourAt(stopsOf(dark), r.value)) > 0.2 ? "#16181d" : "#ffffff";
      paint.fillText(
        correlation(r.value),
        left + (column + 0.5 - layout.x) * cell,
        top + (row + 0.5 - layout.y) * cell,
      );
    }
  }
  paint.restore();
}

/** The colour scale, always from -1 to 1, so that a colour means the same in every report. */
function drawBar(paint: Paint, layout: Layout, dark: boolean): void {
  const { scale } = layout;
  const height = Math.min(layout.height, 320 * scale);
  const step = height / 64;

  for (let i = 0; i < 64; i++) {
    paint.fillStyle = colourAt(stopsOf(dark), 1 - (2 * i) / 63);
    paint.fillRect(layout.bar, layout.top + i * step, 12 * scale, step + (i < 63 ? 0.5 : 0));
  }
  paint.strokeStyle = palette(dark).line;
  paint.lineWidth = 1;
  paint.strokeRect(layout.bar + 0.5, layout.top + 0.5, 12 * scale - 1, height - 1);
  paint.fillStyle = palette(dark).dim;
  paint.font = `${11 * scale}px ${palette(dark).sans}`;
  paint.textAlign = "left";
  paint.textBaseline = "middle";
  for (const r of [1, 0.5, 0, -0.5, -1]) {
    const y = layout.top + Math.max(6 * scale, Math.min(height - 6 * scale, ((1 - r) / 2) * height));
    paint.fillText(String(r).replace("-", "−"), layout.bar + 18 * scale, y);
  }
}

/** The figure for Save: few cells as rectangles, which can be edited, many as one image. */
export function drawFigure(paint: Paint, matrix: Matrix, layout: Layout, dark: boolean): void {
  const n = matrix.entries.length;

  if (n <= 40) {
    const { cell, left, top } = layout;
    const cells = matrix.levels[0].cells;
    paint.save();
    paint.beginPath();
    paint.rect(left, top, layout.width, layout.height);
    paint.clip();
    for (let i = 0; i < n * n; i++) {
      const x = left + ((i % n) - layout.x) * cell;
      const y = top + (Math.floor(i / n) - layout.y) * cell;
      paint.fillStyle =
        cells[i] === UNDEFINED ? palette(dark).ground : colourAt(stopsOf(dark), cells[i] / matrix.steps);
      paint.fillRect(x, y, cell + 0.5, cell + 0.5); // overlap avoids seams; the next cell covers it
      if (cells[i] === UNDEFINED) drawHatching(paint, x, y, cell, palette(dark).hatch);
    }
    paint.restore();
  } else {
    const image = cellPixels(matrix, layout, pixelsOf(dark, matrix.steps), 2);
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d")?.putImageData(image, 0, 0);
    paint.drawImage(canvas, layout.left, layout.top, layout.width, layout.height);
  }
  drawAround(paint, matrix, layout, dark);
}

function drawHatching(paint: Paint, x: number, y: number, size: number, colour: string): void {
  paint.strokeStyle = colour;
  paint.lineWidth = 1.5;
  paint.beginPath();
  for (let along = 8; along < 2 * size; along += 8) {
    const over = Math.max(0, along - size);
    paint.moveTo(x + along - over, y + over);
    paint.lineTo(x + over, y + along - over);
  }
  paint.stroke();
}

// paint.ts - draws a line: reduced to pixel resolution, with gaps, steps, markers, and a band between minimum and
// maximum.
import { isExact, stepsWithin, type Line } from "../report/lines";
import type { Gap } from "../report/types";
import type { Look } from "./colours";
import type { Paint } from "./svg";

/** Maps times and values to canvas pixels. */
export interface Plane {
  left: number;
  top: number;
  width: number;
  height: number;
  since: number;
  until: number;
  low: number;
  high: number;
  log: boolean;
  ratio: number; // canvas pixels per CSS pixel
}

export const xOf = (plane: Plane, time: number): number =>
  plane.left + ((time - plane.since) / (plane.until - plane.since)) * plane.width;

export function yOf(plane: Plane, value: number): number {
  const share = plane.log
    ? value > 0
      ? (Math.log(value) - Math.log(plane.low)) / (Math.log(plane.high) - Math.log(plane.low))
      : NaN
    : (value - plane.low) / (plane.high - plane.low);
  return plane.top + plane.height * (1 - share);
}

/** Points as x, y pairs; NaN, NaN separates runs. First, highest, lowest and last per pixel column: no peak is lost. */
export function trace(plane: Plane, xs: Float64Array, ys: Float64Array, gaps: readonly Gap[]): number[] {
  const out: number[] = [];
  if (xs.length === 0) return out;
  const [first, last] = stepsWithin(xs, plane.since, plane.until);
  let column = NaN;
  let [firstY, lowY, highY, lastY, lastX] = [NaN, NaN, NaN, NaN, NaN];
  let gap = 0;
  const flush = (): void => {
    if (Number.isNaN(firstY)) return;
    const dense = lowY !== highY || lastX !== column;
    out.push(dense ? Math.round(column) : column, firstY);
    if (highY !== firstY && highY !== lastY) out.push(Math.round(column), highY);
    if (lowY !== firstY && lowY !== lastY) out.push(Math.round(column), lowY);
    if (lastY !== firstY) out.push(Math.round(column), lastY);
    firstY = NaN;
  };
  const cut = (): void => {
    flush();
    column = NaN;
    if (out.length > 0 && !Number.isNaN(out[out.length - 1])) out.push(NaN, NaN);
  };
  const far = plane.height * 4;
  for (let i = first; i <= last; i++) {
    const y = Math.max(plane.top - far, Math.min(plane.top + plane.height + far, yOf(plane, ys[i])));
    if (Number.isNaN(y)) {
      cut();
      continue;
    }
    while (gap < gaps.length && gaps[gap].until <= xs[Math.max(0, i - 1)]) gap++;
    if (i > first && gap < gaps.length && xs[i - 1] <= gaps[gap].since && xs[i] >= gaps[gap].until) cut();
    const x = xOf(plane, xs[i]);
    if (Math.round(x) !== Math.round(column)) {
      flush();
      column = x;
      firstY = lowY = highY = y;
    } else if (Number.isNaN(firstY)) firstY = lowY = highY = y;
    if (y > lowY) lowY = y; // canvas y grows downwards
    if (y < highY) highY = y;
    lastY = y;
    lastX = x;
  }
  flush();
  return out;
}

function follow(pen: Paint, points: readonly number[], draw: Look["draw"]): void {
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    if (Number.isNaN(y)) {
      lastY = NaN;
      continue;
    }
    if (Number.isNaN(lastY)) pen.moveTo(x, y);
    else {
      if (draw === "steps before") pen.lineTo(lastX, y);
      else if (draw === "steps after") pen.lineTo(x, lastY);
      else if (draw === "steps middle") {
        pen.lineTo((lastX + x) / 2, lastY);
        pen.lineTo((lastX + x) / 2, y);
      }
      pen.lineTo(x, y);
    }
    [lastX, lastY] = [x, y];
  }
}

/** Runs of a single point, which a line would not show. */
function dots(points: readonly number[]): number[] {
  const alone: number[] = [];
  for (let i = 0; i < points.length; i += 2)
    if (
      !Number.isNaN(points[i + 1]) &&
      !(points[i - 1] === points[i - 1] && i > 0) &&
      (i + 2 >= points.length || Number.isNaN(points[i + 3]))
    )
      alone.push(points[i], points[i + 1]);
  return alone;
}

function marker(pen: Paint, kind: Look["marker"], x: number, y: number, r: number): void {
  pen.beginPath();
  if (kind === "circle") pen.arc(x, y, r, 0, 2 * Math.PI);
  else if (kind === "square") pen.rect(x - r, y - r, 2 * r, 2 * r);
  else {
    const corners: Record<string, number[][]> = {
      diamond: [
        [0, -1.3],
        [1.3, 0],
        [0, 1.3],
        [-1.3, 0],
      ],
      triangle: [
        [0, -1.2],
        [1.1, 0.9],
        [-1.1, 0.9],
      ],
      plus: [[-1, 0], [1, 0], [], [0, -1], [0, 1]],
      cross: [[-0.8, -0.8], [0.8, 0.8], [], [-0.8, 0.8], [0.8, -0.8]],
    };
    let start = true;
    for (const corner of corners[kind] ?? []) {
      if (corner.length === 0) start = true;
      else if (start) pen.moveTo(x + corner[0] * r, y + corner[1] * r);
      else pen.lineTo(x + corner[0] * r, y + corner[1] * r);
      if (corner.length) start = false;
    }
    if (kind === "diamond" || kind === "triangle") pen.closePath();
  }
}

export interface PaintOptions {
  gaps: readonly Gap[]; // the line is not drawn across these
  alpha?: number; // 1
}

export function paintLine(ctx: Paint, plane: Plane, line: Line, look: Look, { gaps, alpha = 1 }: PaintOptions): void {
  const lower = trace(plane, line.xs, line.low, gaps);
  const upper = isExact(line) ? lower : trace(plane, line.xs, line.high, gaps);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = look.colour;
  ctx.lineWidth = look.width * plane.ratio;
  ctx.lineJoin = "round";
  if (upper !== lower) {
    ctx.globalAlpha = alpha * 0.3;
    paintBand(ctx, lower, upper);
  }
  ctx.globalAlpha = alpha;
  if (look.width > 0) {
    ctx.setLineDash(look.dash.map((part) => part * plane.ratio));
    for (const points of upper === lower ? [lower] : [lower, upper]) {
      ctx.beginPath();
      follow(ctx, points, look.draw);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }
  const alone = dots(lower);
  for (let i = 0; i < alone.length; i += 2) {
    ctx.beginPath();
    ctx.arc(alone[i], alone[i + 1], 2.5 * plane.ratio, 0, 2 * Math.PI);
    ctx.fill();
  }
  if (look.marker !== "none") paintMarkers(ctx, plane, upper, look);
  ctx.restore();
}

/** Fills each run between the maxima and the minima. Both have the same gaps. */
function paintBand(ctx: Paint, lower: readonly number[], upper: readonly number[]): void {
  const runsOf = (points: readonly number[]): number[][] => {
    const all: number[][] = [[]];
    for (let i = 0; i < points.length; i += 2)
      if (Number.isNaN(points[i + 1])) all.push([]);
      else all[all.length - 1].push(points[i], points[i + 1]);
    return all;
  };
  const lows = runsOf(lower);
  runsOf(upper).forEach((high, s) => {
    const low = lows[s] ?? [];
    if (high.length === 0) return;
    ctx.beginPath();
    for (let i = 0; i < high.length; i += 2) i === 0 ? ctx.moveTo(high[0], high[1]) : ctx.lineTo(high[i], high[i + 1]);
    for (let i = low.length - 2; i >= 0; i -= 2) ctx.lineTo(low[i], low[i + 1]);
    ctx.closePath();
    ctx.fill();
  });
}

function paintMarkers(ctx: Paint, plane: Plane, points: readonly number[], look: Look): void {
  const apart = look.size * 0.6 * plane.ratio;
  let [lastX, lastY] = [-Infinity, -Infinity];
  ctx.fillStyle = look.face;
  ctx.strokeStyle = look.edge;
  ctx.lineWidth = plane.ratio;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    if (Number.isNaN(y) || (Math.abs(x - lastX) < apart && Math.abs(y - lastY) < apart)) continue;
    [lastX, lastY] = [x, y];
    marker(ctx, look.marker, x, y, (look.size / 2) * plane.ratio);
    if (look.marker !== "plus" && look.marker !== "cross") ctx.fill();
    ctx.stroke();
  }
}

/** Moves ascending positions until they are `apart` from each other; those that do not fit are dropped. */
export function pushApart(heights: readonly number[], apart: number, top: number, bottom: number): number[] {
  const places = heights.slice(0, Math.max(1, Math.floor((bottom - top) / apart) + 1));
  for (let i = 0; i < places.length; i++) places[i] = Math.max(places[i], i === 0 ? top : places[i - 1] + apart);
  for (let i = places.length - 1; i >= 0; i--)
    places[i] = Math.min(places[i], i === places.length - 1 ? bottom : places[i + 1] - apart);
  return places;
}

// small.ts - a small chart of one line, for Small multiples and the pair beside the heatmap.
import { linearTicks, logTicks, tickLabels } from "../base/units";
import { rangeOf, type Line } from "../report/lines";
import { clockOf, timeTicks, fullSpan } from "../report/times";
import type { App } from "../state/app";
import { lookOf } from "./colours";
import { paintLine, xOf, yOf, type Plane } from "./paint";
import { palette } from "./palette";
import type { Paint } from "./svg";

/** Margins for axis labels, in CSS pixels, for text of `scale` times its usual size. */
export const edgesOf = (scale: number): { left: number; right: number; top: number; bottom: number } => ({
  left: 66 * scale,
  right: 8,
  top: 6,
  bottom: 20 * scale,
});

export interface Range {
  since: number;
  until: number;
  low: number;
  high: number;
}

/** The visible time, and the range of values in it. */
export function rangeIn(app: App, lines: readonly Line[]): Range {
  const { since, until } = app.store.state.x ?? fullSpan(app.report);
  const [low, high] = rangeOf(lines, { since, until }) ?? [0, 1];
  if (low !== high) return { since, until, low, high };
  return { since, until, low: Math.min(0, 1.25 * low), high: Math.max(1, 1.25 * high) };
}

/** Size and scales of a small chart; text is `scale` times its usual size. */
export interface SmallChart {
  range: Range;
  width: number; // CSS pixels
  height: number;
  scale?: number; // 1
}

export function drawSmall(paint: Paint, app: App, line: Line, { range, width, height, scale = 1 }: SmallChart): void {
  const { report, store } = app;
  const { state } = store;
  const inks = palette(app.dark());
  const edge = edgesOf(scale);
  const box = { left: edge.left, right: width - edge.right, top: edge.top, bottom: height - edge.bottom };
  const log = state.log && range.low > 0;
  const plane: Plane = {
    ...range,
    left: box.left,
    top: box.top,
    width: box.right - box.left,
    height: box.bottom - box.top,
    log,
    ratio: 1,
  };
  const x = (time: number): number => xOf(plane, time);
  const y = (value: number): number => yOf(plane, value);

  paint.font = `${10.5 * scale}px ${inks.sans}`;
  paint.lineWidth = 1;
  paint.strokeStyle = inks.line;
  paint.fillStyle = inks.dim;
  paint.textBaseline = "middle";
  paint.textAlign = "right";
  const { bytes } = report.meta.metrics[state.metric];
  const values = (log ? logTicks : linearTicks)(range.low, range.high, 3, bytes);
  tickLabels(values, bytes).forEach((label, i) => {
    rule(paint, box.left, y(values[i]), box.right, y(values[i]));
    paint.fillText(label, box.left - 6, y(values[i]));
  });
  paint.textBaseline = "top";
  paint.textAlign = "center";
  const times = timeTicks(
    range.since,
    range.until,
    Math.max(2, Math.floor(width / (80 * scale))),
    clockOf(report, state.local),
  );
  let free = box.left - 24; // labels do not overlap
  times.labels.forEach((label, i) => {
    const line = label.split("\n")[0];
    const half = paint.measureText(line).width / 2;
    const at = x(times.at[i]);
    if (at - half < free || at + half > width) return;
    paint.fillText(line, at, box.bottom + 6);
    free = at + half + 8;
  });
  paint.strokeStyle = inks.dim;
  paint.setLineDash([3, 3]);
  for (const boot of report.meta.boots) {
    const at = x(report.times[boot]);
    if (at >= box.left && at <= box.right) rule(paint, at, box.top, at, box.bottom);
  }
  paint.setLineDash([]);
  paint.save();
  paint.beginPath();
  paint.rect(box.left, box.top - 2, box.right - box.left, box.bottom - box.top + 4);
  paint.clip();
  const look = lookOf(state, line.entry, app.dark());
  // A curve on its own needs neither the grey of context nor dashes.
  if (look.context) look.colour = look.face = look.edge = inks.dim;
  const alone = {
    ...look,
    dash: state.curves[line.entry]?.line ? look.dash : [],
    width: look.width === 0 ? 0 : Math.max(1.25, look.width * 0.85),
  };
  paintLine(paint, plane, line, alone, { gaps: report.meta.gaps });
  paint.restore();
}

function rule(paint: Paint, x1: number, y1: number, x2: number, y2: number): void {
  paint.beginPath();
  paint.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  paint.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
  paint.stroke();
}

// chart.ts - the timeline's chart, and the only file that uses uPlot: for scales, axes, grid and crosshair. paint.ts
// draws the lines.
import uPlot from "uplot";
import { linearTicks, logTicks, tickLabels } from "../base/units";
import type { Line } from "../report/lines";
import type { Fit } from "../report/fit";
import { timeTicks, type Clock } from "../report/times";
import type { Gap, Span } from "../report/types";
import { readable, type Look } from "./colours";
import { paintFits } from "./paint_fits";
import { paintLine, pushApart, xOf, yOf, type Plane } from "./paint";
import type { Inks } from "./palette";

export interface Drawn {
  line: Line;
  look: Look;
  label: string; // at the right edge; "": none
}

/** Where a curve began to grow. */
export interface GrowthStart {
  time: number;
  line: Drawn;
}

/** Everything a chart shows. */
export interface Frame {
  lines: Drawn[]; // painted in this order
  x: Span;
  y: [number, number];
  log: boolean;
  bytes: boolean;
  clock: Clock;
  xLabel: string;
  yLabel: string;
  boots: number[]; // UTC milliseconds
  gaps: Gap[];
  since: GrowthStart[];
  fits: readonly Fit[]; // lines of findings, with their bands
  inks: Inks;
}

const ROW = 15; // CSS pixels: height of a row of labels; reboots, gaps and growth starts have one each
const LABEL_HEIGHT = 1.1; // distance of names at the right edge, in font heights

export class Chart {
  private plot: uPlot | null = null;
  private built = "";
  private frame: Frame | null = null;
  private lifted: number | null = null;
  private size = { width: 0, height: 0 };

  private font = 12; // CSS pixels

  constructor(private readonly host: HTMLElement) {}

  /** The plotting area, which gets pointer events; null before the first frame. */
  get over(): HTMLElement | null {
    return this.plot?.over ?? null;
  }

  resize(width: number, height: number): void {
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.plot?.setSize(this.size);
  }

  show(frame: Frame): void {
    this.frame = frame;
    this.font = Math.max(11, parseFloat(getComputedStyle(this.host).fontSize) - 1 || 12);
    const key = JSON.stringify([
      this.font,
      frame.log,
      frame.bytes,
      frame.xLabel,
      frame.yLabel,
      frame.inks,
      frame.clock.name,
      labelWidth(frame, this.font),
    ]);
    if (this.plot && this.built === key) {
      this.plot.batch(() => {
        this.plot?.setScale("x", { min: frame.x.since, max: frame.x.until });
        this.plot?.setScale("y", { min: frame.y[0], max: frame.y[1] });
      });
      this.plot.redraw(false, true);
      return;
    }
    this.plot?.destroy();
    this.built = key;
    this.plot = new uPlot(
      this.options(frame),
      [
        [frame.x.since, frame.x.until],
        [null, null],
      ],
      this.host,
    );
  }

  /** Draws this entry's curve on top and dims the others. */
  lift(entry: number | null): void {
    if (entry === this.lifted) return;
    this.lifted = entry;
    this.plot?.redraw(false, false);
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  timeAt(x: number): number {
    return this.plot?.posToVal(x, "x") ?? NaN;
  }
  valueAt(y: number): number {
    return this.plot?.posToVal(y, "y") ?? NaN;
  }
  /** CSS pixels within the plotting area. */
  xOf(time: number): number {
    return this.plot?.valToPos(time, "x") ?? NaN;
  }
  yOf(value: number): number {
    return this.frame?.log && value <= 0 ? NaN : (this.plot?.valToPos(value, "y") ?? NaN);
  }
  /** Shows the zoom rectangle; null hides it. */
  select(box: { left: number; top: number; width: number; height: number } | null): void {
    this.plot?.setSelect(box ?? { left: 0, top: 0, width: 0, height: 0 }, false);
  }
  crosshair(at: { left: number; top: number } | null): void {
    this.plot?.setCursor(at ?? { left: -10, top: -10 }, false);
  }

  private options(frame: Frame): uPlot.Options {
    const { inks } = frame;
    const now = (): Frame => this.frame ?? frame;
    const grid = { stroke: inks.line, width: 1 };
    const font = `${this.font}px ${inks.sans}`;
    const shared = { stroke: inks.dim, font, labelFont: font, labelSize: 20, grid, ticks: { show: false }, gap: 6 };
    let times = timeTicks(frame.x.since, frame.x.until, 8, frame.clock);
    return {
      width: this.size.width,
      height: this.size.height,
      padding: [12, Math.max(16, labelWidth(frame, this.font)), 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false, setScale: false }, points: { show: false }, bind: NO_MOUSE },
      scales: {
        x: { time: false, auto: false, range: () => [now().x.since, now().x.until] },
        y: { auto: false, distr: frame.log ? 3 : 1, log: frame.bytes ? 2 : 10, range: () => now().y },
      },
      series: [{}, { show: false }],
      axes: [
        {
          ...shared,
          size: Math.round(this.font * 3),
          label: frame.xLabel || undefined,
          splits: (u) => {
            times = timeTicks(
              now().x.since,
              now().x.until,
              Math.max(2, u.bbox.width / uPlot.pxRatio / 95),
              now().clock,
            );
            return times.at;
          },
          values: () => times.labels,
        },
        {
          ...shared,
          label: frame.yLabel || undefined,
          splits: (u) => {
            const [low, high] = now().y;
            const count = Math.max(2, u.bbox.height / uPlot.pxRatio / 34);
            return frame.log ? logTicks(low, high, count, frame.bytes) : linearTicks(low, high, count, frame.bytes);
          },
          filter: (_, splits) => splits,
          values: (_, splits) => tickLabels(splits, frame.bytes),
          size: (_, values) => Math.max(54, 14 + Math.max(0, ...(values ?? []).map((text) => textWidth(text, font)))),
        },
      ],
      hooks: { drawAxes: [(u) => this.paintMarks(u)], draw: [(u) => this.paintLines(u)] },
    };
  }

  private plane(u: uPlot): Plane {
    const { left, top, width, height } = u.bbox;
    const { x, y, log } = this.frame as Frame;
    return {
      left,
      top,
      width,
      height,
      since: x.since,
      until: x.until,
      low: y[0],
      high: y[1],
      log,
      ratio: uPlot.pxRatio,
    };
  }

  private paintMarks(u: uPlot): void {
    const { boots, gaps, inks } = this.frame as Frame;
    const plane = this.plane(u);
    const { ctx } = u;
    const bottom = plane.top + plane.height;
    ctx.save();
    ctx.beginPath();
    ctx.rect(plane.left, 0, plane.width, bottom);
    ctx.clip();
    for (const gap of gaps) {
      const [from, to] = [xOf(plane, gap.since), xOf(plane, gap.until)];
      if (to < plane.left || from > plane.left + plane.width) continue;
      ctx.fillStyle = inks.line;
      ctx.globalAlpha = 0.7;
      ctx.fillRect(from, plane.top, Math.max(plane.ratio, to - from), plane.height);
      ctx.globalAlpha = 1;
    }
    ctx.font = `${this.font * plane.ratio}px ${inks.sans}`;
    ctx.fillStyle = inks.dim;
    ctx.strokeStyle = inks.dim;
    ctx.lineWidth = plane.ratio;
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.setLineDash([3 * plane.ratio, 3 * plane.ratio]);
    let free = -Infinity;
    for (const [words, times] of [
      ["reboot", boots],
      ["gap", gaps.map((gap) => gap.since)],
    ] as const)
      for (const time of times) {
        const x = Math.round(xOf(plane, time)) + 0.5;
        if (x < plane.left || x > plane.left + plane.width) continue;
        if (words === "reboot") {
          ctx.beginPath();
          ctx.moveTo(x, plane.top);
          ctx.lineTo(x, bottom);
          ctx.stroke();
        }
        const width = ctx.measureText(words).width;
        if (x < free || x + width > plane.left + plane.width) continue;
        ctx.fillText(
          words,
          x + 5 * plane.ratio,
          plane.top + 3 * plane.ratio + (words === "gap" ? ROW * plane.ratio : 0),
        );
        free = words === "reboot" ? x + width + 12 * plane.ratio : -Infinity;
      }
    ctx.restore();
  }

  private paintLines(u: uPlot): void {
    const { lines, gaps, since } = this.frame as Frame;
    const plane = this.plane(u);
    const { ctx } = u;
    const lifted = lines.find((drawn) => drawn.line.entry === this.lifted);
    ctx.save();
    ctx.beginPath();
    ctx.rect(plane.left, plane.top - plane.ratio, plane.width, plane.height + 2 * plane.ratio);
    ctx.clip();
    paintFits(ctx, plane, (this.frame as Frame).fits, (this.frame as Frame).inks);
    for (const drawn of lines)
      if (drawn !== lifted) paintLine(ctx, plane, drawn.line, drawn.look, { gaps, alpha: lifted ? 0.25 : 1 });
    if (lifted) {
      const look = { ...lifted.look, width: Math.max(2.5, lifted.look.width + 0.75) };
      if (look.context) look.colour = look.face = look.edge = (this.frame as Frame).inks.text;
      paintLine(ctx, plane, lifted.line, look, { gaps });
    }
    const taken: [number, number][] = [];
    // in reverse, so that the mark of the first entry of the list is labelled
    for (const mark of [...since].reverse())
      this.paintSince(ctx, plane, mark, { dim: lifted !== undefined && mark.line !== lifted, taken });
    ctx.restore();
    this.paintLabels(ctx, plane, lifted);
  }

  /** A dotted vertical line where a curve began to grow, with a label where it overlaps none in `taken`. */
  private paintSince(
    ctx: CanvasRenderingContext2D,
    plane: Plane,
    { time, line: { look, label } }: GrowthStart,
    { dim, taken }: { dim: boolean; taken: [number, number][] },
  ): void {
    const { inks } = this.frame as Frame;
    const x = Math.round(xOf(plane, time)) + 0.5;
    const bottom = plane.top + plane.height;
    const r = 5 * plane.ratio;
    ctx.globalAlpha = dim ? 0.25 : 1;
    ctx.strokeStyle = ctx.fillStyle = look.colour;
    ctx.lineWidth = plane.ratio;
    ctx.setLineDash([plane.ratio, 3 * plane.ratio]);
    ctx.beginPath();
    ctx.moveTo(x, plane.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x - r, bottom);
    ctx.lineTo(x + r, bottom);
    ctx.lineTo(x, bottom - 1.6 * r);
    ctx.closePath();
    ctx.fill();
    ctx.font = `${this.font * plane.ratio}px ${inks.sans}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    const words = label === "" ? "growth begins" : `${label} grows`;
    const end = x + 5 * plane.ratio + ctx.measureText(words).width;
    if (x >= plane.left && end <= plane.left + plane.width && !taken.some(([from, to]) => x < to && end > from)) {
      ctx.fillStyle = readable(look.colour, inks.ground, inks.text);
      ctx.fillText(words, x + 5 * plane.ratio, plane.top + (3 + 2 * ROW) * plane.ratio);
      taken.push([x, end]);
    }
    ctx.globalAlpha = 1;
  }

  /** Names at the right edge, each beside the end of its curve, moved apart where they would overlap. */
  private paintLabels(ctx: CanvasRenderingContext2D, plane: Plane, lifted: Drawn | undefined): void {
    const { lines, inks } = this.frame as Frame;
    const named = lines
      .filter((drawn) => drawn.label !== "")
      .map((drawn) => ({ drawn, y: endOf(plane, drawn.line) }))
      .filter((item) => !Number.isNaN(item.y));
    named.sort((a, b) => a.y - b.y);
    const apart = LABEL_HEIGHT * this.font * plane.ratio;
    const places = pushApart(
      named.map((item) => item.y),
      apart,
      plane.top,
      plane.top + plane.height,
    );
    ctx.save();
    ctx.font = `600 ${(this.font - 1) * plane.ratio}px ${inks.mono}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    named.slice(0, places.length).forEach(({ drawn }, i) => {
      ctx.fillStyle = readable(drawn.look.colour, inks.ground, inks.text);
      ctx.globalAlpha = lifted && drawn !== lifted ? 0.3 : 1;
      ctx.fillText(drawn.label, plane.left + plane.width + 6 * plane.ratio, places[i]);
    });
    ctx.restore();
  }
}

/** uPlot's mouse handlers are switched off: pointer.ts handles touch and pen as well. */
const nobody = (): null => null;
const NO_MOUSE: uPlot.Cursor.Bind = {
  mousedown: nobody,
  mouseup: nobody,
  click: nobody,
  dblclick: nobody,
  mousemove: nobody,
  mouseleave: nobody,
  mouseenter: nobody,
};

/** y of the last known point of a line, clamped to the plane; NaN when no part of the line is visible. */
function endOf(plane: Plane, line: Line): number {
  const bottom = plane.top + plane.height;
  let end = NaN;
  for (let i = line.xs.length - 1; i >= 0; i--) {
    if (line.xs[i] > plane.until) continue;
    if (line.xs[i] < plane.since) break;
    const y = yOf(plane, (line.low[i] + line.high[i]) / 2);
    if (Number.isNaN(end)) end = y;
    if (y >= plane.top && y <= bottom) return Math.max(plane.top, Math.min(bottom, end));
  }
  return NaN;
}

let ruler: CanvasRenderingContext2D | null = null;

function textWidth(text: string, font: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  const context = ruler;
  if (!context) return text.length * 7;
  context.font = font;
  return Math.max(...text.split("\n").map((row) => context.measureText(row).width));
}

const labelWidth = (frame: Frame, font: number): number =>
  Math.ceil(
    Math.min(
      160,
      Math.max(
        0,
        ...frame.lines.map((drawn) =>
          drawn.label === "" ? 0 : 14 + textWidth(drawn.label, `600 ${font - 1}px ${frame.inks.mono}`),
        ),
      ),
    ),
  );

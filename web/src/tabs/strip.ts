// strip.ts - the strip below the chart: TOTAL over the full span, and a movable window for the part that the chart
// shows.
import { element } from "../base/dom";
import { amount } from "../base/units";
import { lineOf, rangeOf, type Line } from "../report/lines";
import { clockOf, partOf, period, fullSpan } from "../report/times";
import type { Span } from "../report/types";
import type { App } from "../state/app";
import type { Changed, ViewState } from "../state/types";
import type { Chart } from "../draw/chart";
import { lookOf, type Look } from "../draw/colours";
import { paintLine, trace, type Plane } from "../draw/paint";
import { palette } from "../draw/palette";

const HANDLE = 7; // CSS pixels on either side of an edge of the window that grab it
type Grip = "new" | "move" | "since" | "until";

export class Strip {
  readonly root = element("div", "strip");
  private readonly words = element("div", "strip-words");
  private readonly canvas = element("canvas", "strip-canvas");
  private readonly box = element("div", "strip-window");
  private readonly compared = element("div", "strip-compared");
  private readonly area = element("div", "strip-area");
  private line: Line | null = null;
  private shown: Span = { since: 0, until: 1 };
  private asked = 0;
  private readonly full: Span;

  constructor(
    private readonly app: App,
    private readonly chosen: (span: Span | null) => void,
  ) {
    this.full = fullSpan(app.report);
    this.area.append(this.canvas, this.compared, this.box);
    this.root.append(this.words, this.area);
    this.area.tabIndex = 0;
    this.area.setAttribute("role", "slider");
    this.area.setAttribute("aria-label", "Time range shown in the chart");
    this.area.setAttribute("aria-valuemin", "0");
    this.area.setAttribute("aria-valuemax", "100");
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("dblclick", () => this.chosen(null));
    this.drag();
  }

  update(state: ViewState, changed: Changed): void {
    if (changed.has("metric")) {
      const turn = ++this.asked;
      void lineOf(this.app.report, state.metric, 0).then((line) => {
        if (turn !== this.asked) return;
        this.line = line;
        this.paint();
      });
    }
  }

  /** Sets the window, and aligns the strip with the plotting area of the chart. */
  window(span: Span, chart: Chart): void {
    this.shown = span;
    const over = chart.over?.getBoundingClientRect();
    const own = this.root.getBoundingClientRect();
    if (over) {
      this.area.style.left = `${over.left - own.left}px`;
      this.area.style.width = `${over.width}px`;
      this.words.style.width = `${Math.max(0, over.left - own.left - 6)}px`;
    }
    this.paint();
  }

  private place(span: Span, box: HTMLElement): void {
    const { full } = this;
    const share = (time: number): number =>
      Math.max(0, Math.min(1, (time - full.since) / (full.until - full.since))) * 100;
    box.style.left = `${share(span.since)}%`;
    box.style.width = `${share(span.until) - share(span.since)}%`;
  }

  private paint(): void {
    const { app, canvas, line } = this;
    const { state } = app.store;
    const { full } = this;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.area.clientWidth * ratio), Math.round(this.area.clientHeight * ratio)];
    this.place(this.shown, this.box);
    this.box.hidden = this.shown.since <= full.since && this.shown.until >= full.until;
    this.compared.hidden = state.compare === null;
    if (state.compare) this.place(state.compare, this.compared);
    this.area.setAttribute(
      "aria-valuetext",
      period(this.shown.since, this.shown.until, clockOf(app.report, state.local)),
    );
    this.area.setAttribute(
      "aria-valuenow",
      String(Math.round((100 * (this.shown.since - full.since)) / (full.until - full.since))),
    );
    const last = line?.low.findLast((value) => !Number.isNaN(value)) ?? NaN;
    this.words.replaceChildren(
      element("span", "", "TOTAL"),
      element("span", "", amount(last, app.report.meta.metrics[state.metric].bytes)),
    );
    if (width === 0) return;
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d");
    const range = line && rangeOf([line], full);
    if (!ctx || !line || !range) return;
    const plane: Plane = {
      left: 0,
      top: 2 * ratio,
      width,
      height: height - 2 * ratio,
      ...full,
      low: Math.min(0, range[0]),
      high: Math.max(range[1], range[0] + 1, 1),
      log: false,
      ratio,
    };
    const inks = palette(app.dark());
    this.fill(ctx, plane, line, inks.line);
    const look: Look = {
      ...lookOf(state, 0, app.dark()),
      width: 1,
      dash: [],
      draw: "line",
      marker: "none",
      colour: inks.dim,
    };
    paintLine(ctx, plane, line, look, { gaps: app.report.meta.gaps });
  }

  private fill(ctx: CanvasRenderingContext2D, plane: Plane, line: Line, colour: string): void {
    const points = trace(plane, line.xs, line.high, this.app.report.meta.gaps);
    const bottom = plane.top + plane.height;
    ctx.fillStyle = colour;
    ctx.beginPath();
    let start = NaN;
    for (let i = 0; i <= points.length; i += 2) {
      if (i < points.length && !Number.isNaN(points[i + 1])) {
        if (Number.isNaN(start)) ctx.moveTo((start = points[i]), bottom);
        ctx.lineTo(points[i], points[i + 1]);
      } else if (!Number.isNaN(start)) {
        ctx.lineTo(points[i - 2], bottom);
        ctx.closePath();
        start = NaN;
      }
    }
    ctx.fill();
  }

  private drag(): void {
    let grip: Grip | null = null;
    let from = { x: 0, span: this.shown };
    let compare = false;
    const { area } = this;
    const time = (x: number): number => {
      const { full } = this;
      return full.since + Math.max(0, Math.min(1, x / area.clientWidth)) * (full.until - full.since);
    };
    const edge = (at: number): number => {
      const { full } = this;
      return ((at - full.since) / (full.until - full.since)) * area.clientWidth;
    };
    const gripAt = (x: number): Grip => {
      if (this.box.hidden) return "new";
      const [left, right] = [edge(this.shown.since), edge(this.shown.until)];
      if (Math.abs(x - left) <= HANDLE) return "since";
      if (Math.abs(x - right) <= HANDLE) return "until";
      return x > left && x < right ? "move" : "new";
    };
    const spanAt = (x: number): Span | null => {
      const { full } = this;
      const { span } = from;
      let [since, until] = [span.since, span.until];
      if (grip === "new") [since, until] = [time(from.x), time(x)];
      else if (grip === "since") since = time(x);
      else if (grip === "until") until = time(x);
      else {
        const by = Math.max(full.since - since, Math.min(full.until - until, time(x) - time(from.x)));
        [since, until] = [since + by, until + by];
      }
      const least = (full.until - full.since) / Math.max(20, area.clientWidth);
      const [low, high] = since < until ? [since, until] : [until, since];
      return high - low < least ? null : { since: low, until: high };
    };
    const x = (event: PointerEvent): number => event.clientX - area.getBoundingClientRect().left;
    area.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      compare = event.shiftKey;
      grip = compare ? "new" : gripAt(x(event));
      from = { x: x(event), span: this.shown };
      area.setPointerCapture(event.pointerId);
    });
    area.addEventListener("pointermove", (event) => {
      if (!grip) {
        const cursors = { new: "crosshair", move: "grab", since: "ew-resize", until: "ew-resize" };
        area.style.cursor = cursors[gripAt(x(event))];
        return;
      }
      const span = spanAt(x(event));
      if (!span) return;
      const box = compare ? this.compared : this.box;
      box.hidden = false;
      this.place(span, box);
    });
    area.addEventListener("pointerup", (event) => {
      if (!grip) return;
      const span = spanAt(x(event));
      const moved = Math.abs(x(event) - from.x) > 2;
      grip = null;
      if (!span || !moved) this.paint();
      else if (compare) this.app.store.update({ compare: span });
      else this.chosen(span);
    });
    area.addEventListener("pointercancel", () => {
      grip = null;
      this.paint();
    });
  }

  /** Arrow keys move the window by a tenth of its width; + and - shrink and widen it. */
  private key(event: KeyboardEvent): void {
    const { full } = this;
    let { since, until } = this.shown;
    const by = (until - since) / 10;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const step = event.key === "ArrowLeft" ? Math.max(-by, full.since - since) : Math.min(by, full.until - until);
      since += step;
      until += step;
    } else if (event.key === "+" || event.key === "-") {
      const grow = event.key === "+" ? by : -by;
      since = Math.max(full.since, since + grow);
      until = Math.min(full.until, until - grow);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.chosen(partOf({ since, until }, full));
  }
}

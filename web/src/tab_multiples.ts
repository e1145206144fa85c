// tab_multiples.ts - the tab Small multiples: one small chart per tag of the chart, all over the same time.
import { element, segments } from "./dom";
import { figurePaper } from "./export";
import { palette } from "./palette";
import type { Paint } from "./svg";
import { clockOf, nearest, timeTicks } from "./times";
import { amount, linearTicks, logTicks, plural, tickLabels } from "./units";
import { listed, type App, type Changed, type FigureSize, type Hover, type Tab, type ViewState } from "./types";

const HEIGHT = 118; // of one chart
const NARROWEST = 260;
const EDGE = { left: 58, right: 8, top: 6, bottom: 20 };

/** What one small chart draws. */
interface Small {
  entry: number;
  times: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

interface Range {
  since: number;
  until: number;
  low: number;
  high: number;
}

interface Cell {
  small: Small;
  box: HTMLElement;
  canvas: HTMLCanvasElement;
  cursor: HTMLElement;
  value: HTMLElement;
}

export class MultiplesTab implements Tab {
  readonly name = "Small multiples";
  private app!: App;
  private readonly grid = element("div", "multiples");
  private readonly about = element("p");
  private scale!: ReturnType<typeof segments<"own" | "common">>;
  private common = false;
  private smalls: Small[] = [];
  private cells: Cell[] = [];
  private frame = 0;
  private asked = 0;

  mount(host: HTMLElement, app: App): void {
    this.app = app;
    const bar = element("div", "tab-bar");
    this.scale = segments("Scale", [["own", "Own scales"], ["common", "One scale"]], (which) => {
      this.common = which === "common";
      this.scale.show(which);
      this.redraw();
    });
    this.scale.show("own");
    bar.append(this.scale.box, this.about);
    host.append(bar, this.grid);
    new ResizeObserver(() => this.redraw()).observe(this.grid);
    app.hover.subscribe((hover) => this.point(hover));
  }

  update(state: ViewState, changed: Changed): void {
    if ((["shown", "hidden", "type", "x", "growth"] as const).some((key) => changed.has(key))) void this.load(state);
    else this.redraw();
  }

  async svg(size: FigureSize): Promise<string> {
    const { state } = this.app.store;
    await this.load(state);
    const { report } = this.app;
    return figurePaper(size, state.title || report.meta.types[state.type].name, this.app, (paint, width, height) => {
      const columns = Math.max(1, Math.floor(width / NARROWEST));
      const [wide, high] = [width / columns, height / Math.ceil(this.smalls.length / columns)];
      const common = this.rangeOf(this.smalls);
      const inks = palette(this.app.dark());
      this.smalls.forEach((small, i) => {
        paint.save();
        paint.translate((i % columns) * wide, Math.floor(i / columns) * high);
        paint.fillStyle = inks.text;
        paint.font = `600 11px ${inks.mono}`;
        paint.textAlign = "left";
        paint.textBaseline = "alphabetic";
        paint.fillText(this.app.label(small.entry), EDGE.left, 12);
        paint.translate(0, 14);
        drawSmall(paint, small, this.common ? common : this.rangeOf([small]), wide - 6, high - 14, this.app);
        paint.restore();
      });
    });
  }

  private async load(state: ViewState): Promise<void> {
    const { report } = this.app;
    const asked = ++this.asked;
    const entries = listed(state);
    const series = await report.series(state.type, entries);
    const details = await Promise.all(entries.map((entry) => (this.isClose(state) ? report.detail(state.type, entry) : null)));
    if (asked !== this.asked) return;
    this.smalls = entries.flatMap((entry, i) => {
      const exact = details[i];
      const found = exact ?? series[i];
      if (found === null) return [];
      const times = exact !== null ? report.times : report.bucketTimes;
      const start = state.growth ? (found.low.find((value) => !Number.isNaN(value)) ?? 0) : 0;
      const moved = (values: Float64Array): Float64Array => (start === 0 ? values : values.map((value) => value - start));
      return [{ entry, times, low: moved(found.low), high: moved(found.high) }];
    });
    this.build();
  }

  /** Zoomed in so far that every moment can be seen. */
  private isClose(state: ViewState): boolean {
    const { times } = this.app.report;
    return state.x !== null && state.x.until - state.x.since < (times[times.length - 1] - times[0]) / 4;
  }

  private build(): void {
    const { app } = this;
    const { state } = app.store;
    this.cells = this.smalls.map((small) => {
      const box = element("section", "multiple");
      const head = element("div", "multiple-head");
      const name = element("button", "multiple-name tag");
      const value = element("span", "multiple-value");
      const canvas = element("canvas", "multiple-canvas");
      const cursor = element("div", "multiple-cursor");
      name.type = "button";
      name.title = "Show it alone on the timeline";
      name.append(element("bdi", "", app.label(small.entry)));
      name.addEventListener("click", () => this.open(small.entry));
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", this.summary(small));
      canvas.addEventListener("pointermove", (event) => app.hover.set({ entry: small.entry, moment: this.momentAt(event.offsetX, canvas.clientWidth) }));
      canvas.addEventListener("pointerleave", () => app.hover.set({ entry: null, moment: null }));
      cursor.hidden = true;
      head.append(name, element("span", "multiple-driver", app.report.meta.drivers[small.entry]), value);
      box.append(head, canvas, cursor);
      return { small, box, canvas, cursor, value };
    });
    this.grid.replaceChildren(...this.cells.map((cell) => cell.box));
    const entries = listed(state);
    const missing = entries.length - this.cells.length;
    const { name } = app.report.meta.types[state.type];
    const none = entries.length === 0 ? "No tag is drawn. Choose some in the table below." : "";
    this.about.textContent = none || `${state.growth ? "Growth of " : ""}${name}, ${plural(this.cells.length, "tag")}${missing > 0 ? `; ${missing} without values` : ""}`;
    this.point(app.hover.value);
    this.redraw();
  }

  private summary(small: Small): string {
    const known = small.high.filter((value) => !Number.isNaN(value));
    const { bytes } = this.app.report.meta.types[this.app.store.state.type];
    if (known.length === 0) return `${this.app.label(small.entry)}: nothing is known`;
    const words = [known[0], known[known.length - 1]].map((value) => amount(value, bytes));
    return `${this.app.label(small.entry)}: from ${words[0]} to ${words[1]}`;
  }

  private open(entry: number): void {
    const { store } = this.app;
    const { shown, total } = store.state;
    store.update({ tab: "Timeline", hidden: shown.filter((other) => other !== entry), total: entry === 0 || total });
  }

  private redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const ratio = window.devicePixelRatio || 1;
    const common = this.rangeOf(this.smalls);
    for (const { small, canvas } of this.cells) {
      const context = canvas.getContext("2d");
      const width = canvas.clientWidth;
      if (context === null || width === 0) continue;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(HEIGHT * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawSmall(context, small, this.common ? common : this.rangeOf([small]), width, HEIGHT, this.app);
    }
  }

  /** The time in sight, and the values that `smalls` have in it. */
  private rangeOf(smalls: readonly Small[]): Range {
    const { times } = this.app.report;
    const { x } = this.app.store.state;
    const since = x?.since ?? times[0];
    const until = x?.until ?? times[times.length - 1];
    let [low, high] = [Infinity, -Infinity];
    for (const small of smalls)
      for (let i = 0; i < small.times.length; i++) {
        if (small.times[i] < since || small.times[i] > until || Number.isNaN(small.low[i])) continue;
        low = Math.min(low, small.low[i]);
        high = Math.max(high, small.high[i]);
      }
    if (low > high) [low, high] = [0, 1];
    if (low === high) [low, high] = [low - 1, high + 1];
    return { since, until: until > since ? until : since + 1, low, high };
  }

  private momentAt(x: number, width: number): number {
    const { times } = this.app.report;
    const { since, until } = this.rangeOf([]);
    const time = since + ((x - EDGE.left) / (width - EDGE.left - EDGE.right)) * (until - since);
    return nearest(times, time);
  }

  /** The same moment in every chart, with its value. */
  private point(hover: Hover): void {
    const { report, store } = this.app;
    const { since, until } = this.rangeOf([]);
    const { bytes } = report.meta.types[store.state.type];
    const time = hover.moment === null ? NaN : report.times[hover.moment];
    for (const { small, canvas, cursor, value } of this.cells) {
      const known = small.high.length - 1;
      const at = Number.isNaN(time) ? known : nearest(small.times, time);
      cursor.hidden = !(time >= since && time <= until);
      const x = EDGE.left + ((time - since) / (until - since)) * (canvas.clientWidth - EDGE.left - EDGE.right);
      if (!cursor.hidden) cursor.style.setProperty("left", `${x}px`);
      value.textContent = Number.isNaN(small.high[at]) ? "gap" : amount(small.high[at], bytes);
    }
  }
}

function drawSmall(paint: Paint, small: Small, range: Range, width: number, height: number, app: App): void {
  const { report, store } = app;
  const { state } = store;
  const inks = palette(app.dark());
  const box = { left: EDGE.left, right: width - EDGE.right, top: EDGE.top, bottom: height - EDGE.bottom };
  const log = state.log && range.low > 0;
  const scale = (value: number): number => (log ? Math.log(value) : value);
  const x = (time: number): number => box.left + ((time - range.since) / (range.until - range.since)) * (box.right - box.left);
  const y = (value: number): number =>
    box.bottom - ((scale(value) - scale(range.low)) / (scale(range.high) - scale(range.low))) * (box.bottom - box.top);

  paint.font = `10.5px ${inks.sans}`;
  paint.lineWidth = 1;
  paint.strokeStyle = inks.line;
  paint.fillStyle = inks.dim;
  paint.textBaseline = "middle";
  paint.textAlign = "right";
  const { bytes } = report.meta.types[state.type];
  const values = (log ? logTicks : linearTicks)(range.low, range.high, 3, bytes);
  tickLabels(values, bytes).forEach((label, i) => {
    rule(paint, box.left, y(values[i]), box.right, y(values[i]));
    paint.fillText(label, box.left - 6, y(values[i]));
  });
  paint.textBaseline = "top";
  paint.textAlign = "center";
  const times = timeTicks(range.since, range.until, Math.max(2, Math.floor(width / 80)), clockOf(report, state.local));
  let free = box.left - 24; // labels do not run into one another
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
  const colour = state.highlighted.includes(small.entry) ? app.colour(small.entry) : inks.dim;
  const resumed = new Set(report.meta.gaps.map((gap) => small.times.findIndex((time) => time >= gap.until)));
  drawSeries(paint, small, x, y, colour, range, resumed);
  paint.restore();
}

function rule(paint: Paint, x1: number, y1: number, x2: number, y2: number): void {
  paint.beginPath();
  paint.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  paint.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
  paint.stroke();
}

/** Least and greatest of each stretch as an upright stroke, joined by a line; a gap stays open, before what is in `resumed` too. */
function drawSeries(
  paint: Paint,
  small: Small,
  x: (time: number) => number,
  y: (value: number) => number,
  colour: string,
  range: Range,
  resumed: ReadonlySet<number>,
): void {
  let open = false;
  paint.strokeStyle = colour;
  paint.fillStyle = colour;
  paint.lineWidth = 1.4;
  paint.beginPath();
  for (let i = 0; i < small.times.length; i++) {
    if (resumed.has(i)) open = false;
    const next = small.times[Math.min(i + 1, small.times.length - 1)];
    const before = small.times[Math.max(i - 1, 0)];
    if (next < range.since || before > range.until) continue;
    if (Number.isNaN(small.low[i])) {
      open = false;
      continue;
    }
    const at = x(small.times[i]);
    const alone: boolean = !open && Number.isNaN(small.low[Math.min(i + 1, small.low.length - 1)]);
    if (alone || small.times.length === 1) paint.rect(at - 1, y(small.high[i]) - 1, 2, 2);
    else if (open) paint.lineTo(at, y(small.low[i]));
    else paint.moveTo(at, y(small.low[i]));
    if (!alone && small.high[i] !== small.low[i]) paint.lineTo(at, y(small.high[i]));
    open = !alone;
  }
  paint.stroke();
}

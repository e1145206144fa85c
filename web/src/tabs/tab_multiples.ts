// tab_multiples.ts - the tab Small multiples: one small chart per tag, all over the same time.
import { element, segments, textScale } from "../base/dom";
import { amount, tagCount } from "../base/units";
import { lineOf, stepAt, type Line } from "../report/lines";
import { nearest } from "../report/times";
import type { App, FigureSize, Hover, Tab } from "../state/app";
import { isIsolated, isolate, listed } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { derivedName, derivedOf } from "../draw/derived";
import { figurePaper } from "../draw/export";
import { palette } from "../draw/palette";
import { drawSmall, edgesOf, rangeIn, type Range } from "../draw/small";

const NARROWEST = 260;

interface Cell {
  line: Line;
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
  private lines: Line[] = [];
  private cells: Cell[] = [];
  private frame = 0;
  private loading = 0;

  mount(host: HTMLElement, app: App): void {
    this.app = app;
    const bar = element("div", "tab-bar");
    this.scale = segments(
      "Scale",
      [
        ["own", "Own scales"],
        ["common", "One scale"],
      ],
      (which) => app.store.update({ common: which === "common" }),
    );
    bar.append(this.scale.box, this.about);
    host.append(bar, this.grid);
    new ResizeObserver(() => this.redraw()).observe(this.grid);
    window.addEventListener("beforeprint", () => this.draw()); // the next animation frame would be too late
    app.hover.subscribe((hover) => this.point(hover));
  }

  update(state: ViewState, changed: Changed): void {
    this.scale.show(state.common ? "common" : "own");
    if ((["shown", "hidden", "metric", "x", "growth", "speed"] as const).some((key) => changed.has(key)))
      void this.load(state);
    else this.redraw();
  }

  async svg(size: FigureSize): Promise<string> {
    const { state } = this.app.store;
    await this.load(state);
    return figurePaper(size, this.app, (paint, width, height) => {
      const columns = Math.max(1, Math.floor(width / NARROWEST));
      const [wide, high] = [width / columns, height / Math.ceil(this.lines.length / columns)];
      const common = this.commonRange();
      const inks = palette(this.app.dark());
      this.lines.forEach((line, i) => {
        paint.save();
        paint.translate((i % columns) * wide, Math.floor(i / columns) * high);
        paint.fillStyle = inks.text;
        paint.font = `600 11px ${inks.mono}`;
        paint.textAlign = "left";
        paint.textBaseline = "alphabetic";
        paint.fillText(this.app.label(line.entry), edgesOf(1).left, 12);
        paint.translate(0, 14);
        drawSmall(paint, this.app, line, { range: this.rangeFor(line, common), width: wide - 6, height: high - 14 });
        paint.restore();
      });
    });
  }

  private async load(state: ViewState): Promise<void> {
    const { report } = this.app;
    const turn = ++this.loading;
    const found = await Promise.all(listed(state).map((entry) => lineOf(report, state.metric, entry)));
    if (turn !== this.loading) return;
    const lines = found.filter((line) => line !== null);
    this.lines = lines.map((line) => derivedOf(line, state, report));
    this.build();
  }

  private build(): void {
    const { app } = this;
    const { state } = app.store;
    this.cells = this.lines.map((line) => {
      const box = element("section", "multiple");
      const head = element("div", "multiple-head");
      const name = element("button", "multiple-name tag");
      const value = element("span", "multiple-value");
      const canvas = element("canvas", "multiple-canvas");
      const cursor = element("div", "multiple-cursor");
      name.type = "button";
      name.title = "Show only this tag on the timeline";
      name.append(element("bdi", "", app.label(line.entry)));
      name.addEventListener("click", () => this.open(line.entry));
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", this.summary(line));
      canvas.addEventListener("pointermove", (event) =>
        app.hover.set({ entry: line.entry, moment: this.momentAt(event.offsetX, canvas.clientWidth) }),
      );
      canvas.addEventListener("pointerleave", () => app.hover.set({ entry: null, moment: null }));
      cursor.hidden = true;
      head.append(name, element("span", "multiple-driver", app.report.meta.drivers[line.entry]), value);
      box.append(head, canvas, cursor);
      return { line, box, canvas, cursor, value };
    });
    this.grid.replaceChildren(...this.cells.map((cell) => cell.box));
    const entries = listed(state);
    const missing = entries.length - this.cells.length;
    const { name } = app.report.meta.metrics[state.metric];
    const values = `${name}${derivedName(state, this.app.report)}`;
    const tags = tagCount(this.lines.map((line) => line.entry));
    this.about.textContent =
      entries.length === 0
        ? "No tags in the chart. Select some in the table below."
        : `${values}, ${tags}${missing > 0 ? `; ${missing} without values` : ""}`;
    this.point(app.hover.value);
    this.redraw();
  }

  private summary(line: Line): string {
    const { bytes } = this.app.report.meta.metrics[this.app.store.state.metric];
    const known = line.high.filter((value) => !Number.isNaN(value));
    const label = this.app.label(line.entry);
    if (known.length === 0) return `${label}: no values`;
    return `${label}: from ${amount(known[0], bytes)} to ${amount(known[known.length - 1], bytes)}`;
  }

  private open(entry: number): void {
    const { store } = this.app;
    if (!isIsolated(store.state, [entry])) isolate(store, [entry]);
    store.update({ tab: "Timeline", total: entry === 0 || store.state.total });
  }

  private redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const ratio = window.devicePixelRatio || 1;
    const common = this.commonRange();
    for (const { line, canvas } of this.cells) {
      const context = canvas.getContext("2d");
      const { clientWidth: width, clientHeight: height } = canvas;
      if (context === null || width === 0) continue;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const range = this.rangeFor(line, common);
      drawSmall(context, this.app, line, { range, width, height, scale: textScale() });
    }
  }

  private rangeFor(line: Line, common: Range): Range {
    return this.app.store.state.common && line.entry !== 0 ? common : rangeIn(this.app, [line]);
  }

  /** The common scale. TOTAL is excluded: beside it the tags would be flat lines. */
  private commonRange(): Range {
    return rangeIn(
      this.app,
      this.lines.filter((line) => line.entry !== 0),
    );
  }

  private momentAt(x: number, width: number): number {
    const { times } = this.app.report;
    const { since, until } = rangeIn(this.app, []);
    const { left, right } = edgesOf(textScale());
    const time = since + ((x - left) / (width - left - right)) * (until - since);
    return nearest(times, time);
  }

  /** Marks the same moment in every chart and shows its value. */
  private point(hover: Hover): void {
    const { report, store } = this.app;
    const { since, until } = rangeIn(this.app, []);
    const { bytes } = report.meta.metrics[store.state.metric];
    const time = hover.moment === null ? NaN : report.times[hover.moment];
    const { left, right } = edgesOf(textScale());
    for (const { line, canvas, cursor, value } of this.cells) {
      const step = Number.isNaN(time) ? line.xs.length - 1 : stepAt(line, time);
      const x = left + ((time - since) / (until - since)) * (canvas.clientWidth - left - right);
      cursor.hidden = !(time >= since && time <= until);
      if (!cursor.hidden) cursor.style.setProperty("left", `${x}px`);
      value.textContent = Number.isNaN(line.high[step]) ? "gap" : amount(line.high[step], bytes);
    }
  }
}

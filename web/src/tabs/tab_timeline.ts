// tab_timeline.ts - the tab Timeline: the chart with its cursor and tooltip, the side list, and the strip of TOTAL.
import { element } from "../base/dom";
import { Trail } from "../base/trail";
import { amount, plural } from "../base/units";
import { isExact, lineOf, rangeOf, stepAt, valueAt, type Line } from "../report/lines";
import { rateFor, unitOf } from "../report/compare";
import { fitsOf, type Fit } from "../report/fit";
import { bootTimes, clockOf, duration, nearest, partOf, period, stamp, fullSpan, usualStep } from "../report/times";
import type { Span, Stats } from "../report/types";
import type { App, FigureSize, Hover, Tab } from "../state/app";
import { drawn, tagsOf, type Tags } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { Chart, type Drawn, type Frame } from "../draw/chart";
import { lookOf } from "../draw/colours";
import { derivedName, derivedOf } from "../draw/derived";
import { chartPaper, ownTitle } from "../draw/export";
import { limitsOf, logLimitsOf } from "../draw/limits";
import { palette } from "../draw/palette";
import { Legend } from "./legend";
import { listenToPointer, zoomed, type Limits } from "./pointer";
import { Strip } from "./strip";
import { Tooltip } from "./tooltip";

const SHORTEST = 1000; // milliseconds; a closer view has no ticks
const REACH = 24; // CSS pixels; the largest distance from the pointer to a curve that it selects

interface View {
  x: Span | null;
  y: [number, number] | null;
}

/** A step of the history. */
type Step = View & Tags;

const stepOf = (state: ViewState): Step => ({ x: state.x, y: state.y, ...tagsOf(state) });

export class TimelineTab implements Tab {
  readonly name = "Timeline";
  private app!: App;
  private chart!: Chart;
  private strip!: Strip;
  private legend!: Legend;
  private tooltip!: Tooltip;
  private readonly box = element("div", "chart");
  private readonly title = element("h2", "chart-title");
  private readonly note = element("p", "chart-note");
  private stats: Stats | null = null;
  private values: Line[] = []; // of the drawn entries
  private lines: Line[] = []; // the same as they are drawn: values, growth or speed
  private frame: Frame | null = null;
  private preview: View | null = null;
  private loading = 0;
  private loaded: Promise<void> = Promise.resolve();
  private pending = 0;
  private trail!: Trail<Step>;

  mount(host: HTMLElement, app: App): void {
    this.app = app;
    this.trail = new Trail({ ...stepOf(app.store.state), x: null, y: null });
    const main = element("div", "timeline-main");
    const side = element("aside", "legend");
    side.setAttribute("aria-label", "Tags in the chart");
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "img");
    this.chart = new Chart(this.box);
    this.tooltip = new Tooltip(this.box);
    this.strip = new Strip(app, (x) => this.store({ x }));
    this.legend = new Legend(side, app);
    main.append(this.title, this.box, this.note, this.strip.root);
    host.classList.add("timeline");
    host.append(main, side);
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.box);
    window.addEventListener("beforeprint", () => this.drawNow()); // the next animation frame would be too late
    app.hover.subscribe((hover) => this.point(hover));
  }

  update(state: ViewState, changed: Changed): void {
    if ((["x", "y", "shown", "hidden", "highlighted"] as const).some((key) => changed.has(key)))
      if (JSON.stringify(this.trail.here) !== JSON.stringify(stepOf(state))) this.trail.go(stepOf(state));
    this.legend.update(state, changed);
    this.strip.update(state, changed);
    if ((["metric", "shown", "hidden", "total", "growth", "speed"] as const).some((key) => changed.has(key)))
      this.loaded = this.load(state);
    else {
      // the speed is that of a part of the visible time
      if (state.speed && changed.has("x"))
        this.lines = this.values.map((line) => derivedOf(line, state, this.app.report));
      this.draw();
    }
  }

  /** Home shows everything of the tags that are drawn. */
  navigate(to: "home" | "back" | "forward"): void {
    if (to === "home") this.app.store.update({ x: null, y: null });
    else {
      this.trail.navigate(to);
      this.app.store.update(this.trail.here);
    }
  }
  canNavigate(): { back: boolean; forward: boolean } {
    return { back: this.trail.canGoBack, forward: this.trail.canGoForward };
  }

  /** Left and right move the cursor in time, with Shift by a twentieth of the view; up and down select the curve. */
  pressed(event: KeyboardEvent): boolean {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const { hover, report } = this.app;
    if (step !== undefined) {
      const { since, until } = this.span();
      const [first, last] = [nearest(report.times, since), nearest(report.times, until)];
      const by = event.shiftKey ? Math.max(1, Math.round((last - first) / 20)) : 1;
      const from = hover.value.moment ?? (step > 0 ? first - by : last + by);
      hover.set({ entry: hover.value.entry, moment: Math.max(first, Math.min(last, from + step * by)) });
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const order = (this.frame?.lines ?? [])
        .filter((item) => !item.look.context || item.line.entry === 0)
        .map((item) => item.line.entry)
        .reverse();
      if (order.length === 0) return false;
      const at = order.indexOf(hover.value.entry ?? -1) + (event.key === "ArrowDown" ? 1 : -1);
      hover.set({ entry: order[(at + order.length) % order.length], moment: hover.value.moment });
    } else return false;
    this.app.say(this.cursorText());
    return true;
  }

  async svg(size: FigureSize): Promise<string> {
    await this.loaded;
    const { app } = this;
    const { state } = app.store;
    const frame = this.makeFrame(state);
    const keys = frame.lines
      .slice()
      .reverse()
      .filter((item) => !item.look.context)
      .map((item) => ({
        label: app.label(item.line.entry),
        colour: item.look.colour,
        dash: item.look.dash,
        width: Math.max(1.5, item.look.width),
      }));
    return chartPaper(size, keys, app, (host, width, height) => {
      const chart = new Chart(host);
      chart.resize(width, height);
      chart.show({ ...frame, lines: frame.lines.map((item) => ({ ...item, label: "" })) });
      return () => chart.destroy();
    });
  }

  private async load(state: ViewState): Promise<void> {
    const turn = ++this.loading;
    const { report } = this.app;
    const [stats, ...found] = await Promise.all([
      report.stats(state.metric),
      ...drawn(state).map((entry) => lineOf(report, state.metric, entry)),
    ]);
    if (turn !== this.loading) return;
    this.stats = stats;
    const lines = found.filter((line) => line !== null);
    this.values = lines;
    this.lines = lines.map((line) => derivedOf(line, state, report));
    const missing = found.length - lines.length;
    this.note.dataset.missing =
      missing === 0
        ? ""
        : `${plural(missing, "tag")} of the list ${missing === 1 ? "has" : "have"} no values for this metric.`;
    this.draw();
  }

  /** The time range that the chart shows. */
  private span(): Span {
    const chosen = this.preview ? this.preview.x : this.app.store.state.x;
    return chosen ?? fullSpan(this.app.report);
  }

  private heights(state: ViewState, x: Span): [number, number] {
    const chosen = this.preview ? this.preview.y : state.y;
    if (chosen && (!state.log || chosen[0] > 0)) return chosen;
    const found = rangeOf(this.lines, x, state.log ? 0 : -Infinity);
    if (!found) return state.log ? [1, 10] : [0, 1];
    return state.log ? logLimitsOf(...found) : limitsOf(...found, state.zero);
  }

  private makeFrame(state: ViewState): Frame {
    const { report } = this.app;
    const { meta } = report;
    const dark = this.app.dark();
    const x = this.span();
    const rank = (item: Drawn): number =>
      item.look.context
        ? -1
        : item.line.entry === 0
          ? 0
          : state.highlighted.length - state.highlighted.indexOf(item.line.entry);
    const lines = this.lines.map((line): Drawn => {
      const look = lookOf(state, line.entry, dark);
      return { line, look, label: look.context ? "" : this.app.label(line.entry) };
    });
    lines.sort((a, b) => rank(a) - rank(b));
    const since = lines.flatMap((item) => {
      const time = meta.verdicts?.since[item.line.entry];
      return time === null || time === undefined || item.look.context ? [] : [{ time, line: item }];
    });
    return {
      lines,
      x,
      y: this.heights(state, x),
      log: state.log,
      bytes: meta.metrics[state.metric].bytes,
      clock: clockOf(report, state.local),
      xLabel: state.xLabel,
      yLabel: state.yLabel,
      boots: bootTimes(report),
      gaps: meta.gaps,
      since,
      fits: this.fitsOf(state),
      inks: palette(dark),
    };
  }

  /** The line of a finding that is alone in the chart, in the unit that it was found in. */
  private fitsOf(state: ViewState): Fit[] {
    const { report } = this.app;
    const { meta } = report;
    const [line] = this.lines;
    const card = meta.verdicts?.cards.find((one) => one.tags[0] === line?.entry);
    const metric = meta.metrics[state.metric];
    if (
      this.lines.length !== 1 ||
      !card ||
      state.growth ||
      state.speed ||
      metric.pool !== "total" ||
      metric.bytes !== card.bytes
    )
      return [];
    return fitsOf(line, card, meta.verdicts?.since[line.entry] ?? null, bootTimes(report));
  }

  /** Schedules a redraw, at most one per frame. */
  private draw(): void {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const { clientWidth, clientHeight } = this.box;
    if (clientWidth === 0 || !this.app) return;
    const { state } = this.app.store;
    this.frame = this.makeFrame(state);
    this.chart.resize(clientWidth, clientHeight);
    this.chart.show(this.frame);
    this.title.textContent = state.title || ownTitle(this.app);
    this.title.classList.toggle("own", state.title === "");
    const { x } = this.frame;
    queueMicrotask(() => this.strip.window(x, this.chart)); // after uPlot, which lays itself out in a microtask
    this.showNotes(state);
    this.box.setAttribute("aria-label", this.summary(state));
    this.point(this.app.hover.value);
  }

  /** Notes below the chart: what it cannot show. */
  private showNotes(state: ViewState): void {
    const notes: string[] = this.note.dataset.missing ? [this.note.dataset.missing] : [];
    const coarse = this.lines.filter((line) => !isExact(line));
    const { x } = this.frame as Frame;
    const steps = coarse.length ? coarse[0].xs.filter((time) => time >= x.since && time <= x.until).length : Infinity;
    if (coarse.length && steps < 30 && coarse[0].xs.length > 1) {
      const { xs } = coarse[0];
      const tags = coarse.length === 1 ? this.app.label(coarse[0].entry) : plural(coarse.length, "tag");
      const bucket = duration((xs[xs.length - 1] - xs[0]) / (xs.length - 1));
      notes.push(`For ${tags} this report keeps only minimum and maximum per ${bucket}.`);
    }
    if (state.log && rangeOf(this.lines, x) && (rangeOf(this.lines, x) as [number, number])[0] <= 0)
      notes.push("A logarithmic scale cannot show zero or negative values.");
    if (this.lines.length === 0) notes.push("No tags in the chart. Select some in the table below.");
    this.note.textContent = notes.join(" ");
    this.note.hidden = notes.length === 0;
  }

  private summary(state: ViewState): string {
    const { meta } = this.app.report;
    const { clock, x } = this.frame as Frame;
    const values = `${meta.metrics[state.metric].name}${derivedName(state, this.app.report)}`;
    const tags = plural(this.lines.length, "tag");
    return `${values} of ${tags}, ${period(x.since, x.until, clock)}. The table below has the numbers.`;
  }

  private store(view: Partial<View>): void {
    this.app.store.update(view);
  }

  private listen(): void {
    const { app } = this;
    const full = fullSpan(app.report);
    const show = (view: View | null): void => {
      this.preview = view;
      this.draw();
    };
    const viewOf = (limits: Limits): View => ({ x: partOf(limits.x, full), y: limits.y ?? app.store.state.y });
    listenToPointer(this.box, this.chart, {
      mode: app.mode,
      shown: () => ({ x: this.span(), y: this.frame?.y ?? [0, 1], log: app.store.state.log, full }),
      moved: (at) => this.pointed(at),
      preview: (limits) => show(viewOf(limits)),
      done: (limits) => {
        this.preview = null;
        this.store(viewOf({ ...limits, x: this.closest(limits.x) }));
      },
      cancelled: () => show(null),
      window: (compare) => app.store.update({ compare }),
      double: () => this.navigate("home"),
    });
    this.box.addEventListener("blur", () => app.hover.set({ entry: null, moment: null }));
  }

  /** The span, or the shortest that can be shown: about one snapshot. */
  private closest(x: Span): Span {
    const least = Math.max(SHORTEST, usualStep(this.app.report.times));
    if (x.until - x.since >= least) return x;
    this.app.say(`This is the closest view: ${duration(least)}.`);
    const middle = (x.since + x.until) / 2;
    return { since: middle - least / 2, until: middle + least / 2 };
  }

  /** Zooms in time, about the cursor or the middle. */
  zoomTime(factor: number): void {
    const { hover, report } = this.app;
    const x = this.span();
    const full = fullSpan(report);
    const at = hover.value.moment === null ? NaN : report.times[hover.value.moment];
    const share = at >= x.since && at <= x.until ? (at - x.since) / (x.until - x.since) : 0.5;
    const next = this.closest(zoomed(x, share, factor));
    this.store({
      x: partOf({ since: Math.max(full.since, next.since), until: Math.min(full.until, next.until) }, full),
    });
  }

  private pointed(at: { x: number; y: number } | null): void {
    const { hover, report } = this.app;
    if (!at || report.times.length === 0) {
      if (hover.value.entry !== null || hover.value.moment !== null) hover.set({ entry: null, moment: null });
      return;
    }
    const time = this.chart.timeAt(at.x);
    let best: number | null = null;
    let reach = REACH;
    for (const { line } of this.frame?.lines ?? []) {
      const y = this.chart.yOf(valueAt(line, stepAt(line, time)));
      if (Math.abs(y - at.y) <= reach) {
        reach = Math.abs(y - at.y);
        best = line.entry;
      }
    }
    const moment = nearest(report.times, time);
    if (best !== hover.value.entry || moment !== hover.value.moment) hover.set({ entry: best, moment });
  }

  private rows(moment: number): { item: Drawn; low: number; high: number; rate: number }[] {
    const { times } = this.app.report;
    const { metric } = this.app.store.state;
    return (this.frame?.lines ?? [])
      .filter((item) => !item.look.context || item.line.entry === this.app.hover.value.entry)
      .map((item) => {
        const step = stepAt(item.line, times[moment]);
        return {
          item,
          low: item.line.low[step],
          high: item.line.high[step],
          rate: this.stats ? rateFor(this.app.report, metric, this.stats, item.line.entry).mean : NaN,
        };
      });
  }

  private point(hover: Hover): void {
    this.chart.lift(hover.entry);
    this.legend.point(hover.entry);
    const { times } = this.app.report;
    const { frame } = this;
    if (!frame || hover.moment === null || times[hover.moment] < frame.x.since || times[hover.moment] > frame.x.until) {
      this.tooltip.hide();
      this.chart.crosshair(null);
      return;
    }
    const time = times[hover.moment];
    const rows = this.rows(hover.moment).sort((a, b) =>
      Number.isNaN(a.high) ? 1 : Number.isNaN(b.high) ? -1 : b.high - a.high,
    );
    const lifted = rows.find((row) => row.item.line.entry === hover.entry);
    const top = this.chart.yOf(lifted ? (lifted.low + lifted.high) / 2 : NaN);
    this.chart.crosshair({ left: this.chart.xOf(time), top: Number.isNaN(top) ? -10 : top });
    this.tooltip.show({
      over: this.chart.over as HTMLElement,
      left: this.chart.xOf(time),
      head: `${stamp(time, frame.clock, true)} ${frame.clock.name}`,
      rows: rows.map((row) => ({
        label: this.app.label(row.item.line.entry),
        colour: row.item.look.colour,
        dash: row.item.look.dash,
        lifted: row === lifted,
        low: row.low,
        high: row.high,
        rate: row.rate,
        top: this.chart.yOf((row.low + row.high) / 2),
      })),
      bytes: frame.bytes,
      unit: unitOf(this.app.report),
    });
  }

  private cursorText(): string {
    const { hover, report } = this.app;
    const { frame } = this;
    if (!frame || hover.value.moment === null)
      return hover.value.entry === null ? "" : this.app.label(hover.value.entry);
    const rows = this.rows(hover.value.moment).filter(
      (row) => hover.value.entry === null || row.item.line.entry === hover.value.entry,
    );
    const values = rows.map(
      (row) => `${this.app.label(row.item.line.entry)} ${amount((row.low + row.high) / 2, frame.bytes)}`,
    );
    return `${stamp(report.times[hover.value.moment], frame.clock, true)} ${frame.clock.name}: ${values.join(", ")}`;
  }
}

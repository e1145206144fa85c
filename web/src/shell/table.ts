// table.ts - all tags in a table with sorting and filters; also the accessible alternative to the chart.
import { element, pick, segments } from "../base/dom";
import { amount, change, correlation, interval, percent, plural, rate } from "../base/units";
import { baselineOf, compareWindows, unitOf, visibleGrowth, type Visible, type Windows } from "../report/compare";
import { isFound } from "../report/meta";
import { clockOf, fullSpan, period } from "../report/times";
import type { Stats } from "../report/types";
import type { App } from "../state/app";
import { drawOnly, toggleDrawn } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { lookOf } from "../draw/colours";
import { Correlations } from "../draw/correlation";
import { download } from "../draw/export";
import { sparkline, sparksOf } from "../draw/sparkline";
import { verdictBadge } from "./badge";
import { Rows } from "./rows";
import { COLUMNS, csvOf, numbersOf, rowsOf, titleOf, WINDOW_COLUMNS, type Column, type Numbers } from "./columns";

const PRINTED = 60; // rows on paper
const FIRST = 8; // rows that one click draws: as many as there are colours
const FOLLOWS = 120; // milliseconds after the visible time has changed
const QUICK = [
  ["all", "All"],
  ["leaks", "Leaks"],
  ["growing", "Growing"],
  ["unknown", "Unknown driver"],
  ["chart", "In chart"],
] as const;

export class Table {
  readonly filter = element("input", "filter");
  private readonly head = element("tr");
  private readonly body = element("tbody");
  private readonly table = element("table");
  private readonly scroller = element("div", "table-scroll");
  private readonly count = element("span", "dim");
  private readonly about = element("p", "table-about");
  private readonly quick: ReturnType<typeof segments<ViewState["quick"]>>;
  private readonly compare = element("button", "plain", "Compare window");
  private stats: Stats | null = null;
  private r = new Map<number, number>();
  private windows: Windows | null = null;
  private visible: Visible | null = null; // the numbers are those of the visible time
  private numbers: Numbers = {};
  private rows: number[] = [];
  private most = 0; // of the column with bars
  private readonly lines: Rows;
  private asked = 0;
  private following = 0;
  private swatches = new Map<number, HTMLElement>();

  constructor(
    host: HTMLElement,
    private readonly app: App,
  ) {
    const bar = element("div", "table-bar");
    const { filter } = this;
    const leaks = app.report.meta.verdicts?.of.filter(isFound).length;
    this.quick = segments(
      "Which tags",
      QUICK.filter(([quick]) => quick !== "leaks" || leaks !== undefined).map(
        ([quick, words]) => [quick, quick === "leaks" ? `${words} ${leaks}` : words] as const,
      ),
      (quick) => app.store.update({ quick }),
    );
    filter.type = "search";
    filter.placeholder = "Filter tag, driver, description\u2026   /";
    filter.setAttribute("aria-label", "Filter tags");
    filter.value = app.store.state.filter;
    filter.addEventListener("input", () => app.store.update({ filter: filter.value }));
    const csv = element("button", "plain", "CSV");
    csv.title = "Save these rows as CSV";
    csv.addEventListener("click", () =>
      download(
        new Blob(["\ufeff", csvOf(app.report, this.rows, this.numbers)], { type: "text/csv" }),
        `${app.report.meta.title.replace(/[^\p{L}\p{N}]+/gu, "-") || "tags"}.csv`,
      ),
    );
    this.compare.title =
      "Rank tags by change in the visible time window against an equal window before it (or Shift + drag in the chart)";
    this.compare.addEventListener("click", () => this.toggleCompare());
    const draw = element("button", "plain", `Draw the first ${FIRST}`);
    draw.title = "Draw the first rows of the table, and nothing else; Back undoes it";
    draw.addEventListener("click", () => drawOnly(app.store, this.rows.slice(0, FIRST)));
    const right = element("div", "table-tools");
    right.append(this.quick.box, draw, this.compare, csv);
    bar.append(element("h2", "", "All tags"), filter, this.count, right);
    const thead = element("thead");
    thead.append(this.head);
    this.table.setAttribute("aria-label", "All tags");
    this.table.append(thead, this.body);
    this.scroller.append(this.table);
    host.append(bar, this.about, this.scroller);
    this.lines = new Rows(this.body, (index) => this.row(this.rows[index], index));
    window.addEventListener("beforeprint", () => this.lines.print(PRINTED));
    window.addEventListener("afterprint", () => this.lines.refresh());
    void Correlations.of(app.report).then((found) => {
      this.r = new Map((found?.withTotal() ?? []).map((row) => [row.entry, row.value]));
      this.renumber();
    });
  }

  update(state: ViewState, changed: Changed): void {
    const has = (...keys: (keyof ViewState)[]): boolean => keys.some((key) => changed.has(key));
    if (this.filter.value !== state.filter) this.filter.value = state.filter;
    this.quick.show(state.quick);
    this.compare.setAttribute("aria-pressed", String(state.compare !== null));
    if (has("compare") && state.compare && !/difference|inside|before/.test(state.sort))
      return this.app.store.update({
        sort: baselineOf(this.app.report, state.compare, state.baseline) ? "-difference" : "-inside",
      });
    if (has("compare") && !state.compare && /difference|inside|before/.test(state.sort))
      return this.app.store.update({ sort: "-growth" });
    if (
      has("metric", "compare", "baseline", "whole") ||
      (has("sort") && (!this.stats || (state.compare !== null) !== (this.windows !== null)))
    )
      void this.load(state);
    else if (has("filter", "quick", "sort") || (has("shown") && state.quick === "chart")) this.draw();
    else if (has("shown", "hidden", "highlighted", "slots", "curves", "theme")) this.recolour();
    if (has("local")) this.showAbout(state);
    // the chart is drawn first: the numbers of all tags take longer
    if (has("x")) {
      clearTimeout(this.following);
      this.following = window.setTimeout(() => void this.load(this.app.store.state), FOLLOWS);
    }
  }

  private toggleCompare(): void {
    const { store, report } = this.app;
    const { times } = report;
    const { x, compare } = store.state;
    const [first, last] = [times[0], times[times.length - 1]];
    if (compare) store.update({ compare: null });
    else if (x) store.update({ compare: { since: Math.max(first, x.since), until: Math.min(last, x.until) } });
    else if (last > first) store.update({ compare: { since: (first + last) / 2, until: last } });
  }

  private async load(state: ViewState): Promise<void> {
    const turn = ++this.asked;
    const { report } = this.app;
    const { compare, x, whole, metric, baseline } = state;
    const [stats, windows, visible] = await Promise.all([
      report.stats(metric),
      compare ? compareWindows(report, metric, compare, baseline) : null,
      x && !compare && !whole ? visibleGrowth(report, metric, x) : null,
    ]);
    if (turn !== this.asked) return;
    this.stats = stats;
    this.windows = windows;
    this.visible = visible;
    this.renumber();
  }

  /** Recalculates all numbers. */
  private renumber(): void {
    const { report, store } = this.app;
    if (!this.stats) return;
    const { matrix, metrics } = report.meta;
    const fits = matrix?.metric === metrics[store.state.metric].name;
    this.numbers = numbersOf(
      report,
      store.state.metric,
      this.stats,
      fits ? this.r : new Map(),
      this.windows,
      this.visible,
    );
    this.showAbout(store.state);
    this.draw();
  }

  /** Which time the numbers are of, with the switches for it. */
  private showAbout(state: ViewState): void {
    const { report, store } = this.app;
    const { compare, x } = state;
    this.about.hidden = compare === null && x === null;
    if (this.about.hidden) return;
    const clock = clockOf(report, state.local);
    const coarse = report.meta.exact ? "" : " Times are rounded to the buckets of this report.";
    if (compare) {
      const against = baselineOf(report, compare, state.baseline);
      this.about.replaceChildren(
        `Change within ${period(compare.since, compare.until, clock)}, compared with `,
        this.baselines(state),
        against
          ? ` (${period(against.since, against.until, clock)}), in as much time.`
          : ": the recording does not go back that far.",
        ` Losses at reboots are not counted.${coarse}`,
      );
      return;
    }
    const { since, until } = x ?? fullSpan(report);
    const other = element("button", "plain", state.whole ? "Follow the chart" : "Whole time");
    other.addEventListener("click", () => store.update({ whole: !state.whole }));
    this.about.replaceChildren(
      state.whole
        ? "Growth and rates are those of the whole time. "
        : `Growth and rates are those of ${period(since, until, clock)}, which the chart shows.${coarse} `,
      other,
    );
  }

  /** The choice of the window to compare with. */
  private baselines(state: ViewState): HTMLElement {
    const { store } = this.app;
    const choices = ["the same time before", "four times as long before", "the time that the chart shows"] as const;
    const own = state.baseline === 1 ? choices[0] : state.baseline === 4 ? choices[1] : choices[2];
    const { select } = pick("Compare with", choices, own, (choice) => {
      const at = choices.indexOf(choice);
      const seen = store.state.x ?? fullSpan(this.app.report);
      store.update({ baseline: at === 0 ? 1 : at === 1 ? 4 : seen });
    });
    return select;
  }

  private columns(): readonly Column[] {
    const all = this.app.store.state.compare ? WINDOW_COLUMNS : COLUMNS;
    return this.app.report.meta.verdicts ? all : all.filter((column) => column.kind !== "verdict");
  }

  private draw(): void {
    const { state } = this.app.store;
    const { meta } = this.app.report;
    this.rows = rowsOf(this.app.report, state, this.numbers);
    const count = plural(this.rows.length, "tag").replace(/ tags?$/, "");
    this.count.textContent = `${count} of ${plural(meta.tags.length - 1, "tag")}`;
    this.table.setAttribute("aria-rowcount", String(this.rows.length + 1));
    this.drawHead(state);
    this.swatches.clear();
    const bars = this.numbers[this.barKey()];
    this.most = this.rows.reduce((most, entry) => Math.max(most, Math.abs(bars?.[entry] || 0)), 0);
    this.lines.reset(this.rows.length);
    if (this.rows.length === 0) {
      const cell = element(
        "td",
        "none",
        meta.tags.length <= 1 ? "This capture has no tags." : "No tag matches the filter.",
      );
      cell.colSpan = this.columns().length;
      const row = element("tr");
      row.append(cell);
      this.body.append(row);
    }
  }

  private drawHead(state: ViewState): void {
    const focused = this.head.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.key
      : undefined;
    this.head.replaceChildren(
      ...this.columns().map((column) => {
        const cell = element("th", `column-${column.key}`);
        cell.scope = "col";
        if (column.kind === "trend") {
          cell.textContent = titleOf(column, this.app.report);
          return cell;
        }
        const sorted = state.sort.replace(/^-/, "") === column.key;
        const down = state.sort.startsWith("-");
        cell.setAttribute("aria-sort", sorted ? (down ? "descending" : "ascending") : "none");
        const button = element(
          "button",
          "",
          titleOf(column, this.app.report) + (sorted ? (down ? " \u25be" : " \u25b4") : ""),
        );
        button.title = column.help;
        button.dataset.key = column.key;
        button.addEventListener("click", () => {
          const text = column.kind === "text" || column.kind === "verdict";
          this.app.store.update({
            sort: sorted ? (down ? column.key : `-${column.key}`) : text ? column.key : `-${column.key}`,
          });
        });
        cell.append(button);
        return cell;
      }),
    );
    if (focused) this.head.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  private barKey(): string {
    return this.app.store.state.compare ? "difference" : "growth";
  }

  private row(entry: number, index: number): HTMLElement {
    const { app, most } = this;
    const { meta } = app.report;
    const { bytes } = meta.metrics[app.store.state.metric];
    const unit = unitOf(app.report);
    const row = element("tr");
    row.setAttribute("aria-rowindex", String(index + 2));
    for (const column of this.columns()) {
      const value = this.numbers[column.key]?.[entry] ?? NaN;
      if (column.key === "tag") row.append(this.tagCell(entry));
      else if (column.key === "driver") row.append(element("td", "dim", meta.drivers[entry]));
      else if (column.key === "description") row.append(element("td", "dim wide", meta.descriptions[entry]));
      else if (column.kind === "trend") row.append(this.trendCell(entry));
      else if (column.kind === "verdict") row.append(verdictCell(meta.verdicts?.of[entry] ?? ""));
      else {
        const texts = {
          amount: () => amount(value, bytes),
          change: () => change(value, bytes),
          percent: () => percent(value),
          rate: () => rate(value, bytes, unit).replace(`/${unit.name}`, ""),
          r: () => correlation(value),
          text: () => "",
        };
        const cell = element("td", "number", texts[column.kind]());
        if (column.key === this.barKey() && most > 0 && value) {
          const called = isFound(meta.verdicts?.of[entry]);
          const bar = element("span", `bar${value > 0 ? "" : " fell"}${called ? " called" : ""}`);
          bar.style.width = `${(100 * Math.abs(value)) / most}%`;
          cell.classList.add("barred");
          cell.prepend(bar);
        }
        if (column.kind === "rate" && !Number.isNaN(this.numbers.low?.[entry] ?? NaN))
          cell.title = interval(this.numbers.low[entry], this.numbers.high[entry], bytes, unit);
        if (column.key === "now" && this.stats && this.stats.lastAt[entry] < meta.moments - 1) {
          cell.classList.add("dim");
          cell.title = "Not in the last snapshot: this is the last known value";
        }
        row.append(cell);
      }
    }
    row.addEventListener("click", (event) => {
      if (!(event.target as HTMLElement).closest("button")) toggleDrawn(app.store, entry);
    });
    row.addEventListener("pointerenter", () => app.hover.set({ entry, moment: null }));
    row.addEventListener("pointerleave", () => app.hover.set({ entry: null, moment: null }));
    return row;
  }

  private tagCell(entry: number): HTMLElement {
    const cell = element("th");
    cell.scope = "row";
    const button = element("button", "tag");
    const swatch = element("span", "square");
    button.append(swatch, this.app.report.meta.names[entry]);
    button.title = "Add to the chart or remove from it";
    button.addEventListener("click", () => toggleDrawn(this.app.store, entry));
    this.swatches.set(entry, button);
    this.colour(entry, button);
    cell.append(button);
    return cell;
  }

  private colour(entry: number, button: HTMLElement): void {
    const { state } = this.app.store;
    const there = state.shown.includes(entry) && !state.hidden.includes(entry);
    button.setAttribute("aria-pressed", String(there));
    const swatch = button.firstElementChild as HTMLElement;
    const { colour } = lookOf(state, entry, this.app.dark());
    swatch.style.color = there ? colour : "";
    swatch.classList.toggle("off", !there);
    const spark = button.closest("tr")?.querySelector<SVGElement>(".spark");
    if (spark) spark.style.color = there && state.highlighted.includes(entry) ? colour : "";
  }

  private recolour(): void {
    for (const [entry, button] of this.swatches)
      if (button.isConnected) this.colour(entry, button);
      else this.swatches.delete(entry);
  }

  private trendCell(entry: number): HTMLElement {
    const cell = element("td", "trend");
    const { app } = this;
    const { metric } = app.store.state;
    void sparksOf(app.report, metric, entry).then((sparks) => {
      cell.append(sparkline(sparks, 100, 20));
      const button = this.swatches.get(entry);
      if (button && button.closest("tr") === cell.parentElement) this.colour(entry, button);
    });
    return cell;
  }
}

function verdictCell(verdict: string): HTMLElement {
  const cell = element("td", "verdict");
  if (verdict) cell.append(verdictBadge(verdict));
  return cell;
}

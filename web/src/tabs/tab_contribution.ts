// tab_contribution.ts - the tab Contribution: each tag's share of what TOTAL gained in the visible time, as bars; of a
// single snapshot, its share of what TOTAL holds.
import { element } from "../base/dom";
import { amount, change, correlation } from "../base/units";
import { gainsWithin } from "../report/gains";
import { bootTimes, clockOf, fullSpan, period, stamp } from "../report/times";
import type { Report } from "../report/types";
import type { App, FigureSize, Tab } from "../state/app";
import { listed, toggleDrawn } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { Correlations } from "../draw/correlation";
import { figurePaper } from "../draw/export";
import { palette } from "../draw/palette";
import type { Paint } from "../draw/svg";

const MOST = 25; // rows listed for each sign; the others are one row together
// Saved figure, in CSS pixels:
const LEAST_ROW = 15; // smallest readable height of a row
const FOOT = 40; // height of the scale and the note below the bars
const NUMBER = 60; // width of the number beside a bar

interface Row {
  entry: number | null; // null: all others together
  label: string;
  gain: number;
  share: number; // of what TOTAL gained; NaN where that is nothing
  r: number | null; // with TOTAL
}

const isSingle = (report: Report): boolean => report.times.length < 2;

/** "+1.65 MB", or what a single snapshot holds. */
const gainText = (app: App, gain: number, bytes: boolean): string =>
  isSingle(app.report) ? amount(gain, bytes) : change(gain, bytes);

const shareText = (share: number): string =>
  Number.isNaN(share) ? "" : `${share < 0 ? "\u2212" : ""}${(Math.abs(share) * 100).toFixed(1)} %`;

export class ContributionTab implements Tab {
  readonly name = "Contribution";
  private app!: App;
  private rows: Row[] = [];
  private total = 0;
  private turn = 0;
  private readonly list = element("div", "bars");
  private readonly about = element("p");
  private ready: Promise<void> = Promise.resolve();
  private r = new Map<number, number>(); // with TOTAL, in the metric of the matrix

  mount(host: HTMLElement, app: App): void {
    this.app = app;
    const bar = element("div", "tab-bar");
    bar.append(this.about);
    host.append(bar, this.list);
    void Correlations.of(app.report).then((found) => {
      this.r = new Map((found?.withTotal() ?? []).map((row) => [row.entry, row.value]));
      this.ready = this.load(app.store.state);
    });
  }

  update(state: ViewState, changed: Changed): void {
    if (changed.has("metric") || changed.has("x")) this.ready = this.load(state);
    else if (
      (["shown", "hidden", "highlighted", "curves", "theme", "slots", "local"] as const).some((key) => changed.has(key))
    )
      this.draw();
  }

  async svg(size: FigureSize): Promise<string> {
    await this.ready;
    return figurePaper(size, this.app, (paint, width, height) =>
      drawBars(paint, this.app, this.rows, { width, height }),
    );
  }

  private async load(state: ViewState): Promise<void> {
    const turn = ++this.turn;
    const { report } = this.app;
    const gains = isSingle(report)
      ? (await report.stats(state.metric)).last
      : await gainsWithin(report, state.metric, state.x ?? fullSpan(report));
    if (turn !== this.turn) return;
    this.total = gains[0] || 0;
    const share = (gain: number): number => (this.total > 0 ? gain / this.total : NaN);
    const fits = report.meta.matrix?.metric === report.meta.metrics[state.metric].name;
    const moved = [...gains.keys()].filter((entry) => entry > 0 && Math.abs(gains[entry]) > 0);
    moved.sort((a, b) => gains[b] - gains[a] || a - b);
    const up = moved.filter((entry) => gains[entry] > 0);
    const down = moved.filter((entry) => gains[entry] < 0);
    const kept = [...up.slice(0, MOST), ...down.slice(-MOST)];
    this.rows = kept.map((entry) => ({
      entry,
      label: this.app.label(entry),
      gain: gains[entry],
      share: share(gains[entry]),
      r: fits ? (this.r.get(entry) ?? null) : null,
    }));
    const rest = this.total - kept.reduce((sum, entry) => sum + gains[entry], 0);
    const others = moved.length - kept.length;
    if (others > 0 || Math.abs(rest) > 0.5)
      this.rows.push({
        entry: null,
        label: others > 0 ? `${others} others` : "no tag",
        gain: rest,
        share: share(rest),
        r: null,
      });
    this.draw();
  }

  private draw(): void {
    const { report, store } = this.app;
    const { state } = store;
    const { bytes, name } = report.meta.metrics[state.metric];
    const { since, until } = state.x ?? fullSpan(report);
    const clock = clockOf(report, state.local);
    const boots = bootTimes(report).some((boot) => boot > since && boot <= until);
    if (this.rows.length === 0) {
      this.about.textContent = "";
      this.list.replaceChildren(
        element("p", "bars-none", "No tag changed in this time, or there are fewer than two snapshots."),
      );
      return;
    }
    if (isSingle(report)) {
      this.about.textContent = `${name}, ${stamp(report.times[0], clock, true)}: TOTAL holds ${amount(this.total, bytes)}; shares of that. A single snapshot cannot show growth.`;
      this.list.replaceChildren(listOf(this.rows, bytes, this.app));
      return;
    }
    const gained =
      this.total > 0
        ? `TOTAL gained ${amount(this.total, bytes)}; shares of that, which add up to 100 %`
        : `TOTAL did not grow (${change(this.total, bytes)}): there are no shares of it`;
    this.about.textContent = `${name}, ${period(since, until, clock)}: ${gained}${boots ? "; losses at reboots are not counted" : ""}.`;
    this.list.replaceChildren(listOf(this.rows, bytes, this.app));
  }
}

function listOf(rows: readonly Row[], bytes: boolean, app: App): HTMLElement {
  const list = element("ol", "bars-list");
  const { state } = app.store;
  const most = Math.max(...rows.map((row) => Math.abs(row.gain)));
  list.setAttribute("aria-label", isSingle(app.report) ? "Tags by what they hold" : "Tags by what they gained");
  for (const row of rows) {
    const { entry } = row;
    const item = element("li", "bars-row");
    const track = element("span", "bars-track");
    const fill = element("span", row.gain < 0 ? "bars-fill against" : "bars-fill");
    let name: HTMLElement = element("span", "bars-name");
    if (entry !== null) {
      const drawn = listed(state).includes(entry);
      const button = element("button", "bars-name tag");
      button.type = "button";
      button.setAttribute("aria-pressed", String(drawn));
      button.title = drawn ? "Remove from the chart" : "Add to the chart";
      button.addEventListener("click", () => toggleDrawn(app.store, entry));
      name = button;
    }
    name.append(element("bdi", "", row.label));
    fill.style.setProperty("width", `${(Math.abs(row.gain) / most) * 100}%`);
    if (entry !== null && state.highlighted.includes(entry)) fill.style.setProperty("background", app.colour(entry));
    track.append(fill);
    item.append(
      name,
      track,
      element("span", "bars-value", shareText(row.share)),
      element("span", "bars-growth", gainText(app, row.gain, bytes)),
      element("span", "bars-r", row.r === null ? "" : `r ${correlation(row.r)}`),
      element("span", "bars-driver", entry === null ? "" : app.report.meta.drivers[entry]),
    );
    list.append(item);
  }
  return list;
}

/** The rows that fit the height, the largest of each sign. Rows are sorted by gain, the others come last. */
function readable(all: readonly Row[], height: number): readonly Row[] {
  const fit = Math.max(1, Math.floor(height / LEAST_ROW));
  if (all.length <= fit) return all;
  const above = all.filter((row) => row.gain >= 0).length;
  const down = Math.min(all.length - above, Math.max(fit - above, fit >> 1));
  return [...all.slice(0, fit - down), ...all.slice(all.length - down)];
}

/** Draws the bars for a saved figure. */
function drawBars(
  paint: Paint,
  app: App,
  all: readonly Row[],
  { width, height }: { width: number; height: number },
): void {
  const inks = palette(app.dark());
  const { bytes } = app.report.meta.metrics[app.store.state.metric];
  const rows = readable(all, height - FOOT);
  const step = Math.min(26, (height - FOOT) / Math.max(1, rows.length));
  const size = Math.min(12, step * 0.75);
  paint.font = `${size}px ${inks.mono}`;
  const left = Math.min(width / 3, Math.max(0, ...rows.map((row) => paint.measureText(row.label).width)) + 12);
  const [low, high] = [Math.min(0, ...rows.map((row) => row.gain)), Math.max(0, ...rows.map((row) => row.gain))];
  const start = low < 0 ? left + NUMBER : left;
  const x = (gain: number): number => start + ((gain - low) / (high - low || 1)) * (width - start - 2 * NUMBER);
  const bottom = rows.length * step;

  paint.lineWidth = 1;
  paint.strokeStyle = inks.dim;
  paint.beginPath();
  paint.moveTo(x(0), 0);
  paint.lineTo(x(0), bottom);
  paint.stroke();
  if (rows.length < all.length) {
    paint.fillStyle = inks.dim;
    paint.font = `11px ${inks.sans}`;
    paint.textBaseline = "top";
    paint.textAlign = "right";
    paint.fillText(`the largest ${rows.length} of ${all.length}`, width, bottom + 24);
  }
  paint.textBaseline = "middle";
  rows.forEach((row, i) => {
    const middle = (i + 0.5) * step;
    const highlighted = row.entry !== null && app.store.state.highlighted.includes(row.entry);
    paint.fillStyle =
      highlighted && row.entry !== null ? app.colour(row.entry) : row.gain < 0 ? inks.against : inks.accent;
    paint.fillRect(Math.min(x(0), x(row.gain)), middle - step * 0.34, Math.abs(x(row.gain) - x(0)), step * 0.68);
    paint.fillStyle = inks.text;
    paint.textAlign = "right";
    paint.font = `${size}px ${inks.mono}`;
    paint.fillText(row.label, left - 8, middle);
    paint.textAlign = row.gain < 0 ? "right" : "left";
    paint.font = `${size}px ${inks.sans}`;
    const words = [shareText(row.share), gainText(app, row.gain, bytes)].filter((text) => text !== "").join("  ");
    paint.fillText(words, x(row.gain) + (row.gain < 0 ? -5 : 5), middle);
  });
}

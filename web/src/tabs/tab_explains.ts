// tab_explains.ts - the tab Explains TOTAL: tags by their correlation with the sum of all tags, as bars.
import { element } from "../base/dom";
import { change, correlation } from "../base/units";
import type { App, FigureSize, Tab } from "../state/app";
import { toggleDrawn, listed } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { Correlations } from "../draw/correlation";
import { figurePaper } from "../draw/export";
import { palette } from "../draw/palette";
import type { Paint } from "../draw/svg";

const MOST = 50; // rows listed for each sign; the rest is only counted
// Saved figure, in CSS pixels:
const LEAST_ROW = 15; // smallest readable height of a row
const FOOT = 40; // height of the scale and the note below the bars
const NUMBER = 46; // width of the number beside a bar

interface Row {
  entry: number;
  value: number;
  exact: boolean;
  growth: string; // between first and last snapshot
}

export class ExplainsTab implements Tab {
  readonly name = "Explains TOTAL";
  private app!: App;
  private rows: Row[] = [];
  private readonly slider = element("input", "");
  private readonly said = element("output", "");
  private readonly list = element("div", "bars");
  private readonly about = element("p");
  private ready: Promise<void> = Promise.resolve();

  mount(host: HTMLElement, app: App): void {
    this.app = app;
    const bar = element("div", "tab-bar");
    const label = element("label", "bars-least", "At least ");
    Object.assign(this.slider, { type: "range", min: "0", max: "0.95", step: "0.05" });
    this.slider.setAttribute("aria-label", "Minimum |r|");
    this.slider.addEventListener("input", () => app.store.update({ least: Number(this.slider.value) }));
    label.append(this.slider, this.said);
    bar.append(this.about, label);
    host.append(bar, this.list);
    this.list.textContent = "Loading correlations…";
    const { metrics, matrix } = app.report.meta;
    const metric = metrics.findIndex((one) => one.name === matrix?.metric);
    this.ready = Promise.all([Correlations.of(app.report), app.report.stats(metric)]).then(([found, stats]) => {
      const growth = (entry: number): string =>
        stats.seen[entry] > 0 ? change(stats.last[entry] - stats.first[entry], metrics[metric].bytes) : "";
      this.rows = (found?.withTotal() ?? []).map((row) => ({ ...row, growth: growth(row.entry) }));
      this.draw();
    });
  }

  update({ least }: ViewState, changed: Changed): void {
    this.slider.value = String(least);
    this.said.textContent = least.toFixed(2);
    if (
      (["shown", "hidden", "highlighted", "curves", "theme", "slots", "least"] as const).some((key) => changed.has(key))
    )
      this.draw();
  }

  async svg(size: FigureSize): Promise<string> {
    await this.ready;
    return figurePaper(size, this.app, (paint, width, height) =>
      drawBars(paint, this.app, this.kept(), { width, height }),
    );
  }

  private strong(): Row[] {
    return this.rows.filter((row) => Math.abs(row.value) >= this.app.store.state.least);
  }

  private kept(): Row[] {
    const strong = this.strong();
    const [up, down] = [strong.filter((row) => row.value >= 0), strong.filter((row) => row.value < 0)];
    return [...up.slice(0, MOST), ...down.slice(-MOST)];
  }

  private draw(): void {
    const { report } = this.app;
    const rows = this.kept();
    const strong = this.strong().length;
    const hidden = strong - rows.length;

    const metric = report.meta.matrix?.metric ?? "";
    this.about.textContent = `Pearson’s r with TOTAL, ${metric}: ${strong} of ${this.rows.length} tags that vary`;
    if (this.rows.length === 0) {
      this.about.textContent = "";
      this.list.replaceChildren(
        element(
          "p",
          "bars-none",
          "Nothing to compare with TOTAL: no tag varies, or there are fewer than two snapshots.",
        ),
      );
      return;
    }
    if (rows.length === 0) {
      this.list.replaceChildren(
        element(
          "p",
          "bars-none",
          "No tag has an r this large with TOTAL. Move the slider to include weaker correlations.",
        ),
      );
      return;
    }
    const groups = [
      group(
        "Rise and fall with TOTAL",
        rows.filter((row) => row.value >= 0),
        this.app,
      ),
      group(
        "Fall when TOTAL rises",
        rows.filter((row) => row.value < 0),
        this.app,
      ),
    ];
    this.list.replaceChildren(...groups.filter((found) => found !== null));
    if (hidden > 0)
      this.list.append(element("p", "bars-none", `${hidden} more are not listed; the table below has r for all tags.`));
  }
}

function group(title: string, rows: readonly Row[], app: App): HTMLElement | null {
  if (rows.length === 0) return null;
  const list = element("ol", "bars-list");
  const { state } = app.store;
  for (const row of rows) {
    const item = element("li", "bars-row");
    const name = element("button", "bars-name tag");
    const track = element("span", "bars-track");
    const fill = element("span", row.value < 0 ? "bars-fill against" : "bars-fill");
    const drawn = listed(state).includes(row.entry);
    name.append(element("bdi", "", app.label(row.entry)));
    name.type = "button";
    name.setAttribute("aria-pressed", String(drawn));
    name.title = drawn ? "Remove from the chart" : "Add to the chart";
    name.addEventListener("click", () => toggleDrawn(app.store, row.entry));
    fill.style.setProperty("width", `${Math.abs(row.value) * 100}%`);
    if (state.highlighted.includes(row.entry)) fill.style.setProperty("background", app.colour(row.entry));
    track.append(fill);
    const value = element("span", "bars-value", correlation(row.value));
    if (row.exact) value.title = `r = ${row.value}`;
    item.append(name, track, value);
    item.append(
      element("span", "bars-growth", row.growth),
      element("span", "bars-driver", app.report.meta.drivers[row.entry]),
    );
    list.append(item);
  }
  const box = element("section", "bars-group");
  box.append(element("h3", "", title), list);
  return box;
}

/** The rows that fit the height, the strongest of each sign. Rows are sorted from the highest r to the lowest. */
function readable(all: readonly Row[], height: number): readonly Row[] {
  const fit = Math.max(1, Math.floor(height / LEAST_ROW));
  if (all.length <= fit) return all;
  const above = all.filter((row) => row.value >= 0).length;
  const down = Math.min(all.length - above, Math.max(fit - above, fit >> 1));
  return [...all.slice(0, fit - down), ...all.slice(all.length - down)];
}

/** Draws the bars for a saved figure. The axis starts at 0, or at -1 when a row is negative. */
function drawBars(
  paint: Paint,
  app: App,
  all: readonly Row[],
  { width, height }: { width: number; height: number },
): void {
  const inks = palette(app.dark());
  const rows = readable(all, height - FOOT);
  const step = Math.min(26, (height - FOOT) / Math.max(1, rows.length));
  const size = Math.min(12, step * 0.75);
  const names = rows.map((row) => app.label(row.entry));
  paint.font = `${size}px ${inks.mono}`;
  const left = Math.min(width / 3, Math.max(0, ...names.map((name) => paint.measureText(name).width)) + 12);
  const low = rows.some((row) => row.value < 0) ? -1 : 0;
  const start = low < 0 ? left + NUMBER : left;
  const x = (r: number): number => start + ((r - low) / (1 - low)) * (width - start - NUMBER);
  const bottom = rows.length * step;

  paint.lineWidth = 1;
  for (let r = low; r <= 1.001; r += 0.25) {
    paint.strokeStyle = Math.abs(r) < 0.01 ? inks.dim : inks.line;
    paint.beginPath();
    paint.moveTo(x(r), 0);
    paint.lineTo(x(r), bottom);
    paint.stroke();
    paint.fillStyle = inks.dim;
    paint.font = `11px ${inks.sans}`;
    paint.textAlign = "center";
    paint.textBaseline = "top";
    paint.fillText(correlation(r), x(r), bottom + 6);
  }
  if (rows.length < all.length) {
    paint.textAlign = "right";
    paint.fillText(`the strongest ${rows.length} of ${all.length}`, width, bottom + 24);
  }
  paint.textBaseline = "middle";
  rows.forEach((row, i) => {
    const middle = (i + 0.5) * step;
    const highlighted = app.store.state.highlighted.includes(row.entry);
    paint.fillStyle = highlighted ? app.colour(row.entry) : row.value < 0 ? inks.against : inks.accent;
    paint.fillRect(Math.min(x(0), x(row.value)), middle - step * 0.34, Math.abs(x(row.value) - x(0)), step * 0.68);
    paint.fillStyle = inks.text;
    paint.textAlign = "right";
    paint.font = `${size}px ${inks.mono}`;
    paint.fillText(names[i], left - 8, middle);
    paint.textAlign = row.value < 0 ? "right" : "left";
    paint.font = `${size}px ${inks.sans}`;
    paint.fillText(correlation(row.value), x(row.value) + (row.value < 0 ? -5 : 5), middle);
  });
}

// pair.ts - the two tags of a heatmap cell over time, beside the heatmap, each on its own scale.
import { element, textScale } from "../base/dom";
import { lineOf, type Line } from "../report/lines";
import type { App } from "../state/app";
import { palette } from "../draw/palette";
import { drawSmall, edgesOf, rangeIn } from "../draw/small";

const NARROWEST = 240;
const WIDEST = 560;
const HEIGHT = 150; // of one chart with its title

export class Pair {
  readonly root = element("canvas", "pair");
  private lines: (Line | null)[] = [];
  private shown = "";

  constructor(private readonly app: App) {
    this.root.setAttribute("role", "img");
    this.root.hidden = true;
  }

  /** Positions the charts; hides them when there is too little space. */
  place(left: number, width: number): void {
    this.root.hidden = width < NARROWEST || this.shown === "";
    this.root.style.setProperty("left", `${left}px`);
    this.root.style.setProperty("width", `${Math.min(width, WIDEST)}px`);
    this.draw();
  }

  /** Loads and draws the entries; `metric` is the one that the correlation is of. */
  async show(metric: number, entries: readonly number[]): Promise<void> {
    const { app } = this;
    const asked = entries.join();
    if (asked === this.shown) return;
    this.shown = asked;
    const lines = await Promise.all(entries.map((entry) => lineOf(app.report, metric, entry)));
    if (asked !== this.shown) return;
    this.lines = lines;
    this.root.setAttribute("aria-label", `${entries.map((entry) => app.label(entry)).join(" and ")} over time`);
    this.draw();
  }

  private draw(): void {
    const { app, root } = this;
    const context = root.getContext("2d");
    const width = root.clientWidth;
    if (root.hidden || context === null || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const inks = palette(app.dark());
    const scale = textScale();
    const high = HEIGHT * scale;
    root.width = Math.round(width * ratio);
    root.height = Math.round(this.lines.length * high * ratio);
    root.style.setProperty("height", `${this.lines.length * high}px`);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.lines.forEach((line, i) => {
      if (line === null) return;
      context.save();
      context.translate(0, i * high);
      context.fillStyle = inks.text;
      context.font = `600 ${12 * scale}px ${inks.mono}`;
      context.fillText(app.label(line.entry), edgesOf(scale).left, 12 * scale);
      context.translate(0, 16 * scale);
      drawSmall(context, app, line, { range: rangeIn(app, [line]), width, height: high - 24 * scale, scale });
      context.restore();
    });
  }
}

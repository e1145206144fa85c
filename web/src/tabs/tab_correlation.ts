// tab_correlation.ts - the tab Correlation: the heatmap, with zoom, pan and read-out by pointer, touch and keys.
import { element, segments, textScale } from "../base/dom";
import { listenToPinch } from "../base/pinch";
import { Trail } from "../base/trail";
import { tagCount } from "../base/units";
import type { App, FigureSize, Tab } from "../state/app";
import { listed } from "../state/choice";
import { giveSlots } from "../state/store";
import type { Changed, Place, ViewState } from "../state/types";
import { Correlations } from "../draw/correlation";
import { figurePaper } from "../draw/export";
import { UNDEFINED } from "../draw/heat";
import { BAR, cellAt, cellPixels, drawAround, drawFigure, heightFor, layoutOf, pixelsOf } from "../draw/heatmap";
import type { Layout, Matrix } from "../draw/heatmap";
import { palette } from "../draw/palette";
import { Pair } from "./pair";

const FEWEST = 2; // visible cells
const WIDE = 900; // CSS pixels; the width from which the pair fits beside the heatmap
const PAIR = 320;
const PAPER = 520; // CSS pixels; height in print, so that the tab fits one page
const CLICK = 4; // CSS pixels; a shorter drag is a click
const ORIGIN = { x: 0, y: 0 };

interface Point {
  x: number;
  y: number;
}

interface Drag {
  from: Point;
  layout: Layout; // when the drag began
  pan: boolean;
  moved: boolean; // by more than CLICK
  started: boolean; // the pan has added a step to the trail
}

export class CorrelationTab implements Tab {
  readonly name = "Correlation";
  private app!: App;
  private readonly canvas = element("canvas", "heat-canvas");
  private readonly outline = element("div", "heat-cell");
  private readonly loupe = element("div", "heat-loupe");
  private readonly picture = element("div", "heat-picture");
  private which!: ReturnType<typeof segments<ViewState["matrix"]>>;
  private order!: ReturnType<typeof segments<ViewState["order"]>>;
  private readonly readout = element("p", "heat-readout");
  private readonly about = element("p");
  private pair!: Pair;
  private found: Correlations | null = null;
  private matrix: Matrix | null = null;
  private layout: Layout | null = null;
  private readonly trail = new Trail<Place | null>(null);
  private cursor: { row: number; column: number } | null = null;
  private drag: Drag | null = null;
  private wheeledAt = 0;
  private pinch: { layout: Layout; started: boolean } | null = null;
  private frame = 0;
  private ready: Promise<void> = Promise.resolve();

  mount(host: HTMLElement, app: App): void {
    this.app = app;
    const { store } = app;
    this.which = segments(
      "Which tags",
      [
        ["selected", "Tags in the chart"],
        ["all", "All that vary"],
      ],
      (matrix) => store.update({ matrix }),
    );
    this.order = segments(
      "Order",
      [
        ["cluster", "Cluster"],
        ["growth", "Growth"],
        ["name", "Name"],
      ],
      (order) => store.update({ order }),
    );
    const bar = element("div", "tab-bar");
    const by = element("span", "tab-by", "Order");
    by.append(this.order.box);
    bar.append(this.which.box, by, this.about);
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-describedby", "heat-readout");
    this.readout.id = "heat-readout";
    this.pair = new Pair(app);
    this.picture.append(this.canvas, this.outline, this.loupe, this.pair.root);
    host.append(bar, this.readout, this.picture);
    this.listen();
    new ResizeObserver(() => this.redraw()).observe(this.picture);
    window.addEventListener("beforeprint", () => this.draw(PAPER)); // the next animation frame would be too late
    this.readout.textContent = "Loading correlations…";
    this.ready = Correlations.of(app.report).then((found) => {
      this.found = found;
      this.rebuild(store.state);
    });
  }

  update(state: ViewState, changed: Changed): void {
    const linked = JSON.stringify(state.heat) !== JSON.stringify(this.trail.here);
    if (
      this.found !== null &&
      (["matrix", "order", "shown", "hidden", "curves"] as const).some((key) => changed.has(key))
    )
      this.rebuild(state);
    if (linked) this.trail.go(state.heat);
    this.storePlace();
  }

  navigate(to: "home" | "back" | "forward"): void {
    this.trail.navigate(to);
    this.storePlace();
  }

  /** Writes the current place to the state, and so to the link. */
  private storePlace(): void {
    this.app.store.update({ heat: this.trail.here });
    this.redraw();
  }

  canNavigate(): { back: boolean; forward: boolean } {
    return { back: this.trail.canGoBack, forward: this.trail.canGoForward };
  }

  async svg(size: FigureSize): Promise<string> {
    await this.ready;
    const { matrix } = this;
    return figurePaper(size, this.app, (paint, width, height) => {
      if (matrix === null) return;
      const layout = layoutOf(paint, matrix, { view: this.trail.here, width, height });
      paint.translate(Math.max(0, (width - layout.bar - BAR) / 2), 0);
      drawFigure(paint, matrix, layout, this.app.dark());
    });
  }

  private rebuild(state: ViewState): void {
    const { report } = this.app;
    const before = this.matrix;
    this.which.show(state.matrix);
    this.order.show(state.order);
    const names = report.meta.names.map((name, entry) => state.curves[entry]?.label ?? name);
    const all = state.matrix === "all";

    this.matrix = this.found?.matrix(all ? "all" : listed(state), state.order, names) ?? null;
    if (before !== null && before.entries.length !== this.matrix?.entries.length) this.trail.clear();
    this.cursor = null;
    const n = this.matrix?.entries.length ?? 0;
    const info = report.meta.matrix;
    const { entries = [], levels = [] } = this.matrix ?? {};
    const hatched = levels[0]?.cells.includes(UNDEFINED) ? "; hatched: r is undefined" : "";
    this.about.textContent = info === null ? "" : `Pearson’s r of ${info.metric}, ${tagCount(entries)}${hatched}`;
    this.canvas.setAttribute(
      "aria-label",
      `Correlation of ${n} tags. Arrow keys move between cells, Enter draws both tags, + and - zoom.`,
    );
    this.picture.hidden = n === 0;
    this.readout.textContent =
      n === 0
        ? "Nothing to correlate: fewer than two tags vary, or there are fewer than two snapshots."
        : "Point at a cell to read its two tags and their r. Click to draw both.";
    this.redraw();
  }

  private redraw(): void {
    this.app.moved();
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(high = Math.max(320, window.innerHeight * 0.62)): void {
    this.frame = 0;
    const { canvas, matrix } = this;
    const width = this.picture.clientWidth;
    const context = canvas.getContext("2d");
    if (matrix === null || context === null || width === 0 || matrix.entries.length === 0) return;
    const scale = textScale();
    const room = width - (width > WIDE ? PAIR : 0);
    const height = Math.round(Math.min(high, heightFor(context, matrix, room, scale)));
    this.picture.style.setProperty("height", `${height}px`);
    const ratio = window.devicePixelRatio || 1;
    const dark = this.app.dark();
    const layout = layoutOf(context, matrix, { view: this.trail.here, width: room, height, scale });

    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.fillStyle = palette(dark).ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    const image = cellPixels(matrix, layout, pixelsOf(dark, matrix.steps), ratio);
    context.putImageData(image, Math.round(layout.left * ratio), Math.round(layout.top * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawAround(context, matrix, layout, dark);
    this.layout = layout;
    this.placePair();
    this.point();
  }

  /** Places the pair in the space right of the heatmap. */
  private placePair(): void {
    const left = this.layout ? this.layout.bar + BAR * this.layout.scale : BAR;
    this.pair.place(left, this.picture.clientWidth - left);
  }

  /** Places the outline around the cell at the cursor. */
  private point(): void {
    const { cursor, layout, outline } = this;
    outline.hidden = cursor === null || layout === null;
    if (cursor === null || layout === null) return;
    const size = Math.max(layout.cell, 5);
    const x = layout.left + (cursor.column + 0.5 - layout.x) * layout.cell - size / 2;
    const y = layout.top + (cursor.row + 0.5 - layout.y) * layout.cell - size / 2;
    place(outline, x - 1, y - 1, size + 2, size + 2);
  }

  private read(cell: { row: number; column: number } | null, aloud: boolean): void {
    const { matrix } = this;
    if (cell === null || matrix === null || (cell.row === this.cursor?.row && cell.column === this.cursor.column))
      return;
    this.cursor = cell;
    const [a, b] = [matrix.names[cell.row], matrix.names[cell.column]];
    const r = matrix.r(cell.row, cell.column);
    const words =
      r === null ? "r is undefined: one of them does not vary, or they never appear in the same snapshot" : sentence(r);
    this.readout.replaceChildren(element("bdi", "tag", a), " and ", element("bdi", "tag", b), `: ${words}`);
    if (aloud) this.app.say(`${a} and ${b}: ${words}`);
    this.point();
    const entries = [...new Set([matrix.entries[cell.row], matrix.entries[cell.column]])];
    const metric = this.app.report.meta.metrics.findIndex((one) => one.name === this.app.report.meta.matrix?.metric);
    void this.pair.show(metric, entries).then(() => this.placePair());
  }

  /** Opens the timeline with both tags highlighted; the other tags become context. */
  private show(cell: { row: number; column: number }): void {
    const { matrix } = this;
    if (matrix === null) return;
    const { state } = this.app.store;
    const pair = [...new Set([matrix.entries[cell.row], matrix.entries[cell.column]])];
    const highlighted = pair.filter((entry) => entry !== 0);
    this.app.store.update({
      tab: "Timeline",
      shown: [...new Set([...state.shown, ...pair])].sort((a, b) => a - b),
      hidden: state.hidden.filter((entry) => !pair.includes(entry)),
      highlighted,
      slots: giveSlots(state.slots, highlighted),
      total: state.total || pair.includes(0),
    });
  }

  /** Moves to a place, as a new step of the trail or as a change of the current step. */
  private go(place: Place, sameStep: boolean): void {
    const fine = (value: number): number => Math.round(value * 100) / 100; // keeps the link short
    const next =
      place.cells < (this.matrix?.entries.length ?? 0)
        ? { x: fine(place.x), y: fine(place.y), cells: fine(place.cells) }
        : null;
    if (next === null && this.trail.here === null) return;
    if (sameStep) this.trail.amend(next);
    else this.trail.go(next);
    this.storePlace();
  }

  /** The place that moves the point `from` of a layout to `to` and shows `factor` times as many cells. */
  private moved(layout: Layout, factor: number, from: Point, to: Point): Place {
    const n = this.matrix?.entries.length ?? 0;
    const cells = Math.max(FEWEST, layout.cells * factor);
    const cell = Math.min(layout.wide, layout.high) / cells;
    /** Centre of the visible cells along one axis. */
    const middle = (start: number, was: number, is: number, room: number): number =>
      start + was / layout.cell - is / cell + Math.min(room / cell, n) / 2;
    return {
      x: middle(layout.x, from.x - layout.left, to.x - layout.left, layout.wide),
      y: middle(layout.y, from.y - layout.top, to.y - layout.top, layout.high),
      cells,
    };
  }

  /** Zooms around a point. Zooms in quick succession are one step of the trail. */
  private zoom(factor: number, at: Point): void {
    if (this.layout === null) return;
    const now = performance.now();
    this.go(this.moved(this.layout, factor, at, at), now - this.wheeledAt < 600);
    this.wheeledAt = now;
  }

  private listen(): void {
    const { canvas } = this;
    const at = (event: MouseEvent): Point => ({ x: event.offsetX, y: event.offsetY });
    const cellOf = (event: MouseEvent): { row: number; column: number } | null =>
      this.layout && cellAt(this.layout, this.matrix?.entries.length ?? 0, event.offsetX, event.offsetY);

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 1 || this.layout === null || cellOf(event) === null) return;
      event.preventDefault();
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      const pan = this.app.mode.value === "pan" || event.button === 1 || event.shiftKey;
      this.drag = { from: at(event), layout: this.layout, pan, moved: false, started: false };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.pinch !== null) return;
      if (this.drag === null) return this.read(cellOf(event), false);
      this.dragged(this.drag, at(event));
    });
    canvas.addEventListener("pointerup", (event) => {
      const { drag, cursor } = this;
      this.letGo();
      if (drag === null) return;
      const cell = cellOf(event);
      if (drag.moved) return this.dropped(drag, at(event));
      if (cell === null) return;
      // Touch has no hovering: the first tap reads the cell, the second draws its tags.
      if (event.pointerType === "touch" && (cell.row !== cursor?.row || cell.column !== cursor.column))
        this.read(cell, false);
      else this.show(cell);
    });
    canvas.addEventListener("pointercancel", () => this.letGo());
    canvas.addEventListener(
      "wheel",
      (event) => {
        if (cellOf(event) === null) return;
        event.preventDefault();
        this.zoom(2 ** (Math.max(-200, Math.min(200, event.deltaY)) / 200), at(event));
      },
      { passive: false },
    );
    listenToPinch(canvas, {
      began: () => {
        this.letGo();
        this.pinch = this.layout && { layout: this.layout, started: false };
      },
      moved: (from, to) => {
        const { pinch } = this;
        if (pinch === null) return;
        const { left, top } = canvas.getBoundingClientRect();
        const inPicture = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
        this.go(this.moved(pinch.layout, from.apart / to.apart, inPicture(from), inPicture(to)), pinch.started);
        pinch.started = true;
      },
      ended: () => (this.pinch = null),
    });
    canvas.addEventListener("keydown", (event) => this.key(event));
    this.outline.hidden = true;
    this.loupe.hidden = true;
  }

  private letGo(): void {
    this.drag = null;
    this.loupe.hidden = true;
  }

  private dragged(drag: Drag, at: Point): void {
    const { from, layout } = drag;
    drag.moved ||= Math.hypot(at.x - from.x, at.y - from.y) > CLICK;
    if (!drag.moved) return;
    if (drag.pan) {
      this.go(this.moved(layout, 1, from, at), drag.started);
      drag.started = true;
      return;
    }
    const to = inside(layout, at);
    this.loupe.hidden = false;
    place(this.loupe, Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  }

  /** Zooms to the dragged rectangle. Cells stay square. */
  private dropped({ from, layout, pan }: Drag, at: Point): void {
    if (pan) return;
    const to = inside(layout, at);
    const share = Math.max(Math.abs(to.x - from.x) / layout.width, Math.abs(to.y - from.y) / layout.height);
    const x = layout.x + ((from.x + to.x) / 2 - layout.left) / layout.cell;
    const y = layout.y + ((from.y + to.y) / 2 - layout.top) / layout.cell;
    this.go({ x, y, cells: Math.max(FEWEST, layout.cells * share) }, false);
  }

  private key(event: KeyboardEvent): void {
    const { layout, matrix } = this;
    if (layout === null || matrix === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = matrix.entries.length - 1;
    const step = event.shiftKey ? Math.max(1, Math.round(layout.height / layout.cell / 4)) : 1;
    const from = this.cursor ?? { row: Math.ceil(layout.y), column: Math.ceil(layout.x) };
    const moves: Record<string, [number, number]> = {
      ArrowUp: [-step, 0],
      ArrowDown: [step, 0],
      ArrowLeft: [0, -step],
      ArrowRight: [0, step],
    };
    const move = moves[event.key];
    const zooms: Record<string, number> = { "+": 1 / 1.5, "=": 1 / 1.5, "-": 1.5 };
    if (move !== undefined) {
      const to = this.cursor === null ? from : { row: from.row + move[0], column: from.column + move[1] };
      this.read({ row: Math.max(0, Math.min(last, to.row)), column: Math.max(0, Math.min(last, to.column)) }, true);
      this.follow();
    } else if (event.key in zooms) {
      this.zoom(zooms[event.key], {
        x: layout.left + (from.column + 0.5 - layout.x) * layout.cell,
        y: layout.top + (from.row + 0.5 - layout.y) * layout.cell,
      });
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.cursor !== null) this.show(this.cursor);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Scrolls so that the cursor is visible. */
  private follow(): void {
    const { cursor, layout } = this;
    if (cursor === null || layout === null) return;
    const view = this.moved(layout, 1, ORIGIN, ORIGIN);
    const [wide, high] = [layout.width / layout.cell / 2, layout.height / layout.cell / 2];
    const x = Math.max(cursor.column + 1 - wide, Math.min(cursor.column + wide, view.x));
    const y = Math.max(cursor.row + 1 - high, Math.min(cursor.row + high, view.y));
    if (Math.abs(x - view.x) < 0.01 && Math.abs(y - view.y) < 0.01) return;
    this.go({ ...view, x, y }, true);
  }
}

/** r with all known digits, and its strength in words. */
function sentence(r: { value: number; exact: boolean }): string {
  const digits = r.exact ? String(Number(r.value.toFixed(6))) : `about ${r.value.toFixed(2)}`;
  const strength = Math.abs(r.value);
  const words = strength >= 0.9 ? "very strong" : strength >= 0.6 ? "strong" : strength >= 0.3 ? "moderate" : "";
  const meaning =
    words === "" ? "weak or no correlation" : `${words} ${r.value > 0 ? "positive" : "negative"} correlation`;
  return `r = ${digits.replace("-", "−")}, ${meaning}`;
}

const inside = (layout: Layout, at: Point): Point => ({
  x: Math.max(layout.left, Math.min(layout.left + layout.width, at.x)),
  y: Math.max(layout.top, Math.min(layout.top + layout.height, at.y)),
});

function place(box: HTMLElement, x: number, y: number, width: number, height: number): void {
  Object.assign(box.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

// export.ts - a figure as a file: SVG, and PNG rendered from that SVG.
//
// A chart is drawn again off screen, at the size of the figure, on a context that records SVG. Title and legend are
// added here: on the page they are HTML beside the canvas.
import { element } from "../base/dom";
import { clockOf, fullSpan, period } from "../report/times";
import type { App, FigureSize, Tab } from "../state/app";
import { derivedName } from "./derived";
import { palette } from "./palette";
import { SvgContext, SvgPath, escapeXml, type Paint } from "./svg";

const TITLE_HEIGHT = 30;
const LEGEND_ROW = 18;

/** One line of the legend. */
export interface Key {
  label: string;
  colour: string;
  dash: number[];
  width: number;
}

function ruler(): CanvasRenderingContext2D {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new Error("this browser has no canvas");
  return context;
}

/** The default title: a figure, also one cut out of a screen, has to name its machine, its unit and its time. */
export function ownTitle(app: App): string {
  const { report, store } = app;
  const { meta } = report;
  const { state } = store;
  const { name, bytes, pool } = meta.metrics[state.metric];
  const where = { total: "", paged: " of the paged pool", nonpaged: " of the nonpaged pool" }[pool] ?? "";
  const values = `${bytes ? "bytes" : "live blocks"}${where} (${name}${derivedName(state, report)})`;
  const correlated = `correlation of ${meta.matrix?.metric ?? values}`;
  const what = {
    Timeline: values,
    "Small multiples": values,
    Correlation: correlated,
    Contribution: `what tags ${report.times.length < 2 ? "hold" : "gained"}, ${values}`,
  }[state.tab];
  const clock = clockOf(report, state.local);
  const seen = state.tab === "Correlation" ? null : state.x;
  const { since, until } = seen ?? fullSpan(report);
  const zone = clock.step ? "" : ` ${clock.name}`;
  const time = report.times.length > 1 ? `${period(since, until, clock)}${zone}` : "";
  return `${meta.machine.host || meta.title}: ${what}${time === "" ? "" : `, ${time}`}`;
}

function sheet(size: FigureSize, app: App, draw: (paint: SvgContext, width: number, height: number) => string): string {
  const title = app.store.state.title || ownTitle(app);
  const inks = palette(app.dark());
  const { width, height, margins } = size;
  const paper = new SvgContext(ruler(), "t");
  const inner = {
    width: Math.max(80, width - margins.left - margins.right),
    height: Math.max(60, height - margins.top - margins.bottom - TITLE_HEIGHT),
  };

  paper.fillStyle = inks.ground;
  paper.fillRect(0, 0, width, height);
  paper.fillStyle = inks.text;
  paper.font = `600 15px ${inks.sans}`;
  const wide = paper.measureText(title).width;
  paper.font = `600 ${Math.max(8, Math.min(15, (15 * (width - 16)) / wide))}px ${inks.sans}`;
  paper.textAlign = "center";
  paper.fillText(title, width / 2, margins.top + 16);
  const figure = new SvgContext(ruler(), "f");
  const extra = draw(figure, inner.width, inner.height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(title)}</title>`,
    paper.markup(),
    `<g transform="translate(${margins.left} ${margins.top + TITLE_HEIGHT})">`,
    extra,
    figure.markup(),
    "</g>",
    "</svg>",
  ].join("\n");
}

/** A figure drawn by `draw`, with its title. */
export function figurePaper(
  size: FigureSize,
  app: App,
  draw: (paint: Paint, width: number, height: number) => void,
): string {
  return sheet(size, app, (paint, width, height) => {
    draw(paint, width, height);
    return "";
  });
}

/** A chart drawn by uPlot: `build` makes it in `host` at the given size and returns what removes it. */
export async function chartPaper(
  size: FigureSize,
  keys: readonly Key[],
  app: App,
  build: (host: HTMLElement, width: number, height: number) => () => void,
): Promise<string> {
  const legendWidth = keys.length === 0 ? 0 : legendSize(keys, app);
  const inner = size.width - size.margins.left - size.margins.right - legendWidth;
  const high = size.height - size.margins.top - size.margins.bottom - TITLE_HEIGHT;
  const chart = await recorded(Math.max(80, inner), Math.max(60, high), build);
  return sheet(size, app, (paint, width, height) => {
    drawLegend(paint, app, keys, { left: width - legendWidth + 14, height });
    return chart;
  });
}

/** Records what a chart draws on its canvas while it is built, as SVG elements in CSS pixels. */
async function recorded(
  width: number,
  height: number,
  build: (host: HTMLElement, width: number, height: number) => () => void,
): Promise<string> {
  const host = element("div", "export-host");
  const context = new SvgContext(ruler());
  const { getContext } = HTMLCanvasElement.prototype;
  const { Path2D: path } = window;
  let remove = (): void => undefined;
  document.body.append(host);
  try {
    Object.defineProperty(HTMLCanvasElement.prototype, "getContext", {
      configurable: true,
      writable: true,
      value: () => context,
    });
    Object.defineProperty(window, "Path2D", { configurable: true, writable: true, value: SvgPath });
    remove = build(host, width, height);
    for (let turn = 0; turn < 4; turn++) await Promise.resolve(); // uPlot draws in a microtask
  } finally {
    Object.defineProperty(HTMLCanvasElement.prototype, "getContext", {
      configurable: true,
      writable: true,
      value: getContext,
    });
    Object.defineProperty(window, "Path2D", { configurable: true, writable: true, value: path });
    remove();
    host.remove();
  }
  const ratio = window.devicePixelRatio || 1;
  return `<g transform="scale(${1 / ratio})">\n${context.markup()}\n</g>`;
}

function legendSize(keys: readonly Key[], app: App): number {
  const measure = ruler();
  measure.font = `12px ${palette(app.dark()).mono}`;
  return Math.min(260, 60 + Math.max(...keys.map((key) => measure.measureText(key.label).width)));
}

function drawLegend(
  paint: Paint,
  app: App,
  keys: readonly Key[],
  { left, height }: { left: number; height: number },
): void {
  const inks = palette(app.dark());
  const fits = Math.max(1, Math.floor(height / LEGEND_ROW) - 1);
  const shown = keys.length > fits ? keys.slice(0, fits - 1) : keys;

  paint.textBaseline = "middle";
  shown.forEach((key, row) => {
    const y = (row + 1) * LEGEND_ROW;
    paint.strokeStyle = key.colour;
    paint.lineWidth = key.width;
    paint.setLineDash(key.dash);
    paint.beginPath();
    paint.moveTo(left, y);
    paint.lineTo(left + 24, y);
    paint.stroke();
    paint.setLineDash([]);
    paint.fillStyle = inks.text;
    paint.font = `12px ${inks.mono}`;
    paint.fillText(key.label, left + 32, y);
  });
  if (shown.length < keys.length) {
    paint.fillStyle = inks.dim;
    paint.font = `12px ${inks.sans}`;
    paint.fillText(`and ${keys.length - shown.length} more`, left, (shown.length + 1) * LEGEND_ROW);
  }
}

/** Renders the SVG as PNG at two pixels per CSS pixel, less for very large figures. */
export async function pngOf(svg: string, size: FigureSize): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const fine = Math.min(2, Math.sqrt(64e6 / (size.width * size.height)));
  canvas.width = Math.round(size.width * fine);
  canvas.height = Math.round(size.height * fine);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob === null ? failed(new Error("the image is too large")) : done(blob)), "image/png"),
  );
}

export function download(blob: Blob, name: string): void {
  const link = element("a", "");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A file name that is valid on every system. */
const fileName = (app: App, tab: Tab, ending: string): string =>
  `${
    `${app.report.meta.title} ${tab.name}`
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "figure"
  }.${ending}`;

export async function save(app: App, tab: Tab, size: FigureSize, kind: "PNG" | "SVG"): Promise<void> {
  if (tab.svg === undefined) return;
  try {
    const svg = await tab.svg(size);
    const blob = kind === "SVG" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg, size);
    download(blob, fileName(app, tab, kind.toLowerCase()));
    app.say(`Saved as ${kind}.`);
  } catch (error) {
    app.say(`Cannot save the figure as ${kind}: ${error instanceof Error ? error.message : "the browser refused"}.`);
  }
}

// svg.ts - a 2D context that records SVG.
//
// SvgContext has the part of CanvasRenderingContext2D that draws lines, areas, text and images; SvgPath that of Path2D.
// Two differences to a canvas: the first lineTo of a path becomes a moveTo, and text is shifted instead of using
// baselines that many SVG viewers do not support. Colours are written as #rrggbb with a separate opacity, and control
// characters as visible symbols, so that every XML parser accepts the result.

export type Ink = string | CanvasGradient | CanvasPattern;

const round = (value: number): string => String(Math.round(value * 100) / 100);

/** Escapes text for XML content and attributes. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u001f]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x2400))
    .replace(/\u007f/g, "\u2421")
    .replace(/[\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g, "\ufffd")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

/** A path as SVG path data. */
export class SvgPath {
  d = "";
  private started = false;

  constructor(from?: SvgPath | string) {
    if (from !== undefined) {
      this.d = typeof from === "string" ? from : from.d;
      this.started = this.d !== "";
    }
  }
  addPath(path: SvgPath): void {
    this.d += path.d;
    this.started ||= path.started;
  }
  moveTo(x: number, y: number): void {
    this.d += `M${round(x)} ${round(y)}`;
    this.started = true;
  }
  lineTo(x: number, y: number): void {
    this.d += `${this.started ? "L" : "M"}${round(x)} ${round(y)}`;
    this.started = true;
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    if (!this.started) this.moveTo(ax, ay);
    this.d += `C${round(ax)} ${round(ay)} ${round(bx)} ${round(by)} ${round(x)} ${round(y)}`;
  }
  quadraticCurveTo(ax: number, ay: number, x: number, y: number): void {
    if (!this.started) this.moveTo(ax, ay);
    this.d += `Q${round(ax)} ${round(ay)} ${round(x)} ${round(y)}`;
  }
  arc(x: number, y: number, r: number, from: number, to: number, back = false): void {
    const full = Math.abs(to - from) >= 2 * Math.PI - 1e-9;
    const end = full ? from + (back ? -1 : 1) * Math.PI : to;
    const large = full
      ? 0
      : (((back ? from - to : to - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI) > Math.PI
        ? 1
        : 0;
    const turn = ` ${round(r)} ${round(r)} 0 ${large} ${back ? 0 : 1} `;

    this.lineTo(x + r * Math.cos(from), y + r * Math.sin(from));
    this.d += `A${turn}${round(x + r * Math.cos(end))} ${round(y + r * Math.sin(end))}`;
    if (full) this.d += `A${turn}${round(x + r * Math.cos(from))} ${round(y + r * Math.sin(from))}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.d += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
    this.started = true;
  }
  closePath(): void {
    if (this.started) this.d += "Z";
  }
}

/** '#rrggbb' and opacity of a CSS colour, in the notations that our code and uPlot use. */
export function colourOf(ink: Ink): [string, number] {
  if (typeof ink !== "string") return ["#888888", 1];
  const hex = /^#([0-9a-f]{3,8})$/i.exec(ink)?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? hex.replace(/./g, "$&$&") : hex;
    return [`#${digits.slice(0, 6)}`, digits.length === 8 ? parseInt(digits.slice(6), 16) / 255 : 1];
  }
  const parts = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$/.exec(ink);
  if (parts !== null) {
    const two = (part: string | undefined): string => Math.round(Number(part)).toString(16).padStart(2, "0");
    const alpha = parts[4] === undefined ? 1 : Number(parts[4]) / (parts[5] === "%" ? 100 : 1);
    return [`#${two(parts[1])}${two(parts[2])}${two(parts[3])}`, alpha];
  }
  return ink === "transparent" ? ["none", 1] : [ink, 1];
}

type Matrix = [number, number, number, number, number, number];

/** The state that save() stores and restore() resets. */
class Pen {
  fillStyle: Ink = "#000";
  strokeStyle: Ink = "#000";
  globalAlpha = 1;
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  lineDashOffset = 0;
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  protected dash: number[] = [];
  protected matrix: Matrix = [1, 0, 0, 1, 0, 0];
  protected clipId = "";
}

/** Distance from the reference line down to the alphabetic baseline, in font heights. */
const baselines: Record<CanvasTextBaseline, number> = {
  alphabetic: 0,
  bottom: -0.22,
  ideographic: -0.22,
  middle: 0.35,
  hanging: 0.75,
  top: 0.85,
};

/** Records drawing calls. `ruler` measures text; `prefix` makes ids unique when several parts share a document. */
export class SvgContext extends Pen {
  private readonly parts: string[] = [];
  private readonly pens: Pen[] = [];
  private path = new SvgPath();
  private clips = 0;
  private grouped = ""; // id of the clip path whose group is open

  constructor(
    private readonly ruler: CanvasRenderingContext2D,
    private readonly prefix = "c",
  ) {
    super();
  }

  /** The elements drawn so far. */
  markup(): string {
    this.group("");
    return this.parts.join("\n");
  }

  save(): void {
    const {
      fillStyle,
      strokeStyle,
      globalAlpha,
      lineWidth,
      lineCap,
      lineJoin,
      lineDashOffset,
      font,
      textAlign,
      textBaseline,
      dash,
      matrix,
      clipId,
    } = this;
    this.pens.push(
      Object.assign(new Pen(), {
        fillStyle,
        strokeStyle,
        globalAlpha,
        lineWidth,
        lineCap,
        lineJoin,
        lineDashOffset,
        font,
        textAlign,
        textBaseline,
        dash,
        matrix,
        clipId,
      }),
    );
  }
  restore(): void {
    Object.assign(this, this.pens.pop());
  }
  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }
  rotate(angle: number): void {
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    this.transform(cos, sin, -sin, cos, 0, 0);
  }
  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const [A, B, C, D, E, F] = this.matrix;
    this.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.matrix = [a, b, c, d, e, f];
  }

  beginPath(): void {
    this.path = new SvgPath();
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  arc(x: number, y: number, r: number, from: number, to: number, back?: boolean): void {
    this.path.arc(x, y, r, from, to, back);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.rect(x, y, width, height);
  }
  closePath(): void {
    this.path.closePath();
  }
  clip(path: SvgPath | CanvasFillRule = this.path): void {
    const id = `${this.prefix}${++this.clips}`;
    const d = path instanceof SvgPath ? path.d : this.path.d;

    const within = this.clipId === "" ? "" : ` clip-path="url(#${this.clipId})"`;

    this.group("");
    this.parts.push(`<clipPath id="${id}"${within}><path d="${d}"${this.moved()}/></clipPath>`);
    this.clipId = id;
  }
  fill(path: SvgPath | CanvasFillRule = this.path): void {
    const d = path instanceof SvgPath ? path.d : this.path.d;

    if (d !== "") this.add(`<path d="${d}"${this.paint("fill", this.fillStyle)}${this.moved()}/>`);
  }
  stroke(path: SvgPath = this.path): void {
    if (path.d !== "" && this.lineWidth > 0) this.add(`<path d="${path.d}" fill="none"${this.line()}${this.moved()}/>`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect${box(x, y, width, height)}${this.paint("fill", this.fillStyle)}${this.moved()}/>`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect${box(x, y, width, height)} fill="none"${this.line()}${this.moved()}/>`);
  }
  clearRect(): void {
    // Nothing to clear: the figure starts empty.
  }
  setLineDash(dash: number[]): void {
    this.dash = dash.slice();
  }
  getLineDash(): number[] {
    return this.dash.slice();
  }
  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }
  fillText(text: string, x: number, y: number): void {
    const anchor = { start: "start", left: "start", center: "middle", right: "end", end: "end" }[this.textAlign];
    const font = /^\s*(.*?)\s*([\d.]+)px(?:\/\S+)?\s+(.+)$/.exec(this.font) ?? ["", "", "10", "sans-serif"];
    const [, style, size, family] = font;
    const bold = /bold|[6-9]00/.test(style) ? ' font-weight="bold"' : "";
    const down = Number(size) * baselines[this.textBaseline];

    this.add(
      `<text x="${round(x)}" y="${round(y + down)}" font-family="${escapeXml(family)}" font-size="${size}"${bold}` +
        ` text-anchor="${anchor}"${this.paint("fill", this.fillStyle)}${this.moved()}` +
        ` xml:space="preserve">${escapeXml(text)}</text>`,
    );
  }
  drawImage(image: HTMLCanvasElement, x: number, y: number, width = image.width, height = image.height): void {
    this.add(
      `<image${box(x, y, width, height)} preserveAspectRatio="none" image-rendering="pixelated"` +
        `${this.moved()} href="${image.toDataURL("image/png")}"/>`,
    );
  }

  private add(element: string): void {
    this.group(this.clipId);
    this.parts.push(element);
  }
  /** Opens a group with this clip path: on an element itself, its transform would move the clip, too. */
  private group(clipId: string): void {
    if (this.grouped === clipId) return;
    if (this.grouped !== "") this.parts.push("</g>");
    if (clipId !== "") this.parts.push(`<g clip-path="url(#${clipId})">`);
    this.grouped = clipId;
  }
  private moved(): string {
    const m = this.matrix;
    return m.join() === "1,0,0,1,0,0"
      ? ""
      : ` transform="matrix(${m.map((v) => Math.round(v * 1e4) / 1e4).join(" ")})"`;
  }
  private paint(kind: "fill" | "stroke", ink: Ink): string {
    const [colour, alpha] = colourOf(ink);
    const opacity = alpha * this.globalAlpha;
    return ` ${kind}="${escapeXml(colour)}"${opacity < 1 ? ` ${kind}-opacity="${round(opacity)}"` : ""}`;
  }
  private line(): string {
    return (
      this.paint("stroke", this.strokeStyle) +
      ` stroke-width="${round(this.lineWidth)}"` +
      (this.lineJoin === "miter" ? "" : ` stroke-linejoin="${this.lineJoin}"`) +
      (this.lineCap === "butt" ? "" : ` stroke-linecap="${this.lineCap}"`) +
      (this.dash.length === 0 ? "" : ` stroke-dasharray="${this.dash.map(round).join(" ")}"`)
    );
  }
}

const box = (x: number, y: number, width: number, height: number): string =>
  ` x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;

/** The target of our figures: a canvas or SVG. */
export type Paint = SvgContext | CanvasRenderingContext2D;

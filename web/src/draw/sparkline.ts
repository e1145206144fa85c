// sparkline.ts - a series as a small SVG line in the current text colour.
import type { Gap, Report, Series } from "../report/types";

const SVG = "http://www.w3.org/2000/svg";
const COLUMN = 1.5; // CSS pixels, at least

/** A series over times, with those in which nothing was recorded. */
export interface Sparks extends Series {
  xs: Float64Array;
  gaps: readonly Gap[];
}

/** The SVG path of a series in a box: minimum and maximum per column of time, so no peak is lost. "" without values. */
export function sparkPath({ xs, low, high, gaps }: Sparks, width: number, height: number): string {
  const n = low.length;
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    if (low[i] < least) least = low[i];
    if (high[i] > most) most = high[i];
  }
  if (!(least <= most)) return "";
  const y = (value: number): string =>
    (most === least ? height / 2 : height - 1 - ((value - least) / (most - least)) * (height - 2)).toFixed(1);
  const span = xs[n - 1] - xs[0];
  const columns = Math.max(1, Math.floor(width / COLUMN));
  let [path, open, up, gap] = ["", false, true, 0];
  for (let i = 0; i < n;) {
    const column = span > 0 ? Math.floor(((xs[i] - xs[0]) / span) * columns) : 0;
    let [from, to, x] = [Infinity, -Infinity, span > 0 ? ((xs[i] - xs[0]) / span) * width : width / 2];
    while (gap < gaps.length && gaps[gap].until <= xs[Math.max(0, i - 1)]) gap++;
    if (i > 0 && gap < gaps.length && xs[i - 1] <= gaps[gap].since && xs[i] >= gaps[gap].until) open = false;
    const begin = i;
    for (; i < n && (i === begin || Math.floor(((xs[i] - xs[0]) / span) * columns) === column); i++) {
      if (Number.isNaN(low[i])) break;
      if (low[i] < from) from = low[i];
      if (high[i] > to) to = high[i];
      x = span > 0 ? ((xs[i] - xs[0]) / span) * width : x;
    }
    if (i < n && Number.isNaN(low[i])) i++;
    if (!(from <= to)) {
      open = false;
      continue;
    }
    for (const value of from === to ? [from] : up ? [from, to] : [to, from]) {
      path += `${open ? "L" : "M"}${x.toFixed(1)} ${y(value)}`;
      open = true;
    }
    up = !up;
    if (i > 0 && Number.isNaN(low[i - 1])) open = false;
  }
  return n === 1 ? `${path}h1` : path;
}

/** The series over buckets, which small curves need no more than; the full detail where there is none. */
export async function sparksOf(report: Report, metric: number, entry: number): Promise<Sparks | null> {
  const { gaps } = report.meta;
  const [series] = await report.series(metric, [entry]);
  if (series) return { ...series, xs: report.bucketTimes, gaps };
  const detail = await report.detail(metric, entry);
  return detail && { ...detail, xs: report.times, gaps };
}

export function sparkline(sparks: Sparks | null, width: number, height: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "spark");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("vector-effect", "non-scaling-stroke");
  path.setAttribute("d", sparks ? sparkPath(sparks, width, height) : "");
  svg.append(path);
  return svg;
}

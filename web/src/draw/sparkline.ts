// sparkline.ts - a series as a small SVG line in the current text colour.
import type { Series } from "../report/types";

const SVG = "http://www.w3.org/2000/svg";

/** The SVG path of a series in a box: minimum and maximum per column, so no peak is lost. "" without values. */
export function sparkPath(series: Series, width: number, height: number): string {
  const n = series.low.length;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    if (series.low[i] < low) low = series.low[i];
    if (series.high[i] > high) high = series.high[i];
  }
  if (!(low <= high)) return "";
  const columns = Math.min(n, Math.max(2, Math.floor(width / 1.5)));
  const y = (value: number): string =>
    (high === low ? height / 2 : height - 1 - ((value - low) / (high - low)) * (height - 2)).toFixed(1);
  let path = "";
  let open = false;
  let up = true;
  for (let c = 0; c < columns; c++) {
    const [from, to] = [
      Math.floor((c * n) / columns),
      Math.max(Math.floor((c * n) / columns) + 1, Math.floor(((c + 1) * n) / columns)),
    ];
    let [least, most] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      if (series.low[i] < least) least = series.low[i];
      if (series.high[i] > most) most = series.high[i];
    }
    if (!(least <= most)) {
      open = false;
      continue;
    }
    const x = (columns === 1 ? width / 2 : (c * width) / (columns - 1)).toFixed(1);
    const ends = least === most ? [least] : up ? [least, most] : [most, least];
    up = !up;
    for (const value of ends) {
      path += `${open ? "L" : "M"}${x} ${y(value)}`;
      open = true;
    }
  }
  return n === 1 ? `${path}h1` : path;
}

export function sparkline(series: Series | null, width: number, height: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "spark");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("vector-effect", "non-scaling-stroke");
  path.setAttribute("d", series ? sparkPath(series, width, height) : "");
  svg.append(path);
  return svg;
}

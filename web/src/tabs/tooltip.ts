// tooltip.ts - the values at the cursor: a table beside it and a dot on each curve.
import { element } from "../base/dom";
import { amount, rate, type RateUnit } from "../base/units";

export interface TooltipRow {
  label: string;
  colour: string;
  dash: number[];
  lifted: boolean;
  low: number;
  high: number;
  rate: number; // per day
  top: number; // of the curve, CSS pixels within the plotting area
}

export interface TooltipContent {
  over: HTMLElement; // the plotting area
  left: number; // of the cursor within it
  head: string;
  rows: TooltipRow[];
  bytes: boolean;
  unit: RateUnit;
}

const MOST = 10;

export class Tooltip {
  private readonly box = element("div", "tooltip");
  private readonly dots = element("div", "tooltip-dots");

  constructor(private readonly host: HTMLElement) {
    this.box.setAttribute("aria-hidden", "true"); // the live region announces the values
    this.hide();
  }

  hide(): void {
    this.box.hidden = true;
    this.dots.hidden = true;
  }

  show(content: TooltipContent): void {
    const { rows, bytes, unit } = content;
    const kept = rows.slice(0, MOST);
    const lifted = rows.find((row) => row.lifted);
    if (lifted && !kept.includes(lifted)) kept[MOST - 1] = lifted;
    const list = element("table");
    for (const row of kept) {
      const line = element("tr", row.lifted ? "lifted" : "");
      const swatch = element("span", "swatch");
      swatch.style.color = row.colour;
      if (row.dash.length) swatch.classList.add("dashed");
      const name = element("th");
      name.append(swatch, row.label);
      const exact = row.low === row.high || Number.isNaN(row.low);
      line.append(
        name,
        element(
          "td",
          "",
          exact ? amount(row.low, bytes) : `${amount(row.low, bytes)} \u2013 ${amount(row.high, bytes)}`,
        ),
      );
      line.append(element("td", "dim", Number.isNaN(row.rate) ? "" : rate(row.rate, bytes, unit)));
      list.append(line);
    }
    this.box.replaceChildren(element("div", "tooltip-head", content.head), list);
    if (rows.length > kept.length) this.box.append(element("div", "dim", `and ${rows.length - kept.length} more`));
    this.dots.replaceChildren(
      ...rows
        .filter((row) => row.top >= 0 && row.top <= content.over.clientHeight)
        .map((row) => {
          const dot = element("span", "dot");
          dot.style.left = `${content.left}px`;
          dot.style.top = `${row.top}px`;
          dot.style.background = row.colour;
          return dot;
        }),
    );
    content.over.append(this.dots);
    this.host.append(this.box);
    this.box.hidden = this.dots.hidden = false;
    this.place(content);
  }

  private place({ over, left }: TooltipContent): void {
    const [area, host] = [over.getBoundingClientRect(), this.host.getBoundingClientRect()];
    const from = area.left - host.left + left;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const right = from + 16 + width <= host.width;
    this.box.style.left = `${Math.max(0, right ? from + 16 : from - 16 - width)}px`;
    this.box.style.top = `${Math.max(4, (area.height - height) / 2)}px`;
  }
}

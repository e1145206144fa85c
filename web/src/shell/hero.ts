// hero.ts - the strongest finding, or the one that was chosen: its curve with the line it was called for, and all that is
// known of it.
import { element } from "../base/dom";
import { bootTimes, clockOf, fullSpan, period, stamp } from "../report/times";
import { fitAt, fitsOf, type Fit } from "../report/fit";
import { lineOf, rangeOf, type Line } from "../report/lines";
import { METRICS, type Card } from "../report/types";
import type { App } from "../state/app";
import { isIsolated, isolate } from "../state/choice";
import type { ViewState } from "../state/types";
import { Chart, type Frame } from "../draw/chart";
import { lookOf } from "../draw/colours";
import { limitsOf } from "../draw/limits";
import { palette } from "../draw/palette";
import { namesOf, verdictBadge } from "./badge";

/** The metric that shows a finding: of both pools. */
const metricOf = (card: Card): number => METRICS.indexOf(card.bytes ? "TotalUsedBytes" : "TotalDiff");

export class Hero {
  readonly root = element("section", "hero");
  private readonly chartBox = element("div", "hero-chart");
  private readonly alone = element("button", "plain", "Only this in the chart below");
  private readonly chart = new Chart(this.chartBox);
  private card: Card | null = null;
  private line: Line | null = null;
  private fits: Fit[] = [];
  private asked = 0;
  private number = 1; // of the card

  constructor(private readonly app: App) {
    this.root.setAttribute("aria-label", "Strongest finding");
    this.chartBox.setAttribute("role", "img");
    this.alone.addEventListener("click", () => this.card && isolate(app.store, this.card.tags));
    new ResizeObserver(() => this.draw()).observe(this.chartBox);
    window.addEventListener("beforeprint", () => this.draw());
  }

  /** Shows a finding, the first of all or a chosen one. */
  show(card: Card, number: number): void {
    if (card !== this.card) {
      this.line = null;
      void this.load(card);
    }
    this.card = card;
    this.number = number;
    this.redraw();
  }

  /** Again: theme, clock or colours have changed. */
  redraw(): void {
    if (!this.card) return;
    this.root.className = `hero ${verdictBadge(this.card.verdict).className.replace("badge ", "")}`;
    this.root.replaceChildren(this.words(this.card, this.number), this.chartBox);
    this.press(this.app.store.state);
    this.draw();
  }

  press(state: ViewState): void {
    this.alone.setAttribute("aria-pressed", String(this.card !== null && isIsolated(state, this.card.tags)));
  }

  private words(card: Card, number: number): HTMLElement {
    const { app } = this;
    const { meta } = app.report;
    const box = element("div", "hero-words");
    const head = element("div", "hero-head");
    const name = element("h2", "tag", namesOf(card.tags.map((entry) => app.label(entry))));
    head.append(element("kbd", "", String(number)), name, verdictBadge(card.verdict));
    const owner = [meta.drivers[card.tags[0]], meta.descriptions[card.tags[0]]].filter((text) => text !== "");
    const facts = element("dl", "hero-facts");
    const fact = (term: string, text: string): void => {
      if (text !== "") facts.append(element("dt", "", term), element("dd", "", text));
    };
    const since = meta.verdicts?.since[card.tags[0]];
    const clock = clockOf(app.report, app.store.state.local);
    fact("Owner", owner.join(": "));
    fact(card.bytes ? "Bytes" : "Live blocks", card.change);
    const of = card.tags.length > 1 ? ` of ${app.label(card.tags[0])}` : "";
    card.rates.forEach((rate, i) => fact(i === 0 ? `Rate${of}` : "", rate));
    fact(
      "Since",
      since === null || since === undefined ? "" : `${stamp(since, clock)} ${clock.step ? "" : clock.name}`,
    );
    fact("Freed", card.freed === "" ? "" : `${card.freed} of what is allocated`);
    fact("Block", card.perBlock === "" ? "" : `${card.perBlock} bytes each`);
    fact("Lockstep", card.partners);
    fact(
      card.why.startsWith("But ") ? "Against" : "Why",
      card.why.replace(/^But (.)/, (_, first) => first.toUpperCase()),
    );
    fact("Settled by", card.settle);
    fact("Memory", (meta.verdicts?.exhaustion ?? []).join(" "));
    box.append(head, element("div", "hero-rate", card.rate), facts, this.alone);
    return box;
  }

  private async load(card: Card): Promise<void> {
    const turn = ++this.asked;
    const { report } = this.app;
    const line = await lineOf(report, metricOf(card), card.tags[0]);
    if (turn !== this.asked) return;
    this.line = line;
    this.fits = line ? fitsOf(line, card, report.meta.verdicts?.since[card.tags[0]] ?? null, bootTimes(report)) : [];
    this.chartBox.hidden = line === null;
    this.draw();
  }

  private frame(card: Card, line: Line): Frame {
    const { app } = this;
    const { report } = app;
    const { meta } = report;
    const dark = app.dark();
    const x = fullSpan(report);
    const look = { ...lookOf(app.store.state, line.entry, dark), context: false, width: 1.75, dash: [] };
    if (!app.store.state.highlighted.includes(line.entry)) look.colour = palette(dark).text;
    const drawn = { line, look, label: "" };
    const since = meta.verdicts?.since[card.tags[0]];
    const ends = this.fits.flatMap((fit) => [fitAt(fit, 0, fit.since), fitAt(fit, 0, fit.until)]);
    const [low, high] = rangeOf([line], x) ?? [0, 1];
    return {
      lines: [drawn],
      x,
      y: limitsOf(Math.min(low, ...ends), Math.max(high, ...ends), false),
      log: false,
      bytes: card.bytes,
      clock: clockOf(report, app.store.state.local),
      xLabel: "",
      yLabel: "",
      boots: bootTimes(report),
      gaps: meta.gaps,
      since: since === null || since === undefined ? [] : [{ time: since, line: { ...drawn, label: "" } }],
      fits: this.fits,
      inks: palette(dark),
    };
  }

  private draw(): void {
    const { clientWidth, clientHeight } = this.chartBox;
    if (!this.card || !this.line || clientWidth === 0) return;
    const { app } = this;
    const what = this.card.bytes ? "bytes" : "live blocks";
    this.chart.resize(clientWidth, clientHeight);
    this.chart.show(this.frame(this.card, this.line));
    this.chartBox.setAttribute(
      "aria-label",
      `${app.label(this.line.entry)}, ${what}, ${period(this.line.xs[0], this.line.xs[this.line.xs.length - 1], clockOf(app.report, app.store.state.local))}: ${this.card.change}, with the line of its rate`,
    );
  }
}

// cards.ts - the cards at the top: the total of all tags, then the findings of the leak finder or the fastest growing
// tags.
import { element } from "../base/dom";
import { amount, change, percent, rate } from "../base/units";
import { rateFor, unitOf } from "../report/compare";
import { clockOf, day, stamp, DAY } from "../report/times";
import type { Stats } from "../report/types";
import type { App } from "../state/app";
import { isIsolated, isolate } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { sparkline, sparksOf } from "../draw/sparkline";
import { namesOf, verdictBadge } from "./badge";
import { Hero } from "./hero";

const GROWERS = 3;
const LISTED = 9; // keys 1 to 9 choose them; the others unfold

interface Made {
  entries: number[];
  button: HTMLButtonElement;
}

/** The text of a card. */
interface CardContent {
  entries: number[];
  verdict: string; // "": no badge
  rate: string;
  reason: string;
}

export class Cards {
  private cards: Made[] = [];
  private asked = 0;
  private chosen = 0; // the finding that the hero shows
  private readonly hero: Hero;

  constructor(
    private readonly host: HTMLElement,
    private readonly app: App,
  ) {
    this.hero = new Hero(app);
  }

  update(state: ViewState, changed: Changed): void {
    if (changed.has("metric") || changed.has("local")) void this.load(state);
    else if (changed.has("hidden") || changed.has("shown")) this.press(state);
    if (changed.has("theme") || changed.has("highlighted")) this.hero.redraw();
  }

  /** The hero shows this finding, and the chart this one alone, or all again. */
  private pick(index: number): void {
    const { verdicts } = this.app.report.meta;
    const card = verdicts?.cards[index];
    if (card && index !== this.chosen) {
      this.chosen = index;
      this.hero.show(card, index + 1);
    }
    isolate(this.app.store, this.cards[index].entries);
  }

  /** Chooses a card by its number, from 1; false when there is none. */
  choose(number: number): boolean {
    const card = this.cards[number - 1];
    if (!card) return false;
    this.pick(number - 1);
    this.app.say(
      card.button.getAttribute("aria-pressed") === "true"
        ? `Showing only ${card.entries.map((entry) => this.app.label(entry)).join(" and ")}`
        : "Showing all tags of the chart",
    );
    return true;
  }

  private press(state: ViewState): void {
    this.hero.press(state);
    for (const { entries, button } of this.cards)
      button.setAttribute("aria-pressed", String(isIsolated(state, entries)));
  }

  private async load(state: ViewState): Promise<void> {
    const turn = ++this.asked;
    const { report } = this.app;
    const stats = await report.stats(state.metric);
    if (turn !== this.asked) return;
    const found = report.meta.verdicts?.cards ?? [];
    const growers = found.length > 0 ? [] : growing(stats).slice(0, GROWERS);
    this.cards = [];
    const cards =
      found.length > 0
        ? found.map((card, i) => this.card(i + 1, { ...card, entries: card.tags }, state))
        : growers.map((entry, i) => this.grower(i + 1, entry, stats, state));
    const row = element("div", found.length > 0 ? "cards-row short" : "cards-row");
    row.append(this.total(stats, state), ...(found.length === 1 ? [] : cards.slice(0, LISTED))); // the hero is the one
    const opening = found.length > 0 ? [this.hero.root] : [this.quiet(state)];
    const more = cards.length > LISTED ? [moreOf(cards.slice(LISTED), found.length - LISTED)] : [];
    this.host.replaceChildren(...opening, row, ...more);
    if (found.length > 0) this.hero.show(found[this.chosen] ?? found[0], (found[this.chosen] ? this.chosen : 0) + 1);
    this.press(state);
  }

  private total(stats: Stats, state: ViewState): HTMLElement {
    const { meta, times } = this.app.report;
    const { bytes } = meta.metrics[state.metric];
    const box = element("div", "card total");
    const all = /linux/i.test(meta.machine.os) ? "Kernel caches" : "Pool";
    const pool = { total: all, paged: "Paged pool", nonpaged: "Non-paged pool" }[meta.metrics[state.metric].pool];
    const words = element("p");
    if (stats.seen[0] > 1) {
      const growth = stats.last[0] - stats.first[0];
      words.append(
        element("strong", "", change(growth, bytes)),
        ` since ${this.since(times[stats.firstAt[0]], state)}`,
      );
      if (stats.fallen[0] > 0)
        words.append(
          `, and ${amount(stats.fallen[0], bytes)} were lost at reboots: it gained `,
          element("strong", "", amount(growth + stats.fallen[0], bytes)),
          " while running",
        );
      if (meta.verdicts?.explained && state.metric === meta.metric) words.append(`. ${meta.verdicts.explained}`);
    }
    box.append(
      element("div", "card-kind", bytes ? `${pool} now, all tags` : `${pool} now, live blocks`),
      element("div", "card-now", stats.seen[0] > 0 ? amount(stats.last[0], bytes) : "\u2013"),
      words,
    );
    return box;
  }

  private since(time: number, state: ViewState): string {
    const { times } = this.app.report;
    const clock = clockOf(this.app.report, state.local);
    return times[times.length - 1] - times[0] < 3 * DAY ? stamp(time, clock) : day(time, clock);
  }

  private grower(number: number, entry: number, stats: Stats, state: ViewState): HTMLElement {
    const { meta, times } = this.app.report;
    const { bytes } = meta.metrics[state.metric];
    const growth = stats.last[entry] - stats.first[entry];
    const perDay = rateFor(this.app.report, state.metric, stats, entry).mean;
    const share = stats.first[entry] > 0 ? ` (${percent((100 * growth) / stats.first[entry])})` : "";
    const since = this.since(times[stats.firstAt[entry]], state);
    const now = amount(stats.last[entry], bytes);
    const words = `Holds ${now}, ${change(growth, bytes)}${share} since ${since}. Growth alone does not make a leak.`;
    const verdict = number === 1 ? "grew most" : "";
    const perDayText = Number.isNaN(perDay) ? change(growth, bytes) : rate(perDay, bytes, unitOf(this.app.report));
    return this.card(number, { entries: [entry], verdict, rate: perDayText, reason: words }, state);
  }

  private card(number: number, { entries, verdict, rate, reason }: CardContent, state: ViewState): HTMLElement {
    const { app } = this;
    const { meta } = app.report;
    const badge = verdict ? verdictBadge(verdict) : null;
    const button = element(
      "button",
      `card ${badge && /leak|suspect|warm/.test(badge.className) ? badge.className.replace("badge ", "") : "other"}`,
    );
    const head = element("div", "card-head");
    const tags = entries.map((entry) => app.label(entry));
    head.append(element("kbd", "", String(number)), element("span", "tag", namesOf(tags)));
    if (badge) head.append(badge);
    const drivers = [...new Set(entries.map((entry) => meta.drivers[entry]).filter((driver) => driver !== ""))];
    head.append(element("span", "dim", drivers.join(", ")));
    const spark = element("div", "card-spark");
    void sparksOf(app.report, state.metric, entries[0]).then((sparks) => spark.append(sparkline(sparks, 150, 36)));
    button.append(head, element("div", "card-rate", rate), spark, element("p", "", reason));
    button.addEventListener("click", () => this.pick(number - 1));
    button.title =
      tags.length > 1 ? tags.join(" + ") : reason || "Show only this tag in the chart; click again to show all";
    this.cards.push({ entries, button });
    return button;
  }

  /** What stands in the hero's place when nothing was found. */
  private quiet(state: ViewState): HTMLElement {
    const { meta } = this.app.report;
    const box = element("section", "hero quiet");
    const head =
      meta.moments < 2
        ? "A single snapshot cannot show growth."
        : meta.verdicts
          ? "No tag looks like a leak."
          : `No verdict yet, and no tag is known to leak.`;
    box.setAttribute("aria-label", "Findings");
    box.append(element("h2", "", head));
    for (const sentence of meta.verdicts?.groups ?? []) box.append(element("p", "", sentence));
    if (!meta.verdicts) for (const sentence of meta.warnings.slice(0, 1)) box.append(element("p", "", sentence));
    if (meta.moments > 1) box.append(element("p", "dim", `What grew most in ${meta.metrics[state.metric].name}:`));
    return box;
  }
}

/** The findings beyond the listed ones. */
function moreOf(cards: readonly HTMLElement[], count: number): HTMLElement {
  const details = element("details", "cards-rest");
  const list = element("div", "cards-row short");
  list.append(...cards);
  details.append(element("summary", "", `and ${count} more`), list);
  return details;
}

/** Entries that grew, largest growth first. */
function growing(stats: Stats): number[] {
  const growth = (entry: number): number => stats.last[entry] - stats.first[entry];
  const found: number[] = [];
  for (let entry = 1; entry < stats.seen.length; entry++)
    if (stats.seen[entry] > 1 && growth(entry) > 0) found.push(entry);
  return found.sort((a, b) => growth(b) - growth(a) || a - b);
}

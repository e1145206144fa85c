// cards.ts - the cards at the top: the total of all tags, then the findings of the leak finder or the fastest growing
// tags.
import { element } from "../base/dom";
import { amount, change, percent, rate } from "../base/units";
import { rateOf, unitOf } from "../report/compare";
import { clockOf, day, stamp, DAY } from "../report/times";
import type { Stats } from "../report/types";
import type { App } from "../state/app";
import { isIsolated, isolate } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { sparkline } from "../draw/sparkline";
import { verdictBadge } from "./badge";

const GROWERS = 3;
const MOST = 9; // keys 1 to 9 choose them
const NAMED = 4; // tags named on a card
const IN_FULL = 4; // with more cards, the rest are short lines, so that the chart stays visible

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

  constructor(
    private readonly host: HTMLElement,
    private readonly app: App,
  ) {}

  update(state: ViewState, changed: Changed): void {
    if (changed.has("metric") || changed.has("local")) void this.load(state);
    else if (changed.has("hidden") || changed.has("shown")) this.press(state);
  }

  /** Chooses a card by its number, from 1; false when there is none. */
  choose(number: number): boolean {
    const card = this.cards[number - 1];
    if (!card) return false;
    isolate(this.app.store, card.entries);
    this.app.say(
      card.button.getAttribute("aria-pressed") === "true"
        ? `Showing only ${card.entries.map((entry) => this.app.label(entry)).join(" and ")}`
        : "Showing all tags of the chart",
    );
    return true;
  }

  private press(state: ViewState): void {
    for (const { entries, button } of this.cards)
      button.setAttribute("aria-pressed", String(isIsolated(state, entries)));
  }

  private async load(state: ViewState): Promise<void> {
    const turn = ++this.asked;
    const { report } = this.app;
    const stats = await report.stats(state.metric);
    if (turn !== this.asked) return;
    const { verdicts } = report.meta;
    const found = verdicts ? verdicts.cards.slice(0, MOST) : [];
    const growers = found.length > 0 ? [] : growing(stats).slice(0, GROWERS);
    this.cards = [];
    const cards =
      found.length > 0
        ? found.map((card, i) => this.card(i + 1, { ...card, entries: card.tags }, state))
        : growers.map((entry, i) => this.grower(i + 1, entry, stats, state));
    if (cards.length === 0 || (verdicts && found.length === 0)) cards.unshift(this.quiet(state, verdicts !== null));
    const large = found.some((card) => card.minor) ? found.findIndex((card) => card.minor) : cards.length;
    const full = Math.min(large, cards.length > IN_FULL ? IN_FULL - 1 : cards.length);
    const more = element("div", "cards-more");
    more.append(...cards.slice(full));
    this.host.replaceChildren(
      this.total(stats, state),
      ...cards.slice(0, full),
      ...(full < cards.length ? [more] : []),
    );
    this.press(state);
  }

  private total(stats: Stats, state: ViewState): HTMLElement {
    const { meta, times } = this.app.report;
    const { bytes } = meta.metrics[state.metric];
    const box = element("div", "card total");
    const pool = { total: "Pool", paged: "Paged pool", nonpaged: "Non-paged pool" }[meta.metrics[state.metric].pool];
    const words = element("p");
    if (stats.seen[0] > 1) {
      const growth = stats.last[0] - stats.first[0];
      words.append(
        element("strong", "", change(growth, bytes)),
        ` since ${this.since(times[stats.firstAt[0]], state)}`,
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
    const perDay = rateOf(this.app.report, stats, entry);
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
    const more = tags.length - NAMED;
    head.append(
      element("kbd", "", String(number)),
      element("span", "tag", more > 1 ? `${tags.slice(0, NAMED).join(" + ")} + ${more} more` : tags.join(" + ")),
    );
    if (badge) head.append(badge);
    const drivers = [...new Set(entries.map((entry) => meta.drivers[entry]).filter((driver) => driver !== ""))];
    head.append(element("span", "dim", drivers.join(", ")));
    const spark = element("div", "card-spark");
    void app.report
      .series(state.metric, [entries[0]])
      .then(async ([series]) =>
        spark.append(sparkline(series ?? (await app.report.detail(state.metric, entries[0])), 150, 36)),
      );
    button.append(head, element("div", "card-rate", rate), spark, element("p", "", reason));
    button.addEventListener("click", () => isolate(app.store, entries));
    button.title = more > 1 ? tags.join(" + ") : reason || "Show only this tag in the chart; click again to show all";
    this.cards.push({ entries, button });
    return button;
  }

  private quiet(state: ViewState, judged: boolean): HTMLElement {
    const box = element("div", "card quiet");
    const { moments } = this.app.report.meta;
    box.append(
      element(
        "p",
        "",
        moments < 2
          ? "A single snapshot cannot show growth."
          : judged
            ? "No tag looks like a leak."
            : `No tag grew in ${this.app.report.meta.metrics[state.metric].name}.`,
      ),
    );
    return box;
  }
}

/** Entries that grew, largest growth first. */
function growing(stats: Stats): number[] {
  const growth = (entry: number): number => stats.last[entry] - stats.first[entry];
  const found: number[] = [];
  for (let entry = 1; entry < stats.seen.length; entry++)
    if (stats.seen[entry] > 1 && growth(entry) > 0) found.push(entry);
  return found.sort((a, b) => growth(b) - growth(a) || a - b);
}

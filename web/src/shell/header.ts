// header.ts - the header: facts about the capture, the switches for metric, clock and theme, and the notices below it.
import { element, segments } from "../base/dom";
import { plural } from "../base/units";
import { clockOf, duration, period, DAY, usualStep } from "../report/times";
import type { App } from "../state/app";
import type { Changed, ViewState } from "../state/types";

const MOST_FAULTS = 5;

type Unit = "bytes" | "blocks";
type Pool = "total" | "nonpaged" | "paged";

export class Header {
  private readonly facts = element("div", "facts");
  private readonly unit = segments<Unit>(
    "Unit",
    [
      ["bytes", "Bytes"],
      ["blocks", "Blocks"],
    ],
    (unit) => this.choose(unit, null),
  );
  private readonly pool = segments<Pool>(
    "Pool",
    [
      ["total", "All"],
      ["nonpaged", "Non-paged"],
      ["paged", "Paged"],
    ],
    (pool) => this.choose(null, pool),
  );
  private readonly clock = segments<"utc" | "local">(
    "Clock",
    [
      ["utc", "UTC"],
      ["local", "Local"],
    ],
    (clock) => this.app.store.update({ local: clock === "local" }),
  );

  constructor(
    host: HTMLElement,
    private readonly app: App,
    help: () => void,
  ) {
    const { meta } = app.report;
    const theme = element("button", "plain round", "\u25d0");
    theme.setAttribute("aria-label", "Theme");
    theme.title = "Light or dark (t)";
    theme.addEventListener("click", () => app.store.update({ theme: app.dark() ? "light" : "dark" }));
    const keys = element("button", "plain", "?");
    keys.append(element("span", "wide-only", " Keys"));
    keys.setAttribute("aria-label", "Help");
    keys.title = "Keyboard shortcuts (?)";
    keys.addEventListener("click", help);
    const switches = element("div", "switches");
    switches.append(this.unit.box, this.pool.box);
    if (meta.utcKnown && meta.localKnown) switches.append(this.clock.box);
    switches.append(theme, keys);
    host.append(element("h1", "", meta.machine.host || meta.title), this.facts, switches);
    if (meta.machine.os) (host.querySelector("h1") as HTMLElement).title = meta.machine.os;
    this.disableUnknown();
  }

  update(state: ViewState, changed: Changed): void {
    const metric = this.app.report.meta.metrics[state.metric];
    if (changed.has("metric")) {
      this.unit.show(metric.bytes ? "bytes" : "blocks");
      this.pool.show(metric.pool as Pool);
      this.disableUnknown();
    }
    if (changed.has("local")) {
      this.clock.show(state.local ? "local" : "utc");
      this.showFacts(state);
    }
  }

  private metricOf(unit: Unit, pool: Pool): number {
    return this.app.report.meta.metrics.findIndex(
      (metric) => metric.bytes === (unit === "bytes") && metric.pool === pool,
    );
  }

  private choose(unit: Unit | null, pool: Pool | null): void {
    const { store, report } = this.app;
    const now = report.meta.metrics[store.state.metric];
    const next = this.metricOf(unit ?? (now.bytes ? "bytes" : "blocks"), pool ?? (now.pool as Pool));
    if (report.meta.metrics[next].known) store.update({ metric: next, y: null });
  }

  /** Disables the buttons of metrics that the capture does not have. */
  private disableUnknown(): void {
    const { report, store } = this.app;
    const { metrics } = report.meta;
    const now = metrics[store.state.metric];
    const mark = (button: Element, metric: number): void => {
      if (!(button instanceof HTMLButtonElement)) return;
      button.disabled = !metrics[metric].known;
      button.title = metrics[metric].known ? metrics[metric].name : `${metrics[metric].name} is not in this capture`;
    };
    (["bytes", "blocks"] as const).forEach((unit, i) =>
      mark(this.unit.box.children[i], this.metricOf(unit, now.pool as Pool)),
    );
    (["total", "nonpaged", "paged"] as const).forEach((pool, i) =>
      mark(this.pool.box.children[i], this.metricOf(now.bytes ? "bytes" : "blocks", pool)),
    );
  }

  private showFacts(state: ViewState): void {
    const { meta, times } = this.app.report;
    const clock = clockOf(this.app.report, state.local);
    const n = times.length;
    const facts: HTMLElement[] = [];
    const fact = (strong: string, rest: string): void => {
      const item = element("span", "fact");
      item.append(element("strong", "", strong), rest);
      facts.push(item);
    };
    if (meta.machine.os) fact("", meta.machine.os);
    if (n > 0) {
      const span = times[n - 1] - times[0];
      const said =
        !clock.step && span >= 3 * DAY
          ? duration(span)
          : !clock.step && span > 0
            ? `${duration(span)}, ${clock.name}`
            : clock.name;
      fact(period(times[0], times[n - 1], clock), ` (${said})`);
    }
    const step = clock.step ? 0 : usualStep(times);
    fact(
      plural(n, "snapshot").split(" ")[0],
      ` ${n === 1 ? "snapshot" : "snapshots"}${step > 0 ? ` / ${duration(step)}` : ""}`,
    );
    const tags = Math.max(0, meta.tags.length - 1);
    fact(plural(tags, "tag").split(" ")[0], tags === 1 ? " tag" : " tags");
    if (meta.bootsKnown) fact(String(meta.boots.length), meta.boots.length === 1 ? " reboot" : " reboots");
    if (meta.gaps.length > 0) fact("", plural(meta.gaps.length, "gap"));
    this.facts.replaceChildren(...facts);
  }
}

/** Faults, omissions, warnings and notes, below the header. Hidden when there are none. */
export function notices(app: App): HTMLElement {
  const box = element("div", "notices");
  const { report } = app;
  const show = (): void => {
    const { faults, meta } = report;
    const found = faults
      .map((sentence) => element("p", "fault", sentence))
      .concat(meta.reduced.map((sentence) => element("p", "reduced", sentence)));
    box.replaceChildren(...found.slice(0, MOST_FAULTS));
    if (found.length > MOST_FAULTS) box.append(element("p", "", `and ${found.length - MOST_FAULTS} more`));
    box.append(...remarks(app));
    box.hidden = box.childElementCount === 0;
  };
  report.faulted = show;
  show();
  return box;
}

/** Warnings and notes: their count, which unfolds to the text. */
function remarks(app: App): HTMLElement[] {
  const { meta } = app.report;
  const clock = clockOf(app.report, app.store.state.local);
  const gaps = meta.gaps
    .filter((gap) => gap.why !== "")
    .map((gap) => `Gap ${period(gap.since, gap.until, clock)}: ${gap.why}`);
  const warnings = [...meta.warnings, ...(meta.verdicts?.warnings ?? [])];
  const notes = [...meta.notes, ...(meta.verdicts?.groups ?? []), ...gaps];
  if (warnings.length + notes.length === 0) return [];
  const counts = [
    warnings.length > 0 ? plural(warnings.length, "warning") : "",
    notes.length > 0 ? plural(notes.length, "note") : "",
  ];
  const details = element("details");
  window.addEventListener("beforeprint", () => (details.open = true));
  details.append(element("summary", "", counts.filter((count) => count !== "").join(", ")));
  details.append(...[...warnings, ...notes].map((sentence) => element("p", "", sentence)));
  return [details];
}

// legend.ts - the side list: the tags of the chart with their current value and growth.
import { element } from "../base/dom";
import { amount, plural, rate } from "../base/units";
import { rateFor, unitOf } from "../report/compare";
import { isFound } from "../report/meta";
import type { Stats } from "../report/types";
import type { App } from "../state/app";
import { isolate, toggleHidden, toggleHighlight, drawn } from "../state/choice";
import type { Changed, ViewState } from "../state/types";
import { lookOf } from "../draw/colours";

export class Legend {
  private readonly count = element("strong");
  private readonly list = element("div", "legend-list");
  private stats: Stats | null = null;
  private rows = new Map<number, HTMLElement>();
  private pointed: number | null = null;

  constructor(
    host: HTMLElement,
    private readonly app: App,
  ) {
    const head = element("div", "legend-head");
    head.append(this.count, element("span", "dim", `now \u00b7 per ${unitOf(app.report).name}`));
    host.append(head, this.list);
  }

  update(state: ViewState, changed: Changed): void {
    if (changed.has("metric")) {
      void this.app.report.stats(state.metric).then((stats) => {
        if (this.app.store.state.metric !== state.metric) return;
        this.stats = stats;
        this.draw();
      });
    } else if (
      (["shown", "hidden", "highlighted", "slots", "curves", "theme", "total"] as const).some((key) => changed.has(key))
    )
      this.draw();
  }

  point(entry: number | null): void {
    if (entry === this.pointed) return;
    this.rows.get(this.pointed ?? -1)?.classList.remove("lifted");
    this.rows.get(entry ?? -1)?.classList.add("lifted");
    this.pointed = entry;
  }

  private draw(): void {
    const { state } = this.app.store;
    const tags = state.shown.filter((entry) => entry !== 0);
    const shown = tags.filter((entry) => !state.hidden.includes(entry)).length;
    this.count.textContent =
      shown === tags.length ? `${plural(shown, "tag")} shown` : `${shown} of ${tags.length} shown`;
    this.rows.clear();
    const focused =
      document.activeElement instanceof HTMLElement && this.list.contains(document.activeElement)
        ? document.activeElement.dataset.key
        : undefined;
    const groups: [string, number[]][] = [
      ["Highlighted", state.highlighted.filter((entry) => tags.includes(entry))],
      ["Context", tags.filter((entry) => !state.highlighted.includes(entry))],
      ["Sum", state.shown.includes(0) ? [0] : []],
    ];
    const { scrollTop } = this.list;
    this.list.replaceChildren(
      ...groups
        .filter(([, entries]) => entries.length > 0)
        .flatMap(([name, entries]) => [
          element("h3", "", name === "Sum" ? "Sum of all tags" : `${name} \u00b7 ${entries.length}`),
          ...entries.map((entry) => this.row(entry, state)),
        ]),
    );
    this.list.scrollTop = scrollTop; // keeps the tag under the pointer for a second click
    if (focused) this.list.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
    const { pointed } = this;
    this.pointed = null;
    this.point(pointed);
  }

  private row(entry: number, state: ViewState): HTMLElement {
    const { app, stats } = this;
    const { bytes } = app.report.meta.metrics[state.metric];
    const look = lookOf(state, entry, app.dark());
    const hidden = !drawn(state).includes(entry);
    const row = element("div", `legend-row${hidden ? " off" : ""}${entry === 0 ? " sum" : ""}`);
    const label = app.label(entry);
    const coloured = !look.context && entry !== 0;

    const swatch = element("button", "legend-swatch");
    const dash = element("span", look.dash.length ? "swatch dashed" : "swatch");
    dash.style.color = look.colour;
    swatch.append(dash);
    swatch.dataset.key = `swatch-${entry}`;
    swatch.title = coloured ? "Move to context" : "Highlight";
    swatch.setAttribute("aria-label", `Highlight ${label}`);
    swatch.setAttribute("aria-pressed", String(coloured));
    swatch.disabled = entry === 0;
    swatch.addEventListener("click", () => toggleHighlight(app.store, entry));

    const button = element("button", "legend-tag");
    button.dataset.key = `tag-${entry}`;
    button.title = `${label}: click to show or hide, double-click to show only this tag`;
    button.setAttribute("aria-pressed", String(!hidden));
    const known = stats !== null && stats.seen[entry] > 0;
    const unit = unitOf(app.report);
    const perDay = known ? rateFor(app.report, state.metric, stats, entry).mean : NaN;
    const called = isFound(app.report.meta.verdicts?.of[entry]);
    button.append(
      element("span", "tag", label),
      element("span", "number", known ? amount(stats.last[entry], bytes) : "\u2013"),
      element("span", called ? "number grew" : "number dim", rate(perDay, bytes, unit).replace(`/${unit.name}`, "")),
    );
    this.onClicks(button, entry);
    row.append(swatch, button);
    row.addEventListener("pointerenter", () => app.hover.set({ entry, moment: app.hover.value.moment }));
    row.addEventListener("pointerleave", () => app.hover.set({ entry: null, moment: null }));
    this.rows.set(entry, row);
    return row;
  }

  /** Two clicks on a tag within 400 ms are a double click: the browser sees none, because a click rebuilds the list. */
  private last = { entry: -1, time: 0 };
  private onClicks(button: HTMLElement, entry: number): void {
    button.addEventListener("click", (event) => {
      const twice =
        event.detail > 1 || (event.detail === 1 && this.last.entry === entry && event.timeStamp - this.last.time < 400);
      this.last = { entry, time: twice ? 0 : event.timeStamp };
      toggleHidden(this.app.store, entry);
      if (twice && entry !== 0) isolate(this.app.store, [entry]);
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.shiftKey) return;
      event.preventDefault();
      isolate(this.app.store, [entry]);
    });
  }
}

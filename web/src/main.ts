// Opens the report and puts the page together.
import { inflateHere } from "./report/codec";
import { lookOf, slotColour } from "./draw/colours";
import { element } from "./base/dom";
import { Header, notices } from "./shell/header";
import { listenToKeys, openHelp, type Key } from "./shell/keys";
import { openOptions } from "./shell/options";
import { palette } from "./draw/palette";
import { blockInPage, openReport } from "./report/source";
import { COLOURS, makeStore, signal, stateFromHash, stateToHash } from "./state/store";
import { CorrelationTab } from "./tabs/tab_correlation";
import { ExplainsTab } from "./tabs/tab_explains";
import { MultiplesTab } from "./tabs/tab_multiples";
import { Table } from "./shell/table";
import { TimelineTab } from "./tabs/tab_timeline";
import { Toolbar } from "./shell/toolbar";
import type { Report } from "./report/types";
import { TABS, type Changed, type TabName, type ViewState } from "./state/types";
import type { App, Hover, Mode, Tab } from "./state/app";
import { Cards } from "./shell/cards";

const ALL: Changed = new Set<keyof ViewState>([
  "tab",
  "metric",
  "local",
  "theme",
  "shown",
  "hidden",
  "highlighted",
  "slots",
  "x",
  "y",
  "log",
  "growth",
  "total",
  "compare",
  "title",
  "xLabel",
  "yLabel",
  "curves",
  "sort",
  "filter",
  "quick",
  "matrix",
  "order",
  "heat",
  "least",
  "common",
]);

function makeApp(report: Report, live: HTMLElement): App {
  const store = makeStore(stateFromHash(location.hash, report.meta));
  const system = matchMedia("(prefers-color-scheme: dark)");
  let printing = false;
  const dark = (): boolean =>
    !printing && (store.state.theme === "system" ? system.matches : store.state.theme === "dark");
  const app: App = {
    report,
    store,
    hover: signal<Hover>({ entry: null, moment: null }),
    mode: signal<Mode>("zoom"),
    colour: (entry) => lookOf(store.state, entry, dark()).colour,
    label: (entry) => store.state.curves[entry]?.label || report.meta.names[entry],
    dark,
    moved: () => undefined,
    say: (sentence) => (live.textContent = sentence),
  };
  const paper = (on: boolean): void => {
    printing = on;
    document.documentElement.toggleAttribute("data-printing", on);
    dress(app);
    for (const heard of redress) heard();
  };
  system.addEventListener("change", () => paper(false));
  window.addEventListener("beforeprint", () => paper(true));
  window.addEventListener("afterprint", () => paper(false));
  return app;
}

/** Who has to draw anew when the colours changed without the state. */
const redress: (() => void)[] = [];

/** The colours of palette.ts and colours.ts as base.css uses them. */
function dress(app: App): void {
  const dark = app.dark();
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  for (const [name, value] of Object.entries(palette(dark))) root.style.setProperty(`--${name}`, value);
  for (let slot = 0; slot < COLOURS; slot++) root.style.setProperty(`--c${slot}`, slotColour(slot, dark));
}

function build(host: HTMLElement, app: App): void {
  const header = element("header", "header");
  const cards = element("section", "cards");
  const panel = element("section", "panel");
  const bar = element("div", "panel-bar");
  const views = element("div", "views");
  const all = element("section", "panel table-panel");
  cards.setAttribute("aria-label", "What is worth a look");
  panel.append(bar, views);

  const tabs = new Map<TabName, { tab: Tab; host: HTMLElement; mounted: boolean }>();
  for (const tab of [new TimelineTab(), new MultiplesTab(), new CorrelationTab(), new ExplainsTab()]) {
    const view = element("div", "view");
    view.setAttribute("role", "tabpanel");
    view.id = `panel-${TABS.indexOf(tab.name)}`;
    view.setAttribute("aria-labelledby", `tab-${TABS.indexOf(tab.name)}`);
    view.hidden = true;
    views.append(view);
    tabs.set(tab.name, { tab, host: view, mounted: false });
  }
  const current = (): Tab => (tabs.get(app.store.state.tab) as { tab: Tab }).tab;
  const keys = keysOf(
    app,
    current,
    (number) => cardList.choose(number),
    () => table.filter,
    () => toolbar.save,
  );
  const help = (): void => openHelp(keys);
  const head = new Header(header, app, help);
  const cardList = new Cards(cards, app);
  const toolbar = new Toolbar(bar, app, current);
  const table = new Table(all, app);
  host.replaceChildren(header, notices(app), cards, panel, all, element("footer", "", app.report.meta.program));
  listenToKeys(keys);
  app.moved = () => toolbar.update(app.store.state);

  const update = (state: ViewState, changed: Changed): void => {
    if (changed.has("theme")) dress(app);
    head.update(state, changed);
    cardList.update(state, changed);
    for (const [name, view] of tabs) {
      const open = name === state.tab;
      view.host.hidden = !open;
      if (open && !view.mounted) view.tab.mount(view.host, app);
      if (open) view.tab.update(state, view.mounted && !changed.has("tab") ? changed : ALL);
      view.mounted ||= open;
    }
    table.update(state, changed);
    toolbar.update(state);
  };
  app.store.subscribe((state, changed) => {
    update(state, changed);
    remember(app);
  });
  redress.push(() => update(app.store.state, new Set<keyof ViewState>(["theme"])));
  window.addEventListener("hashchange", () => {
    const linked = stateFromHash(location.hash, app.report.meta);
    app.store.update({ ...linked, theme: app.store.state.theme });
  });
  update(app.store.state, ALL);
}

/** The address follows the view, so that it can be copied; typing does not fill the browser's history. */
let later = 0;
function remember(app: App): void {
  clearTimeout(later);
  later = window.setTimeout(() => {
    const hash = stateToHash(app.store.state, app.report.meta);
    try {
      history.replaceState(null, "", hash === "" ? location.pathname + location.search : `#${hash}`);
    } catch {
      // a browser may forbid it for files; the page works without
    }
  }, 150);
}

function keysOf(
  app: App,
  current: () => Tab,
  card: (number: number) => boolean,
  filter: () => HTMLElement,
  save: () => HTMLElement,
): Key[] {
  const { store, mode } = app;
  const on =
    (wanted: string, act: () => void) =>
    (event: KeyboardEvent): boolean => {
      if (event.key !== wanted || (event.shiftKey && /^[a-z]$/i.test(wanted))) return false;
      act();
      return true;
    };
  return [
    {
      keys: "1 \u2026 9",
      does: "see the tags of that card alone, and all again",
      act: (event) => /^[1-9]$/.test(event.key) && card(Number(event.key)),
    },
    { keys: "z", does: "zoom: drag a rectangle", act: on("z", () => mode.set("zoom")) },
    { keys: "p", does: "pan: drag the picture", act: on("p", () => mode.set("pan")) },
    { keys: "h", does: "home: all of it", act: on("h", () => current().navigate?.("home")) },
    {
      keys: "Backspace",
      does: "back to the view before; with Shift forward",
      act: (event) => {
        if (event.key !== "Backspace") return false;
        current().navigate?.(event.shiftKey ? "forward" : "back");
        return true;
      },
    },
    { keys: "l", does: "logarithmic scale", act: on("l", () => store.update({ log: !store.state.log, y: null })) },
    {
      keys: "0",
      does: "growth since the start instead of values",
      act: on("0", () => store.update({ growth: !store.state.growth, y: null })),
    },
    { keys: "o", does: "figure options: title, limits, labels, lines, markers", act: on("o", () => openOptions(app)) },
    { keys: "s", does: "save the figure as PNG or SVG", act: on("s", () => save().click()) },
    { keys: "/", does: "filter the table", act: on("/", () => filter().focus()) },
    { keys: "c", does: "correlation", act: on("c", () => store.update({ tab: "Correlation" })) },
    { keys: "t", does: "light or dark", act: on("t", () => store.update({ theme: app.dark() ? "light" : "dark" })) },
    {
      keys: "\u2190 \u2192 \u2191 \u2193",
      does: "move the cursor in time and from curve to curve; with Shift in larger steps",
      act: (event) => event.key.startsWith("Arrow") && movesCursor(event) && current().pressed?.(event) === true,
    },
    { keys: "+ - Enter", does: "in the correlation: zoom at the cell of the cursor, and draw its two tags" },
    { keys: "?", does: "this help", act: on("?", () => openHelp(keysOf(app, current, card, filter, save))) },
    {
      keys: "Shift + drag",
      does: "in the chart or in the strip: compare that window with the one before it, in the table",
    },
    {
      keys: "two fingers",
      does: "in the chart and in the correlation: apart to zoom in, together to zoom out; a tap tells the values",
    },
    {
      keys: "double click",
      does: "on the chart: home; on a tag of the list: that tag alone (Shift + Enter with the keys)",
    },
  ];
}

/** Arrows scroll the page, except on the chart. */
const movesCursor = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLElement &&
  (event.target === document.body
    ? event.key === "ArrowLeft" || event.key === "ArrowRight"
    : event.target.closest(".views") !== null);

async function main(): Promise<void> {
  const host = document.getElementById("page") as HTMLElement;
  const live = element("div", "live");
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  document.body.append(live);
  try {
    const report = await openReport(blockInPage, inflateHere);
    document.title = `${report.meta.title} - poolmonviz`;
    const app = makeApp(report, live);
    dress(app);
    build(host, app);
  } catch (error) {
    host.replaceChildren(element("p", "failed", error instanceof Error ? error.message : String(error)));
  }
}

void main();

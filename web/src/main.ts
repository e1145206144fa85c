// main.ts - opens the report in the page and builds the page from its parts.
import { element } from "./base/dom";
import { inflateHere } from "./report/codec";
import { blockInPage, openReport } from "./report/source";
import type { Report } from "./report/types";
import type { App, Hover, Mode, Tab } from "./state/app";
import { COLOURS, isOfAnother, makeStore, signal, stateFromHash, stateToHash } from "./state/store";
import { TABS, type Changed, type TabName, type ViewState } from "./state/types";
import { lookOf, slotColour } from "./draw/colours";
import { palette } from "./draw/palette";
import { Cards } from "./shell/cards";
import { keepStatic, openedView } from "./shell/copy";
import { Header, notices } from "./shell/header";
import { keysOf, listenToKeys, openHelp, type Key } from "./shell/keys";
import { Table } from "./shell/table";
import { Toolbar } from "./shell/toolbar";
import { CorrelationTab } from "./tabs/tab_correlation";
import { ContributionTab } from "./tabs/tab_contribution";
import { MultiplesTab } from "./tabs/tab_multiples";
import { TimelineTab } from "./tabs/tab_timeline";

function makeApp(report: Report, live: HTMLElement, coloursChanged: () => void): App {
  const store = makeStore(stateFromHash(openedView(), report.meta));
  const system = matchMedia("(prefers-color-scheme: dark)");
  let printing = false;
  const setPrinting = (on: boolean): void => {
    printing = on;
    document.documentElement.toggleAttribute("data-printing", on);
    coloursChanged();
  };
  const dark = (): boolean =>
    !printing && (store.state.theme === "system" ? system.matches : store.state.theme === "dark");
  system.addEventListener("change", () => setPrinting(false));
  window.addEventListener("beforeprint", () => setPrinting(true));
  window.addEventListener("afterprint", () => setPrinting(false));
  return {
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
}

/** Sets the colours of palette.ts and colours.ts as the custom properties that base.css names. */
function applyColours(app: App): void {
  const dark = app.dark();
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  for (const [name, value] of Object.entries(palette(dark))) root.style.setProperty(`--${name}`, value);
  for (let slot = 0; slot < COLOURS; slot++) root.style.setProperty(`--c${slot}`, slotColour(slot, dark));
}

interface View {
  tab: Tab;
  host: HTMLElement;
  mounted: boolean; // a tab is mounted when it is first opened
}

function makeViews(box: HTMLElement): Map<TabName, View> {
  const views = new Map<TabName, View>();
  for (const tab of [new TimelineTab(), new MultiplesTab(), new CorrelationTab(), new ContributionTab()]) {
    const host = element("div", "view");
    const index = TABS.indexOf(tab.name);
    host.setAttribute("role", "tabpanel");
    host.id = `panel-${index}`;
    host.setAttribute("aria-labelledby", `tab-${index}`);
    host.hidden = true;
    box.append(host);
    views.set(tab.name, { tab, host, mounted: false });
  }
  return views;
}

/** Builds the page into `host`. Returns a function that redraws it in new colours: system theme, printing. */
function build(host: HTMLElement, app: App): () => void {
  const header = element("header", "header");
  const cardBox = element("section", "cards");
  const panel = element("section", "panel");
  const bar = element("div", "panel-bar");
  const viewBox = element("div", "views");
  const tableBox = element("section", "panel table-panel");
  cardBox.setAttribute("aria-label", "Summary");
  panel.append(bar, viewBox);

  const views = makeViews(viewBox);
  const current = (): Tab => (views.get(app.store.state.tab) as View).tab;
  const keys: Key[] = keysOf(app, {
    current,
    chooseCard: (number) => cards.choose(number),
    filter: () => table.filter,
    save: () => toolbar.save,
    help: () => openHelp(keys),
  });
  const head = new Header(header, app, () => openHelp(keys));
  const cards = new Cards(cardBox, app);
  const toolbar = new Toolbar(bar, app, current);
  const table = new Table(tableBox, app);
  const main = element("main");
  main.append(notices(app), cardBox, panel, tableBox);
  host.replaceChildren(header, main, element("footer", "", app.report.meta.program));
  listenToKeys(keys);
  app.moved = () => toolbar.update(app.store.state);

  const everything: Changed = new Set(Object.keys(app.store.state) as (keyof ViewState)[]);
  const update = (state: ViewState, changed: Changed): void => {
    if (changed.has("theme")) applyColours(app);
    head.update(state, changed);
    cards.update(state, changed);
    for (const [name, view] of views) {
      const open = name === state.tab;
      view.host.hidden = !open;
      if (open && !view.mounted) view.tab.mount(view.host, app);
      if (open) view.tab.update(state, view.mounted && !changed.has("tab") ? changed : everything);
      view.mounted ||= open;
    }
    table.update(state, changed);
    toolbar.update(state);
  };
  app.store.subscribe((state, changed) => {
    update(state, changed);
    updateAddress(app);
  });
  window.addEventListener("hashchange", () => {
    const linked = stateFromHash(openedView(), app.report.meta);
    app.store.update({ ...linked, theme: app.store.state.theme });
  });
  update(app.store.state, everything);
  return () => update(app.store.state, new Set<keyof ViewState>(["theme"]));
}

/** Keeps the address in step with the view, so that it can be copied. Delayed to skip intermediate states. */
let addressTimer = 0;
function updateAddress(app: App): void {
  clearTimeout(addressTimer);
  addressTimer = window.setTimeout(() => {
    const hash = stateToHash(app.store.state, app.report.meta);
    try {
      history.replaceState(null, "", hash === "" ? location.pathname + location.search : `#${hash}`);
    } catch {
      // browsers may forbid replaceState for file: addresses; the page works without it
    }
  }, 150);
}

async function main(): Promise<void> {
  const host = document.getElementById("page") as HTMLElement;
  keepStatic(host);
  const live = element("div", "live");
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  document.body.append(live);
  try {
    const report = await openReport(blockInPage, inflateHere);
    if (isOfAnother(openedView(), report.meta))
      report.meta.reduced.push(
        "The link belongs to another report: it shows other tags and times, and was not followed.",
      );
    document.title = `${report.meta.title} - poolmonviz`;
    let redraw = (): void => undefined;
    const app = makeApp(report, live, () => redraw());
    applyColours(app);
    redraw = build(host, app);
  } catch (error) {
    host.replaceChildren(element("p", "failed", error instanceof Error ? error.message : String(error)));
  }
}

void main();

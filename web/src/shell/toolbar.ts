// toolbar.ts - the tab list, and the buttons beside it, in the order of matplotlib's toolbar.
import { element } from "../base/dom";
import type { App, Tab } from "../state/app";
import { toggled } from "../state/choice";
import { TABS, type TabName, type ViewState } from "../state/types";
import { openOptions } from "./options";
import { attachSave } from "./save";

const SVG = "http://www.w3.org/2000/svg";

/** SVG paths in a box of 16 x 16. */
const ICONS = {
  Home: "M2.5 8 8 3l5.5 5M4 7v6h3V9.5h2V13h3V7",
  Back: "M13 8H3.5M7 4 3 8l4 4",
  Forward: "M3 8h9.500M9 4l4 4-4 4",
  Pan: "M8 2v12M2 8h12M6 4l2-2 2 2M6 12l2 2 2-2M4 6 2 8l2 2M12 6l2 2-2 2",
  Zoom: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.200 10.200 14 14",
  Options: "M2 4.500h6M12 4.500h2M10 2.800v3.400M2 11.500h2M8 11.500h6M6 9.800v3.400",
  Save: "M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11",
};

function icon(name: keyof typeof ICONS): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

type Switch = "total" | "log" | "zero" | "growth" | "speed";

export class Toolbar {
  readonly save: HTMLButtonElement;
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly tabs = new Map<TabName, HTMLButtonElement>();

  constructor(
    host: HTMLElement,
    private readonly app: App,
    private readonly current: () => Tab,
  ) {
    const list = element("div", "tabs");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Views");
    for (const name of TABS) {
      const tab = element("button", "tab", name);
      tab.setAttribute("role", "tab");
      tab.id = `tab-${TABS.indexOf(name)}`;
      tab.setAttribute("aria-controls", `panel-${TABS.indexOf(name)}`);
      if (name === app.report.meta.open && name !== "Timeline") {
        tab.classList.add("asked");
        tab.title = "Asked for when this report was made";
      }
      tab.addEventListener("click", () => app.store.update({ tab: name }));
      this.tabs.set(name, tab);
      list.append(tab);
    }
    list.addEventListener("keydown", (event) => this.tabKey(event));
    const tools = element("div", "tools");
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", "Chart");
    const button = (name: keyof typeof ICONS, key: string, words: string, act: () => void): HTMLButtonElement => {
      const made = element("button", "tool");
      made.append(icon(name));
      if (words) made.append(element("span", "words", words));
      made.setAttribute("aria-label", name);
      made.title = key ? `${name} (${key})` : name;
      made.addEventListener("click", act);
      this.buttons.set(name, made);
      return made;
    };
    const toggle = (name: string, words: string, title: string, key: Switch): HTMLButtonElement => {
      const made = element("button", "tool", words);
      made.setAttribute("aria-label", name);
      made.title = title;
      made.addEventListener("click", () => app.store.update(toggled(app.store.state, key)));
      this.buttons.set(key, made);
      return made;
    };
    const rule = (): HTMLElement => element("span", "rule");
    const holder = element("span", "save-holder");
    this.save = button("Save", "s", "Save", () => undefined);
    holder.append(this.save);
    tools.append(
      button("Home", "h", "", () => current().navigate?.("home")),
      button("Back", "Backspace", "", () => current().navigate?.("back")),
      button("Forward", "Shift+Backspace", "", () => current().navigate?.("forward")),
      rule(),
      button("Pan", "p", "Pan", () => app.mode.set("pan")),
      button("Zoom", "z", "Zoom", () => app.mode.set("zoom")),
      rule(),
      toggle("TOTAL", "TOTAL", "Show TOTAL, the sum of all tags", "total"),
      toggle("Logarithmic", "log", "Logarithmic scale (l)", "log"),
      toggle("From 0", "from 0", "Value axis from 0 in any case, not only where it costs little", "zero"),
      toggle("Growth since start", "growth", "Growth since the start of each boot instead of values (0)", "growth"),
      toggle("Speed", "speed", "How fast it changes, instead of values", "speed"),
      button("Options", "o", "Options", () => openOptions(app)),
      rule(),
      holder,
    );
    attachSave(this.save, app, current);
    host.append(list, tools);
    app.mode.subscribe(() => this.update(app.store.state));
  }

  update(state: ViewState): void {
    const tab = this.current();
    const can = tab.canNavigate?.() ?? { back: false, forward: false };
    const press = (name: string, pressed: boolean): void =>
      this.buttons.get(name)?.setAttribute("aria-pressed", String(pressed));
    const enable = (name: string, able: boolean): void => {
      const button = this.buttons.get(name);
      if (button) button.disabled = !able;
    };
    enable("Home", tab.navigate !== undefined);
    enable("Back", can.back);
    enable("Forward", can.forward);
    for (const name of ["Pan", "Zoom"]) enable(name, tab.navigate !== undefined);
    enable("Save", tab.svg !== undefined);
    press("Pan", this.app.mode.value === "pan");
    press("Zoom", this.app.mode.value === "zoom");
    for (const key of ["total", "log", "zero", "growth", "speed"] as const) press(key, state[key]);
    const curves = tab.name === "Timeline" || tab.name === "Small multiples";
    for (const key of ["total", "log", "growth", "speed"]) enable(key, curves);
    enable("zero", tab.name === "Timeline" && !state.log);
    for (const [name, button] of this.tabs) {
      button.setAttribute("aria-selected", String(name === state.tab));
      button.tabIndex = name === state.tab ? 0 : -1;
    }
  }

  private tabKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = TABS[(TABS.indexOf(this.app.store.state.tab) + step + TABS.length) % TABS.length];
    this.app.store.update({ tab: next });
    this.tabs.get(next)?.focus();
  }
}

// keys.ts - keyboard shortcuts, and the help dialog that lists them.
import { element } from "../base/dom";
import type { App, Tab } from "../state/app";
import { toggled } from "../state/choice";
import { openOptions } from "./options";

export interface Key {
  keys: string; // as shown in the help
  does: string;
  /** Returns true when it handled the event. Absent for gestures, which are only listed. */
  act?(event: KeyboardEvent): boolean;
}

/** Arrow keys scroll the page, except on the chart. */
const movesCursor = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLElement &&
  (event.target === document.body
    ? event.key === "ArrowLeft" || event.key === "ArrowRight"
    : event.target.closest(".views") !== null);

/** The parts of the page that keys act on. */
export interface KeyTargets {
  current(): Tab;
  chooseCard(number: number): boolean; // from 1; false: there is no such card
  filter(): HTMLElement;
  save(): HTMLElement;
  help(): void;
}

/** The keys of the page, in the order of the help. */
export function keysOf(app: App, parts: KeyTargets): Key[] {
  const { store, mode } = app;
  const on =
    (wanted: string, act: () => void) =>
    (event: KeyboardEvent): boolean => {
      if (event.key !== wanted || (event.shiftKey && /^[a-z]$/i.test(wanted))) return false;
      act();
      return true;
    };
  // as the buttons of the toolbar, which are disabled elsewhere
  const onCurves = (key: "log" | "growth"): void => {
    const { tab } = store.state;
    if (tab === "Timeline" || tab === "Small multiples") store.update(toggled(store.state, key));
  };
  return [
    {
      keys: "1 \u2026 9",
      does: "show only the tags of that card; again: show all",
      act: (event) => /^[1-9]$/.test(event.key) && parts.chooseCard(Number(event.key)),
    },
    { keys: "z", does: "zoom: drag a rectangle", act: on("z", () => mode.set("zoom")) },
    { keys: "p", does: "pan: drag the chart", act: on("p", () => mode.set("pan")) },
    { keys: "h", does: "home: show everything", act: on("h", () => parts.current().navigate?.("home")) },
    {
      keys: "Backspace",
      does: "previous view; with Shift: next view; also Alt and left or right",
      act: (event) => {
        const arrow = event.altKey
          ? { ArrowLeft: "back" as const, ArrowRight: "forward" as const }[event.key]
          : undefined;
        if (event.key !== "Backspace" && !arrow) return false;
        parts.current().navigate?.(arrow ?? (event.shiftKey ? "forward" : "back"));
        return true;
      },
    },
    {
      keys: "+ -",
      does: "in the chart: closer and wider, about the cursor; in the correlation: about the cell",
      act: (event) => {
        const factor = { "+": 0.5, "=": 0.5, "-": 2 }[event.key];
        const tab = parts.current();
        if (factor === undefined || !tab.zoomTime) return false;
        tab.zoomTime(factor);
        return true;
      },
    },
    { keys: "l", does: "logarithmic scale", act: on("l", () => onCurves("log")) },
    {
      keys: "0",
      does: "growth since the start of each boot instead of values",
      act: on("0", () => onCurves("growth")),
    },
    { keys: "o", does: "figure options: title, limits, labels, lines, markers", act: on("o", () => openOptions(app)) },
    { keys: "s", does: "save the figure as PNG or SVG", act: on("s", () => parts.save().click()) },
    { keys: "/", does: "filter the table", act: on("/", () => parts.filter().focus()) },
    { keys: "c", does: "correlation", act: on("c", () => store.update({ tab: "Correlation" })) },
    { keys: "t", does: "light or dark", act: on("t", () => store.update({ theme: app.dark() ? "light" : "dark" })) },
    {
      keys: "\u2190 \u2192 \u2191 \u2193",
      does: "move the cursor in time and between curves; with Shift in larger steps",
      act: (event) => event.key.startsWith("Arrow") && movesCursor(event) && parts.current().pressed?.(event) === true,
    },
    { keys: "Enter", does: "in the correlation: draw the two tags of the cell" },
    { keys: "wheel", does: "on the chart: zoom in time about the pointer; with Shift: the value axis" },
    { keys: "?", does: "this help", act: on("?", parts.help) },
    {
      keys: "Shift + drag",
      does: "in the chart or the strip below it: compare this time window with the one before it, in the table",
    },
    {
      keys: "two fingers",
      does: "in the chart and the correlation: pinch to zoom; tap to read values",
    },
    {
      keys: "double-click",
      does: "on the chart: home; on a tag in the list: show only this tag (keyboard: Shift + Enter)",
    },
  ];
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

export function listenToKeys(keys: readonly Key[]): void {
  document.addEventListener("keydown", (event) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      inField(event.target) ||
      document.querySelector("dialog[open]")
    )
      return;
    if (event.altKey && event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    if (keys.some((key) => key.act?.(event) === true)) event.preventDefault();
  });
}

export function openHelp(keys: readonly Key[]): void {
  const dialog = element("dialog", "help");
  const form = element("form");
  const table = element("table");
  const close = element("button", "plain", "Close");
  form.method = "dialog";
  dialog.setAttribute("aria-label", "Help");
  for (const key of keys) {
    const row = element("tr");
    const cell = element("th");
    cell.scope = "row";
    key.keys
      .split(" ")
      .forEach((one) => cell.append(element(/^[a-z]$|^[^a-z]/.test(one) ? "kbd" : "span", "", one), " "));
    row.append(cell, element("td", "", key.does));
    table.append(row);
  }
  form.append(element("h2", "", "Keys and gestures"), table, close);
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "?") return;
    event.stopPropagation(); // the page would open it again
    dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

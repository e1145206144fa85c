// options.ts - the dialog of figure options: title, labels and limits of the chart, and the style of each curve.
//
// Changes apply immediately; Cancel and Escape restore the state from when the dialog opened.
import { element, field, pick } from "../base/dom";
import type { Report } from "../report/types";
import type { App } from "../state/app";
import { DRAW_STYLES, LINE_STYLES, MARKERS, type Curve, type ViewState } from "../state/types";
import { lookOf, styleOf } from "../draw/colours";
import { ownTitle } from "../draw/export";

const UNITS: Record<string, number> = {
  "": 1,
  B: 1,
  K: 2 ** 10,
  KB: 2 ** 10,
  M: 2 ** 20,
  MB: 2 ** 20,
  G: 2 ** 30,
  GB: 2 ** 30,
  T: 2 ** 40,
  TB: 2 ** 40,
};

/** Parses "1.5 GB" or a plain number. Null for empty text, NaN for invalid text. */
export function parseAmount(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const parts = /^([+\-−]?)([\d.]+(?:e[+-]?\d+)?)\s*([KMGT]?i?B?)$/i.exec(trimmed.replace(/,/g, ""));
  if (parts === null) return NaN;
  const size = Number(parts[2]) * UNITS[parts[3].toUpperCase().replace("I", "")];
  return parts[1] === "" || parts[1] === "+" ? size : -size;
}

/** The inverse of parseAmount: in the largest unit that fits, with six significant digits. */
export function amountText(value: number, bytes: boolean): string {
  const unit = bytes ? (["TB", "GB", "MB", "KB"].find((name) => Math.abs(value) >= UNITS[name]) ?? "") : "";
  return `${Number((value / UNITS[unit]).toPrecision(6))}${unit === "" ? "" : ` ${unit}`}`;
}

/** Offset of the machine's clock from UTC at a time, in milliseconds; 0 when times are shown in UTC. */
function offsetAt(report: Report, time: number, local: boolean): number {
  if (!local || report.offsets === null) return 0;
  let at = 0;
  while (at + 1 < report.times.length && report.times[at + 1] <= time) at++;
  return report.offsets[at];
}

const momentText = (report: Report, time: number, local: boolean): string =>
  new Date(time + offsetAt(report, time, local)).toISOString().slice(0, 19);

function parseMoment(report: Report, text: string, local: boolean): number | null {
  const time = Date.parse(`${text}Z`);
  return text === "" || Number.isNaN(time) ? null : time - offsetAt(report, time, local);
}

/** Opens the dialog. On closing, the browser returns the focus. */
export function openOptions(app: App): void {
  const { store } = app;
  const before = store.state;
  const dialog = element("dialog", "options");
  const form = element("form", "options-form");
  const curve = element("fieldset", "options-curve");
  const buttons = element("div", "options-buttons");
  const [cancel, ok] = [element("button", "", "Cancel"), element("button", "primary", "OK")];

  dialog.setAttribute("aria-label", "Figure options");
  form.method = "dialog";
  cancel.type = "button";
  const back = (): void => {
    const { title, xLabel, yLabel, x, y, log, curves } = before;
    store.update({ title, xLabel, yLabel, x, y, log, curves });
  };
  cancel.addEventListener("click", () => {
    back();
    dialog.close();
  });
  dialog.addEventListener("cancel", () => {
    // Fires the `change` event of the focused field before the state is restored, not after.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    back();
  });
  form.addEventListener("submit", (event) => {
    // The dialog stays open while an error is shown.
    if (form.querySelector("[role=alert]")?.textContent) event.preventDefault();
  });
  buttons.append(cancel, ok);
  form.append(element("h2", "", "Figure options"), figureFields(app), curve, buttons);
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  const drawn = curvesOf(store.state);
  if (drawn.length > 0) showCurve(app, curve, drawn[0]);
  else curve.append(element("legend", "", "Curves"), element("p", "", "No tags in the chart."));
  document.body.append(dialog);
  dialog.showModal();
}

/** Entries for the list of curves, highlighted ones first. */
const curvesOf = (state: ViewState): number[] => [...new Set([...state.highlighted, ...state.shown])];

function figureFields(app: App): HTMLFieldSetElement {
  const { store, report } = app;
  const { state } = store;
  const bytes = report.meta.metrics[state.metric].bytes;
  const box = element("fieldset", "options-figure");
  const [first, last] = [report.times[0], report.times[report.times.length - 1]];
  const wrong = element("p", "options-wrong");
  const faults = { x: "", y: "" };
  const moment = (time: number): string => momentText(report, time, state.local);

  const title = field("Title", "text", state.title, (title) => store.update({ title }));
  const xLabel = field("X label", "text", state.xLabel, (xLabel) => store.update({ xLabel }));
  const yLabel = field("Y label", "text", state.yLabel, (yLabel) => store.update({ yLabel }));
  const xFrom = field("X from", "datetime-local", moment(state.x?.since ?? first), () => setX());
  const xTo = field("X to", "datetime-local", moment(state.x?.until ?? last), () => setX());
  const yFrom = field("Y from", "text", state.y === null ? "" : amountText(state.y[0], bytes), () => setY());
  const yTo = field("Y to", "text", state.y === null ? "" : amountText(state.y[1], bytes), () => setY());
  const scale = pick("Y scale", ["linear", "log"] as const, state.log ? "log" : "linear", (scale) =>
    store.update({ log: scale === "log" }),
  );

  for (const input of [xFrom.input, xTo.input]) input.step = "1";
  for (const input of [yFrom.input, yTo.input]) input.placeholder = "auto";
  wrong.setAttribute("role", "alert");
  const said = (axis: "x" | "y", fault: string): boolean => {
    faults[axis] = fault;
    wrong.textContent = faults.x || faults.y;
    return fault !== "";
  };
  function setX(): void {
    const since = parseMoment(report, xFrom.input.value, state.local) ?? first;
    const until = parseMoment(report, xTo.input.value, state.local) ?? last;
    if (said("x", since < until ? "" : "X from must be before X to.")) return;
    // The fields hold full seconds: limits within a second of the full span mean the full span.
    store.update({ x: Math.abs(since - first) < 1000 && Math.abs(until - last) < 1000 ? null : { since, until } });
  }
  function setY(): void {
    const to = parseAmount(yTo.input.value);
    const from = parseAmount(yFrom.input.value) ?? (to !== null && to > 0 && !store.state.log ? 0 : null);
    if (!said("y", yFault(from, to, store.state.log)))
      store.update({ y: from === null || to === null ? null : [from, to] });
  }
  title.input.placeholder = ownTitle(app);
  box.append(
    element("legend", "", "Figure"),
    title.label,
    xLabel.label,
    yLabel.label,
    scale.label,
    xFrom.label,
    xTo.label,
  );
  box.append(yFrom.label, yTo.label, wrong);
  return box;
}

/** The error in the limits; "" when they are valid. */
function yFault(from: number | null, to: number | null, log: boolean): string {
  if (Number.isNaN(from) || Number.isNaN(to)) return "Invalid Y limit: use a number such as 250 MB or 1.5 GB.";
  if (from === null && to === null) return "";
  if (from === null || to === null) return "Set both Y limits or neither.";
  if (from >= to) return "Y from must be below Y to.";
  return log && from <= 0 ? "On a logarithmic scale both Y limits must be above 0." : "";
}

function showCurve(app: App, box: HTMLFieldSetElement, entry: number): void {
  const { store } = app;
  const entries = curvesOf(store.state);
  const curve: Curve = store.state.curves[entry] ?? {};
  const change = (patch: Curve): void => {
    const { curves } = store.state;
    store.update({ curves: { ...curves, [entry]: { ...curves[entry], ...patch } } });
  };
  const number = (text: string, least: number, most: number): number | undefined =>
    text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Math.max(least, Math.min(most, Number(text)));
  const which = element("select", "");
  const whichLabel = element("label", "field options-wide");
  const reset = element("button", "", "Reset this curve");

  for (const one of entries) which.append(new Option(app.label(one), String(one), false, one === entry));
  which.addEventListener("change", () => {
    showCurve(app, box, Number(which.value));
    box.querySelector("select")?.focus();
  });
  which.setAttribute("aria-label", "Curve");
  whichLabel.append(element("span", "", "Curve"), which);
  const colour = app.colour(entry);
  const look = lookOf(store.state, entry, app.dark());
  const label = field("Label", "text", curve.label ?? "", (label) =>
    change({ label: label === "" ? undefined : label }),
  );
  const line = pick("Line style", LINE_STYLES, styleOf(store.state, entry), (line) => change({ line }));
  const draw = pick("Draw style", DRAW_STYLES, curve.draw ?? "line", (draw) => change({ draw }));
  const width = field("Width", "number", String(curve.width ?? ""), (text) => change({ width: number(text, 0.2, 12) }));
  const ink = field("Colour", "color", curve.colour ?? colour, (colour) => change({ colour }));
  const marker = pick("Marker", MARKERS, curve.marker ?? "none", (marker) => change({ marker }));
  const size = field("Marker size", "number", String(curve.size ?? ""), (text) =>
    change({ size: number(text, 1, 40) }),
  );
  const face = field("Face colour", "color", curve.face ?? curve.colour ?? colour, (face) => change({ face }));
  const edge = field("Edge colour", "color", curve.edge ?? curve.colour ?? colour, (edge) => change({ edge }));

  label.input.placeholder = app.report.meta.names[entry];
  Object.assign(width.input, { min: "0.2", max: "12", step: "any", placeholder: String(look.width) });
  Object.assign(size.input, { min: "1", max: "40", step: "any", placeholder: String(look.size) });
  reset.type = "button";
  reset.addEventListener("click", () => {
    const { [entry]: _, ...others } = store.state.curves;
    store.update({ curves: others });
    showCurve(app, box, entry);
  });
  box.replaceChildren(
    element("legend", "", "Curves"),
    whichLabel,
    label.label,
    line.label,
    draw.label,
    width.label,
    ink.label,
  );
  box.append(marker.label, size.label, face.label, edge.label, reset);
}

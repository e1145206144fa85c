// store.ts - the state of the view with its listeners, and its encoding in a link.
import type { Meta, Span } from "../report/types";
import {
  DRAW_STYLES,
  LINE_STYLES,
  MARKERS,
  TABS,
  type Changed,
  type Curve,
  type Place,
  type TabName,
  type ViewState,
} from "./types";

export interface Signal<T> {
  readonly value: T;
  set(value: T): void;
  /** Calls the listener after each change. Returns the function that unsubscribes it. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Store {
  readonly state: ViewState;
  update(patch: Partial<ViewState>): void;
  subscribe(listener: (state: ViewState, changed: Changed) => void): () => void;
}

export const COLOURS = 8;
export const SLOTS = 24; // 8 colours x 3 dash patterns
const MOST_FOUND = 100; // findings that are drawn from the start

export function signal<T>(value: T): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set(next: T): void {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function makeStore(first: ViewState): Store {
  let state = first;
  const listeners = new Set<(state: ViewState, changed: Changed) => void>();
  return {
    get state() {
      return state;
    },
    update(patch): void {
      const changed = new Set<keyof ViewState>();
      for (const key of Object.keys(patch) as (keyof ViewState)[])
        if (JSON.stringify(patch[key]) !== JSON.stringify(state[key])) changed.add(key);
      if (changed.size === 0) return;
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener(state, changed);
    },
    subscribe(listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Slots for the highlighted entries: an entry keeps the one it has, a new one gets the first free. */
export function giveSlots(slots: Record<number, number>, highlighted: readonly number[]): Record<number, number> {
  const given: Record<number, number> = {};
  for (const entry of highlighted) if (slots[entry] !== undefined) given[entry] = slots[entry];
  const taken = new Set(Object.values(given));
  for (const entry of highlighted) {
    if (given[entry] !== undefined) continue;
    let slot = 0;
    while (taken.has(slot) && slot < SLOTS) slot++;
    given[entry] = slot;
    taken.add(slot);
  }
  return given;
}

export function firstState(meta: Meta): ViewState {
  const found = (meta.verdicts?.cards ?? []).flatMap((card) => card.tags);
  const listed = new Set(meta.lists.flatMap((list) => list.tags));
  const asked = meta.selected.filter((entry) => !listed.has(entry)); // from -it
  // entries are in the order of growth; without growth, what holds most comes first: the last of the lists
  const byGrowth =
    meta.moments < 2
      ? [...meta.lists].reverse().flatMap((list) => list.tags)
      : [...meta.selected].sort((a, b) => a - b);
  const highlighted = [...new Set([...found, ...asked, ...byGrowth])].filter((entry) => entry !== 0).slice(0, COLOURS);
  return {
    tab: meta.moments < 2 ? "Contribution" : "Timeline", // a single snapshot has no line
    metric: meta.metric,
    local: meta.local && meta.localKnown,
    theme: "system",
    shown: [...new Set([...found.slice(0, MOST_FOUND), ...meta.selected, ...highlighted])],
    hidden: [],
    highlighted,
    slots: giveSlots({}, highlighted),
    x: null,
    y: null,
    log: false,
    zero: false,
    growth: false,
    speed: false,
    total: false,
    compare: null,
    baseline: 1,
    whole: false,
    title: "",
    xLabel: "",
    yLabel: "",
    curves: {},
    sort: meta.verdicts ? "verdict" : "-growth",
    filter: "",
    quick: "all",
    matrix: meta.correlate,
    order: "cluster",
    heat: null,
    common: false,
  };
}

/** Identifies the report a link belongs to: in a report with another fingerprint, entry numbers mean other tags. */
const fingerprint = (meta: Meta): string => `${meta.tags.length}.${meta.moments}`;

/** A link's name for the metric, as in `--type`. */
const METRIC_IN_LINK = "type";

/** The keys that differ from the first state, as the fragment of an address (after "#"). */
export function stateToHash(state: ViewState, meta: Meta): string {
  const opened = firstState(meta);
  const differs: Record<string, unknown> = {};
  for (const key of Object.keys(opened) as (keyof ViewState)[])
    if (JSON.stringify(state[key]) !== JSON.stringify(opened[key]))
      differs[key === "metric" ? METRIC_IN_LINK : key] = state[key];
  if (Object.keys(differs).length === 0) return "";
  return encodeURIComponent(JSON.stringify({ of: fingerprint(meta), ...differs })).replace(
    /%(22|2C|3A|5B|5D|7B|7D)/g,
    (code) => decodeURIComponent(code),
  );
}

const isSpan = (value: unknown): value is Span | null => {
  if (value === null) return true;
  const { since, until } = (typeof value === "object" ? value : {}) as Partial<Span>;
  return typeof since === "number" && typeof until === "number" && since < until;
};

const isPlace = (value: unknown): value is Place => {
  const { x, y, cells } = (typeof value === "object" && value !== null ? value : {}) as Partial<Place>;
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(cells) && (cells as number) >= 1;
};

/** The state in a link. Keys that are invalid for this report keep their first value. */
export function stateFromHash(hash: string, meta: Meta): ViewState {
  const state = firstState(meta);
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(decodeURIComponent(hash.replace(/^#/, "")));
  } catch {
    return state;
  }
  if (typeof given !== "object" || given === null || given.of !== fingerprint(meta)) return state;
  const isEntry = (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < meta.tags.length;
  const isRecord = (value: unknown, fits: (item: unknown) => boolean): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(([key, item]) => isEntry(Number(key)) && fits(item));
  const isBelow = (value: unknown, below: number): boolean =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < below;
  const among = (values: readonly string[]) => (value: unknown) => values.includes(value as string);
  const isSize = (value: unknown): boolean => typeof value === "number" && value >= 0 && value < 100;
  const isColour = (value: unknown): boolean => typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
  const curve: Record<keyof Curve, (value: unknown) => boolean> = {
    label: (value) => typeof value === "string",
    line: among(LINE_STYLES),
    draw: among(DRAW_STYLES),
    marker: among(MARKERS),
    width: isSize,
    size: isSize,
    colour: isColour,
    face: isColour,
    edge: isColour,
  };
  const isCurve = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(([key, item]) => curve[key as keyof Curve]?.(item) === true);
  const checks: { [key in keyof ViewState]?: (value: unknown) => boolean } = {
    tab: (value) => TABS.includes(value as TabName),
    metric: (value) => isBelow(value, meta.metrics.length) && meta.metrics[value as number].known,
    local: (value) => typeof value === "boolean" && (meta.localKnown || value === false),
    theme: (value) => value === "system" || value === "light" || value === "dark",
    shown: (value) => Array.isArray(value) && value.every(isEntry),
    hidden: (value) => Array.isArray(value) && value.every(isEntry),
    highlighted: (value) => Array.isArray(value) && value.every(isEntry),
    slots: (value) => isRecord(value, (slot) => isBelow(slot, SLOTS + 1)),
    x: isSpan,
    compare: isSpan,
    baseline: (value) => value === 1 || value === 4 || (value !== null && isSpan(value)),
    y: (value) =>
      value === null ||
      (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1]),
    curves: (value) => isRecord(value, isCurve),
    quick: (value) => ["all", "leaks", "growing", "unknown", "chart"].includes(value as string),
    matrix: (value) => value === "selected" || value === "all",
    order: (value) => ["cluster", "growth", "name"].includes(value as string),
    heat: (value) => value === null || isPlace(value),
  };
  const fitting: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const key = name === METRIC_IN_LINK ? "metric" : name;
    const opened = (state as unknown as Record<string, unknown>)[key];
    if (opened === undefined) continue;
    const check = checks[key as keyof ViewState];
    if (check ? check(value) : typeof value === typeof opened) fitting[key] = value;
  }
  return { ...state, ...fitting };
}

/** A link that was made in another report: its entries would mean other tags. */
export function isOfAnother(hash: string, meta: Meta): boolean {
  try {
    const given: unknown = JSON.parse(decodeURIComponent(hash.replace(/^#/, "")));
    const of = typeof given === "object" && given !== null ? (given as { of?: unknown }).of : undefined;
    return of !== undefined && of !== fingerprint(meta);
  } catch {
    return false;
  }
}

// What is being looked at, in one place; and the link that carries it.
import type { Meta, Span } from "../report/types";
import { TABS, type Changed, type Place, type TabName, type ViewState } from "./types";

export interface Signal<T> {
  readonly value: T;
  set(value: T): void;
  /** Calls back at each change; returns what ends it. */
  subscribe(heard: (value: T) => void): () => void;
}

export interface Store {
  readonly state: ViewState;
  update(patch: Partial<ViewState>): void;
  subscribe(heard: (state: ViewState, changed: Changed) => void): () => void;
}

export const COLOURS = 8;
export const SLOTS = 24; // 8 colours x 3 dash patterns

export function signal<T>(value: T): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set(next: T): void {
      if (Object.is(next, value)) return;
      value = next;
      for (const heard of [...listeners]) heard(value);
    },
    subscribe(heard): () => void {
      listeners.add(heard);
      return () => listeners.delete(heard);
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
      for (const heard of [...listeners]) heard(state, changed);
    },
    subscribe(heard): () => void {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/** Gives every highlighted entry a slot that it keeps; the first free one, and none is taken from another. */
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
  const suspects = (meta.verdicts?.cards ?? []).filter((card) => !card.minor).flatMap((card) => card.tags);
  const listed = new Set(meta.lists.flatMap((list) => list.tags));
  const asked = meta.selected.filter((entry) => !listed.has(entry)); // by -it
  const byGrowth = [...meta.selected].sort((a, b) => a - b);
  const highlighted = [...new Set([...suspects, ...asked, ...byGrowth])]
    .filter((entry) => entry !== 0)
    .slice(0, COLOURS);
  return {
    tab: meta.open,
    metric: meta.metric,
    local: meta.local && meta.localKnown,
    theme: "system",
    shown: [...new Set([...meta.selected, ...highlighted])],
    hidden: [],
    highlighted,
    slots: giveSlots({}, highlighted),
    x: null,
    y: null,
    log: false,
    growth: false,
    total: false,
    compare: null,
    title: "",
    xLabel: "",
    yLabel: "",
    curves: {},
    sort: "-growth",
    filter: "",
    quick: "all",
    matrix: meta.correlate,
    order: "cluster",
    heat: null,
    least: 0.5,
    common: false,
  };
}

/** Reports with another fingerprint have other entries: a link to one says nothing of the other. */
const fingerprint = (meta: Meta): string => `${meta.tags.length}.${meta.moments}`;

/** What differs from how the report opens, for the part of the address after "#". */
export function stateToHash(state: ViewState, meta: Meta): string {
  const opened = firstState(meta);
  const differs: Record<string, unknown> = {};
  for (const key of Object.keys(opened) as (keyof ViewState)[])
    if (JSON.stringify(state[key]) !== JSON.stringify(opened[key])) differs[key] = state[key];
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

/** The state that a link names. What does not fit this report is left as it opens. */
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
  const isCurve = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every(
      (item) => typeof item === "string" || (typeof item === "number" && item >= 0 && item < 100),
    );
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
    y: (value) =>
      value === null ||
      (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1]),
    curves: (value) => isRecord(value, isCurve),
    quick: (value) => ["all", "growing", "unknown", "chart"].includes(value as string),
    matrix: (value) => value === "selected" || value === "all",
    order: (value) => ["cluster", "growth", "name"].includes(value as string),
    heat: (value) => value === null || isPlace(value),
    least: (value) => typeof value === "number" && value >= 0 && value < 1,
  };
  const fitting: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const opened = (state as unknown as Record<string, unknown>)[key];
    if (opened === undefined) continue;
    const check = checks[key as keyof ViewState];
    if (check ? check(value) : typeof value === typeof opened) fitting[key] = value;
  }
  return { ...state, ...fitting };
}

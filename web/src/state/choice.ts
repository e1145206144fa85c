// choice.ts - which tags are drawn and which are coloured: the actions that list, table, cards and keys share.
import { COLOURS, giveSlots, SLOTS, type Store } from "./store";
import type { ViewState } from "./types";

/** A switch of the chart turned over, with the value axis fitted again. Growth and speed exclude each other. */
export function toggled(state: ViewState, key: "total" | "log" | "zero" | "growth" | "speed"): Partial<ViewState> {
  const others = key === "growth" ? { speed: false } : key === "speed" ? { growth: false } : {};
  return { ...others, [key]: !state[key], y: null };
}

/** The entries of the side list that are not switched off, TOTAL included. */
export const listed = (state: ViewState): number[] => state.shown.filter((entry) => !state.hidden.includes(entry));

/** The entries with a line in the chart. TOTAL is drawn when switched on, or when the list has no tag. */
export function drawn(state: ViewState): number[] {
  const tags = listed(state).filter((entry) => entry !== 0);
  return state.total || (tags.length === 0 && state.shown.every((entry) => entry === 0))
    ? [...new Set([0, ...tags])]
    : tags;
}

/** Highlights exactly these: each is in the list and keeps or gets a slot. */
function highlighting(state: ViewState, highlighted: readonly number[]): Partial<ViewState> {
  const kept = [...new Set(highlighted)].slice(0, SLOTS);
  return { highlighted: kept, slots: giveSlots(state.slots, kept), shown: [...new Set([...state.shown, ...kept])] };
}

/** Adds an entry to the chart, highlighted while a colour is free, or removes it. */
export function toggleDrawn(store: Store, entry: number): void {
  const { state } = store;
  if (entry === 0)
    return store.update({
      total: !state.total,
      shown: [...new Set([0, ...state.shown])],
      hidden: state.hidden.filter((one) => one !== 0),
    });
  const there = state.shown.includes(entry) && !state.hidden.includes(entry);
  if (there)
    return store.update({ shown: state.shown.filter((one) => one !== entry), ...withoutHighlight(state, entry) });
  const hidden = state.hidden.filter((one) => one !== entry);
  const hasColour = state.highlighted.length < COLOURS || state.highlighted.includes(entry);
  store.update(
    hasColour
      ? { hidden, ...highlighting(state, [...state.highlighted, entry]) }
      : { hidden, shown: [...new Set([...state.shown, entry])] },
  );
}

const withoutHighlight = (state: ViewState, entry: number): Partial<ViewState> => {
  const highlighted = state.highlighted.filter((one) => one !== entry);
  return { highlighted, slots: giveSlots(state.slots, highlighted) };
};

export function toggleHidden(store: Store, entry: number): void {
  const { hidden } = store.state;
  if (entry === 0) return store.update({ total: !store.state.total });
  store.update({ hidden: hidden.includes(entry) ? hidden.filter((one) => one !== entry) : [...hidden, entry] });
}

export function toggleHighlight(store: Store, entry: number): void {
  const { state } = store;
  store.update(
    state.highlighted.includes(entry)
      ? withoutHighlight(state, entry)
      : highlighting(state, [...state.highlighted, entry]),
  );
}

/** Draws exactly these entries, as many of them in colour as there are colours. */
export function drawOnly(store: Store, entries: readonly number[]): void {
  const { state } = store;
  const highlighted = entries.slice(0, COLOURS);
  const sum = state.shown.filter((entry) => entry === 0);
  store.update({
    highlighted,
    slots: giveSlots(state.slots, highlighted),
    shown: [...sum, ...entries],
    hidden: [],
    y: null,
  });
}

/** Shows only these entries, highlighted, with axes that fit them; when they are already alone, shows all again. */
export function isolate(store: Store, entries: readonly number[]): void {
  const { state } = store;
  const tags = entries.filter((entry) => entry !== 0);
  const shown = [...new Set([...state.shown, ...tags])];
  const others = shown.filter((entry) => entry !== 0 && !tags.includes(entry));
  const already =
    tags.every((entry) => state.shown.includes(entry) && !state.hidden.includes(entry)) &&
    others.every((entry) => state.hidden.includes(entry));
  if (already) store.update({ hidden: [], y: null });
  else store.update({ ...highlighting(state, [...new Set([...state.highlighted, ...tags])]), hidden: others, y: null });
}

/** Which tags are drawn, and how: what Back restores besides the limits. */
export type Tags = Pick<ViewState, "shown" | "hidden" | "highlighted" | "slots">;
export const tagsOf = ({ shown, hidden, highlighted, slots }: ViewState): Tags => ({
  shown,
  hidden,
  highlighted,
  slots,
});

export const isIsolated = (state: ViewState, entries: readonly number[]): boolean => {
  const visible = state.shown.filter((entry) => entry !== 0 && !state.hidden.includes(entry));
  return (
    state.hidden.length > 0 && visible.length === entries.length && entries.every((entry) => visible.includes(entry))
  );
};

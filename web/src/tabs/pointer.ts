// pointer.ts - gestures on the chart: drag to zoom, pan or select a time window for the table; wheel and pinch to zoom.
import { listenToPinch } from "../base/pinch";
import type { Span } from "../report/types";
import type { Mode } from "../state/app";
import type { Signal } from "../state/store";
import type { Chart } from "../draw/chart";

/** The limits that a gesture results in. With `y` null the y axis does not change. */
export interface Limits {
  x: Span;
  y: [number, number] | null;
}

/** What the chart shows, and the full span of the report. */
export interface Shown {
  x: Span;
  y: [number, number];
  log: boolean;
  full: Span;
}

/** What the owner of the chart provides, and how it is notified. */
export interface PointerHost {
  mode: Signal<Mode>;
  shown(): Shown;
  /** The position of the pointer in CSS pixels of the plotting area; null when it left. */
  moved(at: { x: number; y: number } | null): void;
  /** Limits during a gesture, before they become a step of the history. */
  preview(limits: Limits): void;
  done(limits: Limits): void;
  cancelled(): void;
  /** A time window selected with Shift, for the table to compare. */
  window(span: Span): void;
  double(): void;
}

const LEAST = 5; // CSS pixels; a shorter drag is a click
const FLAT = 12; // CSS pixels; a lower rectangle zooms the time axis only
const WHEEL = 1.35; // a notch of the wheel makes the view so much longer or shorter
const REST = 250; // milliseconds without a turn: then it is a step of the history

/** Listens on `host`, because the chart inside it is rebuilt at times. */
export function listenToPointer(host: HTMLElement, chart: Chart, owner: PointerHost): void {
  let start: { x: number; y: number; id: number; kind: Mode | "window"; from: Shown } | null = null;
  let last: Limits | null = null;

  const place = (
    event: MouseEvent,
  ): { x: number; y: number; inside: boolean; width: number; height: number } | null => {
    const box = chart.over?.getBoundingClientRect();
    if (!box) return null;
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return {
      x,
      y,
      inside: x >= 0 && y >= 0 && x <= box.width && y <= box.height,
      width: box.width,
      height: box.height,
    };
  };
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

  let pinched = false;

  const stop = (): void => {
    if (start && host.hasPointerCapture(start.id)) host.releasePointerCapture(start.id);
    start = null;
    last = null;
    chart.select(null);
  };

  host.addEventListener("pointerdown", (event) => {
    const at = place(event);
    if (!at?.inside || event.button !== 0) return;
    start = {
      x: at.x,
      y: at.y,
      id: event.pointerId,
      kind: event.shiftKey ? "window" : owner.mode.value,
      from: owner.shown(),
    };
    host.setPointerCapture(event.pointerId);
  });

  host.addEventListener("pointermove", (event) => {
    const at = place(event);
    if (!at || pinched) return;
    if (!start || start.id !== event.pointerId) {
      owner.moved(at.inside ? at : null);
      return;
    }
    const [x, y] = [clamp(at.x, at.width), clamp(at.y, at.height)];
    const [dx, dy] = [x - start.x, y - start.y];
    if (Math.hypot(dx, dy) < LEAST && !last) return;
    if (!last) owner.moved(null); // hides the tooltip, which would cover the selection
    if (start.kind === "pan") {
      const { from } = start;
      const days = ((at.x - start.x) / at.width) * (from.x.until - from.x.since);
      last = {
        x: { since: from.x.since - days, until: from.x.until - days },
        y: Math.abs(at.y - start.y) < FLAT ? null : moved(from, (at.y - start.y) / at.height),
      };
      owner.preview(last);
      return;
    }
    const alongTime = start.kind === "window" || Math.abs(dy) < FLAT;
    const box = {
      left: Math.min(x, start.x),
      width: Math.abs(dx),
      top: alongTime ? 0 : Math.min(y, start.y),
      height: alongTime ? at.height : Math.abs(dy),
    };
    chart.select(box);
    last = {
      x: { since: chart.timeAt(box.left), until: chart.timeAt(box.left + box.width) },
      y: alongTime ? null : [chart.valueAt(box.top + box.height), chart.valueAt(box.top)],
    };
  });

  host.addEventListener("pointerup", (event) => {
    if (!start || start.id !== event.pointerId) return;
    const [limits, kind] = [last, start.kind];
    stop();
    // Touch has no hovering: a tap shows the values.
    if (!limits && event.pointerType === "touch") owner.moved(place(event));
    if (!limits || limits.x.until - limits.x.since < 1) return;
    if (kind === "window") owner.window(limits.x);
    else owner.done(limits);
  });
  const cancel = (): void => {
    if (!start) return;
    stop();
    owner.cancelled();
  };
  host.addEventListener("pointercancel", cancel);
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !start) return;
    event.stopPropagation();
    cancel();
  });
  host.addEventListener("pointerleave", (event) => {
    if (!start && event.pointerType !== "touch") owner.moved(null);
  });
  host.addEventListener("dblclick", () => owner.double());

  let turned: Limits | null = null; // by the wheel, until it rests
  let resting = 0;
  host.addEventListener(
    "wheel",
    (event) => {
      const at = place(event);
      if (!at?.inside || event.ctrlKey || event.deltaY === 0 || start) return;
      const { x, y, log, full } = owner.shown();
      const factor = WHEEL ** (Math.sign(event.deltaY) * Math.min(3, Math.abs(event.deltaY) / 100));
      const value = event.shiftKey || event.deltaX !== 0;
      const next: Limits = value
        ? { x, y: stretched(y, 1 - at.y / at.height, factor, log) }
        : { x: within(zoomed(x, at.x / at.width, factor), full), y: null };
      if (!value && next.x.since === x.since && next.x.until === x.until) return; // the page scrolls
      event.preventDefault();
      owner.moved(null);
      turned = next;
      owner.preview(next);
      clearTimeout(resting);
      resting = window.setTimeout(() => {
        if (turned) owner.done(turned);
        turned = null;
      }, REST);
    },
    { passive: false },
  );

  let spread: Limits | null = null;
  let before = owner.shown();
  listenToPinch(host, {
    began: () => {
      stop();
      pinched = true;
      before = owner.shown();
      owner.moved(null);
    },
    moved: (from, to) => {
      const box = chart.over?.getBoundingClientRect();
      if (!box) return;
      const { x, full } = before;
      const length = Math.max(1, (x.until - x.since) * (from.apart / to.apart));
      const since =
        x.since + ((from.x - box.left) / box.width) * (x.until - x.since) - ((to.x - box.left) / box.width) * length;
      spread = { x: { since: Math.max(full.since, since), until: Math.min(full.until, since + length) }, y: null };
      owner.preview(spread);
    },
    ended: () => {
      pinched = false;
      if (spread && spread.x.since < spread.x.until) owner.done(spread);
      else owner.cancelled();
      spread = null;
    },
  });
}

/** A span so many times as long, with the point at that share of it in its place. */
export function zoomed({ since, until }: Span, share: number, factor: number): Span {
  const fixed = since + share * (until - since);
  const length = (until - since) * factor;
  return { since: fixed - share * length, until: fixed + (1 - share) * length };
}

const within = ({ since, until }: Span, full: Span): Span => ({
  since: Math.max(full.since, since),
  until: Math.min(full.until, until),
});

function stretched([low, high]: [number, number], share: number, factor: number, log: boolean): [number, number] {
  if (!log) {
    const { since, until } = zoomed({ since: low, until: high }, share, factor);
    return [since, until];
  }
  const { since, until } = zoomed({ since: Math.log(low), until: Math.log(high) }, share, factor);
  return [Math.exp(since), Math.exp(until)];
}

/** The y limits moved by a share of their range. */
function moved(from: Shown, share: number): [number, number] {
  const [low, high] = from.y;
  if (!from.log) return [low + (high - low) * share, high + (high - low) * share];
  const factor = (high / low) ** share;
  return [low * factor, high * factor];
}

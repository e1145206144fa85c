// pinch.ts - the two-finger pinch gesture, shared by the chart and the correlation heatmap.

/** Midpoint and distance of two touches, in CSS pixels of the viewport. */
export interface Fingers {
  x: number;
  y: number;
  apart: number;
}

export interface PinchListener {
  began(): void;
  /** The point at the midpoint of `from` moves to that of `to`; the scale changes by the ratio of distances. */
  moved(from: Fingers, to: Fingers): void;
  ended(): void;
}

const LEAST = 20; // CSS pixels; a smaller distance counts as this, which limits the ratio

function fingers([a, b]: TouchList): Fingers {
  return {
    x: (a.clientX + b.clientX) / 2,
    y: (a.clientY + b.clientY) / 2,
    apart: Math.max(LEAST, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
  };
}

/** Ignores touches that already scroll the page: those events cannot be cancelled. */
export function listenToPinch(host: HTMLElement, listener: PinchListener): void {
  let from: Fingers | null = null;
  const end = (): void => {
    if (from) listener.ended();
    from = null;
  };
  host.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length !== 2 || !event.cancelable) return end();
      event.preventDefault();
      from = fingers(event.touches);
      listener.began();
    },
    { passive: false },
  );
  host.addEventListener(
    "touchmove",
    (event) => {
      if (!from || event.touches.length !== 2) return;
      event.preventDefault();
      listener.moved(from, fingers(event.touches));
    },
    { passive: false },
  );
  host.addEventListener("touchend", end);
  host.addEventListener("touchcancel", end);
}

// pinch.ts - two fingers on a picture, going apart or together: the same for the chart and for the correlation.

/** Where two fingers are, in CSS pixels of the window: the middle between them, and how far apart. */
export interface Fingers {
  x: number;
  y: number;
  apart: number;
}

export interface Pinched {
  began(): void;
  /** What was under the middle of `from` belongs under that of `to`, larger by the ratio of how far they are apart. */
  moved(from: Fingers, to: Fingers): void;
  ended(): void;
}

const LEAST = 20; // CSS pixels: fingers never count as nearer than this

function fingers([a, b]: TouchList): Fingers {
  return {
    x: (a.clientX + b.clientX) / 2,
    y: (a.clientY + b.clientY) / 2,
    apart: Math.max(LEAST, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
  };
}

/** A gesture that already scrolls the page is the browser's. */
export function listenToPinch(host: HTMLElement, heard: Pinched): void {
  let from: Fingers | null = null;
  const end = (): void => {
    if (from) heard.ended();
    from = null;
  };
  host.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length !== 2 || !event.cancelable) return end();
      event.preventDefault();
      from = fingers(event.touches);
      heard.began();
    },
    { passive: false },
  );
  host.addEventListener(
    "touchmove",
    (event) => {
      if (!from || event.touches.length !== 2) return;
      event.preventDefault();
      heard.moved(from, fingers(event.touches));
    },
    { passive: false },
  );
  host.addEventListener("touchend", end);
  host.addEventListener("touchcancel", end);
}

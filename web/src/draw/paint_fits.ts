// paint_fits.ts - draws the line that a finding was called for, and the band of its interval.
import { fitAt, type Fit } from "../report/fit";
import { xOf, yOf, type Plane } from "./paint";
import type { Inks } from "./palette";
import type { Paint } from "./svg";

const BAND = 0.16; // opacity

export function paintFits(ctx: Paint, plane: Plane, fits: readonly Fit[], inks: Inks): void {
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = inks.accent;
  ctx.lineWidth = 1.5 * plane.ratio;
  for (const fit of fits) {
    const [left, right] = [xOf(plane, fit.since), xOf(plane, fit.until)];
    const y = (slope: 0 | 1 | 2, time: number): number => yOf(plane, fitAt(fit, slope, time));
    const middle = [xOf(plane, (fit.since + fit.until) / 2), yOf(plane, fit.level)] as const;
    ctx.globalAlpha = BAND;
    for (const [x, time] of [
      [left, fit.since],
      [right, fit.until],
    ] as const) {
      ctx.beginPath();
      ctx.moveTo(...middle);
      ctx.lineTo(x, y(1, time));
      ctx.lineTo(x, y(2, time));
      ctx.closePath();
      ctx.fill();
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([6 * plane.ratio, 4 * plane.ratio]);
    ctx.beginPath();
    ctx.moveTo(left, y(0, fit.since));
    ctx.lineTo(right, y(0, fit.until));
    ctx.stroke();
    ctx.setLineDash([]);
  }
  ctx.restore();
}

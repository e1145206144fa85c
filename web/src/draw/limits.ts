// limits.ts - the limits of a value axis that fits what is drawn.

const CHEAP = 0.25; // of the picture, that showing 0 may cost
const AIR = 0.05; // above and below

/** From the lowest to the highest value, with some air. 0 is included where `zero` asks for it, or where it costs little. */
export function limitsOf(low: number, high: number, zero: boolean): [number, number] {
  if (low === high && low === 0) return [0, 1];
  const near = low > 0 ? low <= CHEAP * high : -high <= CHEAP * -low;
  if (low > 0 && (zero || near)) low = 0;
  if (high < 0 && (zero || near)) high = 0;
  if (low === high) [low, high] = [low - Math.max(1, Math.abs(low) * 0.01), high + Math.max(1, Math.abs(high) * 0.01)];
  const air = (high - low) * AIR;
  return [low === 0 ? 0 : low - air, high === 0 ? 0 : high + air];
}

/** The same for a logarithmic axis; both above 0. */
export const logLimitsOf = (low: number, high: number): [number, number] =>
  low === high ? [low / 2, high * 2] : [low * (low / high) ** 0.04, high * (high / low) ** 0.06];

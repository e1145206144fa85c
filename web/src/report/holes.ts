// holes.ts - times without snapshots that nobody noted: the machine slept, a file of a folder is missing.
import { usualStep } from "./times";
import type { Gap } from "./types";

const LONG = 4; // times the usual step
const RARE = 0.1; // of the steps may be holes; where more are, the times are irregular

/** The gaps that the recorder noted and the other holes in `times`, in order; noted ones cover those within them. */
export function withHoles(times: Float64Array, noted: readonly Gap[]): Gap[] {
  const usual = usualStep(times);
  const holes: Gap[] = [];
  for (let i = 1; i < times.length; i++)
    if (times[i] - times[i - 1] > LONG * usual) holes.push({ since: times[i - 1], until: times[i], why: "" });
  if (usual <= 0 || holes.length > Math.max(1, RARE * (times.length - 1))) return [...noted];
  const isNoted = (hole: Gap): boolean => noted.some((gap) => gap.since < hole.until && gap.until > hole.since);
  return [...noted, ...holes.filter((hole) => !isNoted(hole))].sort((a, b) => a.since - b.since);
}

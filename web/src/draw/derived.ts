// derived.ts - what the charts draw of a curve: its values, its growth since the start of each boot, or how fast it moves.
import { growthOf, speedOf, type Line } from "../report/lines";
import { bootTimes, fullSpan } from "../report/times";
import type { Report } from "../report/types";
import type { ViewState } from "../state/types";
import { unitOf } from "../report/compare";

const WINDOWS = 40; // in the visible time: the speed is that of one of them

export function derivedOf(line: Line, state: ViewState, report: Report): Line {
  const boots = bootTimes(report);
  if (state.growth) return growthOf(line, boots);
  if (!state.speed) return line;
  const { since, until } = state.x ?? fullSpan(report);
  const { perDay } = unitOf(report);
  const speed = speedOf(line, boots, (until - since) / WINDOWS);
  const low = speed.low.map((value) => value / perDay);
  return { ...speed, low, high: low };
}

/** What it is, after the name of the metric: ", growth in each boot". */
export const derivedName = (state: ViewState, report: Report): string =>
  state.growth ? ", growth since each start" : state.speed ? `, change a ${unitOf(report).name}` : "";

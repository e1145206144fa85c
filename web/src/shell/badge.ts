// badge.ts - a finding in short: its verdict as a small coloured label, and its tags.
import { element } from "../base/dom";

/** A verdict's label; leaks, suspects and warm-ups have a colour of their own. */
export function verdictBadge(verdict: string): HTMLElement {
  const kind = /suspect|probable/i.test(verdict)
    ? "suspect"
    : /leak/i.test(verdict) && !/^no/i.test(verdict)
      ? "leak"
      : /warm/i.test(verdict)
        ? "warm"
        : "other";
  return element("span", `badge ${kind}`, verdict);
}

const NAMED = 4;

/** The tags of a finding: "File + FMfn + IoNm", with many of them "File + FMfn + IoNm + Toke + 8 more". */
export function namesOf(labels: readonly string[]): string {
  const more = labels.length - NAMED;
  return more > 1 ? `${labels.slice(0, NAMED).join(" + ")} + ${more} more` : labels.join(" + ");
}

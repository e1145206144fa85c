// badge.ts - a verdict as a small coloured label, for the table and the cards.
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

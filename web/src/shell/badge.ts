// badge.ts - a verdict as a small coloured label, the same in the table and on the cards.
import { element } from "../base/dom";

/** The word, with a colour for those that everybody should see. */
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

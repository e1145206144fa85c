// rows.ts - the rows of a long table: only those near the window exist, between two empty ones as high as the others.
//
// The table is one tab stop. Arrows, Page up and down, Home and End move between its rows.
import { element } from "../base/dom";

const MARGIN = 15; // rows made beyond the window, above and below
const LEAST = 40; // rows made in any case
const HEIGHT = 29; // CSS pixels, until a row was measured

export class Rows {
  private count = 0;
  private first = 0; // of the rows that exist
  private last = 0; // the one after them
  private active = 0; // the row that the tab key goes to
  private height = HEIGHT;
  private readonly above = element("tr", "spacer");
  private readonly below = element("tr", "spacer");
  private readonly made = new Map<number, HTMLElement>();

  constructor(
    private readonly body: HTMLElement,
    private readonly make: (index: number) => HTMLElement,
  ) {
    for (const spacer of [this.above, this.below]) spacer.setAttribute("aria-hidden", "true");
    window.addEventListener("scroll", () => this.refresh(), { passive: true });
    window.addEventListener("resize", () => this.refresh());
    body.addEventListener("keydown", (event) => this.key(event));
    body.addEventListener("focusin", (event) => this.focused(event.target));
  }

  /** Makes all rows anew. */
  reset(count: number): void {
    this.count = count;
    this.active = 0;
    this.clear();
    this.refresh();
  }

  /** Makes the first rows, for paper. */
  print(most: number): void {
    this.show(0, Math.min(this.count, most));
  }

  /** Makes the rows near the window, and drops the others. */
  refresh(): void {
    if (this.count === 0 || !this.body.isConnected) return;
    const top = this.body.getBoundingClientRect().top;
    const begin = Math.floor(-top / this.height) - MARGIN;
    const end = Math.ceil((window.innerHeight - top) / this.height) + MARGIN;
    const first = Math.max(0, Math.min(this.count - 1, begin));
    const last = Math.min(this.count, Math.max(first + LEAST, end));
    // a few rows more or less are not worth a change
    if (this.last > 0 && first >= this.first && last <= this.last && this.last - this.first < 3 * (last - first))
      return;
    this.show(first, last);
    const row = this.made.get(first);
    if (row && Math.abs(row.offsetHeight - this.height) > 0.5 && row.offsetHeight > 0) {
      this.height = row.offsetHeight;
      this.space();
    }
  }

  private clear(): void {
    this.made.clear();
    this.body.replaceChildren();
    this.first = this.last = 0;
  }

  private show(first: number, last: number): void {
    for (const [index, row] of this.made)
      if (index < first || index >= last) {
        row.remove();
        this.made.delete(index);
      }
    const added: HTMLElement[] = [];
    let before: HTMLElement | null = null; // of the rows that stay
    for (let index = last - 1; index >= first; index--) {
      const row = this.made.get(index) ?? this.make(index);
      if (!this.made.has(index)) {
        this.made.set(index, row);
        this.stop(index, row);
        added.push(row);
        if (this.body.firstChild === null) this.body.append(this.above, this.below);
        this.body.insertBefore(row, before ?? this.below);
      }
      before = row;
    }
    this.first = first;
    this.last = last;
    this.space();
  }

  private space(): void {
    this.above.style.height = `${this.first * this.height}px`;
    this.below.style.height = `${(this.count - this.last) * this.height}px`;
    this.above.hidden = this.first === 0;
    this.below.hidden = this.last === this.count;
  }

  /** The control of a row that takes the focus; only that of the active row is a tab stop. */
  private stop(index: number, row: HTMLElement): void {
    const button = row.querySelector("button");
    if (button) button.tabIndex = index === this.active ? 0 : -1;
  }

  private focused(target: EventTarget | null): void {
    for (const [index, row] of this.made)
      if (target instanceof Node && row.contains(target) && index !== this.active) {
        const before = this.active;
        this.active = index;
        for (const one of [before, index]) {
          const changed = this.made.get(one);
          if (changed) this.stop(one, changed);
        }
      }
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(window.innerHeight / this.height) - 4);
    const to = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.count - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const index = Math.max(0, Math.min(this.count - 1, to));
    if (index < this.first || index >= this.last)
      window.scrollBy({ top: (index - this.active) * this.height, behavior: "instant" });
    this.refresh();
    const row = this.made.get(index);
    row?.querySelector("button")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }
}

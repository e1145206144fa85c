// app.ts - how the shell and the tabs see each other.
import type { Report } from "../report/types";
import type { Signal, Store } from "./store";
import type { Changed, TabName, ViewState } from "./types";

/** What the pointer or the cursor keys are on. Not part of a link. */
export interface Hover {
  entry: number | null;
  moment: number | null;
}

export type Mode = "zoom" | "pan";

/** CSS pixels; what is drawn stands within the margins. */
export interface FigureSize {
  width: number;
  height: number;
  margins: { top: number; right: number; bottom: number; left: number };
}

/** The shell, as tabs see it. */
export interface App {
  report: Report;
  store: Store;
  hover: Signal<Hover>;
  mode: Signal<Mode>;
  /** Colour of an entry's line as it is drawn now; grey for context. */
  colour(entry: number): string;
  /** The label of an entry: the curve's own, else the tag as it can be shown. */
  label(entry: number): string;
  dark(): boolean;
  /** A tab calls it when it went to another place of its own, so that Back and Forward follow. */
  moved(): void;
  /** Puts a sentence into the live region. */
  say(sentence: string): void;
}

export interface Tab {
  name: TabName;
  /** Once, when the tab is first opened. */
  mount(host: HTMLElement, app: App): void;
  /** After mounting, when the state changed while open, and when it is opened again (then `changed` has all keys). */
  update(state: ViewState, changed: Changed): void;
  /** A key that the shell has no use for; true: it was taken. */
  pressed?(event: KeyboardEvent): boolean;
  /** The toolbar's buttons; a tab without them has them greyed. */
  navigate?(to: "home" | "back" | "forward"): void;
  canNavigate?(): { back: boolean; forward: boolean };
  /** The figure as SVG text for Save; a tab without it cannot be saved. */
  svg?(size: FigureSize): Promise<string>;
}

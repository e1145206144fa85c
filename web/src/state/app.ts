// app.ts - the interfaces through which the shell and the tabs use each other.
import type { Report } from "../report/types";
import type { Signal, Store } from "./store";
import type { Changed, TabName, ViewState } from "./types";

/** What the pointer or the cursor keys point at. Not part of a link. */
export interface Hover {
  entry: number | null;
  moment: number | null;
}

export type Mode = "zoom" | "pan";

/** CSS pixels; the figure is drawn within the margins. */
export interface FigureSize {
  width: number;
  height: number;
  margins: { top: number; right: number; bottom: number; left: number };
}

/** The shell, as the tabs use it. */
export interface App {
  report: Report;
  store: Store;
  hover: Signal<Hover>;
  mode: Signal<Mode>;
  /** The current colour of an entry's line; grey for context. */
  colour(entry: number): string;
  /** The label of an entry: the one set in the options, else the tag's name. */
  label(entry: number): string;
  dark(): boolean;
  /** To be called by a tab whose history changed: updates Back and Forward. */
  moved(): void;
  /** Announces a sentence through the live region. */
  say(sentence: string): void;
}

export interface Tab {
  name: TabName;
  /** Called once, when the tab is first opened. */
  mount(host: HTMLElement, app: App): void;
  /** Called after mounting and reopening with all keys in `changed`, and on changes while open. */
  update(state: ViewState, changed: Changed): void;
  /** An arrow key; returns true when the tab used it. */
  pressed?(event: KeyboardEvent): boolean;
  /** Home, Back and Forward of the toolbar; disabled for a tab without them. */
  navigate?(to: "home" | "back" | "forward"): void;
  /** Shows a shorter or longer time: `factor` times as long. */
  zoomTime?(factor: number): void;
  canNavigate?(): { back: boolean; forward: boolean };
  /** The figure as SVG; Save is disabled for a tab without it. */
  svg?(size: FigureSize): Promise<string>;
}

// trail.ts - the history of views: home, back and forward, as in a browser.

export class Trail<T> {
  private readonly places: T[];
  private at = 0;

  constructor(home: T) {
    this.places = [home];
  }
  get here(): T {
    return this.places[this.at];
  }
  get canGoBack(): boolean {
    return this.at > 0;
  }
  get canGoForward(): boolean {
    return this.at < this.places.length - 1;
  }
  /** Adds a step after the current one and drops the forward steps. */
  go(place: T): void {
    this.places.splice(this.at + 1, Infinity, place);
    this.at++;
  }
  /** Replaces the current step and drops the forward steps: turning the wheel is one step. */
  amend(place: T): void {
    this.places.splice(this.at, Infinity, place);
  }
  /** Drops everything but home. */
  clear(): void {
    this.places.length = 1;
    this.at = 0;
  }
  navigate(to: "home" | "back" | "forward"): void {
    if (to === "home") this.go(this.places[0]);
    else if (to === "back") this.at = Math.max(0, this.at - 1);
    else this.at = Math.min(this.places.length - 1, this.at + 1);
  }
}

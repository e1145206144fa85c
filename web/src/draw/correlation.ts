// correlation.ts - the correlation coefficients of a report, and the matrix of chosen tags in a chosen order.
import type { MatrixInfo, Report } from "../report/types";
import type { ViewState } from "../state/types";
import { UNDEFINED, pyramidOf, reordered, squareOf } from "./heat";
import type { Matrix } from "./heatmap";

/** The coefficients in a report: exact ones for the drawn tags, quantized ones for all. */
export class Correlations {
  private readonly place = new Map<number, number>(); // entry -> row of the square
  private readonly chosen = new Map<number, number>(); // entry -> row of the exact coefficients
  private readonly square: Int8Array | null;

  constructor(
    private readonly info: MatrixInfo,
    triangle: Int8Array | null,
  ) {
    this.square = triangle === null ? null : squareOf(triangle, info.order.length, info.steps);
    if (this.square !== null) info.order.forEach((entry, row) => this.place.set(entry, row));
    info.selected?.entries.forEach((entry, row) => this.chosen.set(entry, row));
  }

  static async of(report: Report): Promise<Correlations | null> {
    const info = report.meta.matrix;
    return info === null ? null : new Correlations(info, await report.matrix());
  }

  /** Entries of the matrix of all tags. */
  get entries(): number[] {
    return this.square === null ? [] : this.info.order;
  }

  /** The exact r where the report has it, else the quantized one; null when undefined or not in the report. */
  r(a: number, b: number): { value: number; exact: boolean } | null {
    const [row, column] = [this.chosen.get(a), this.chosen.get(b)];
    if (row !== undefined && column !== undefined && this.info.selected !== null) {
      const value = this.info.selected.r[row * this.info.selected.entries.length + column];
      return value === null ? null : { value, exact: true };
    }
    const [up, along] = [this.place.get(a), this.place.get(b)];
    if (this.square === null || up === undefined || along === undefined) return null;
    const cell = this.square[up * this.info.order.length + along];
    return cell === UNDEFINED ? null : { value: a === b ? 1 : cell / this.info.steps, exact: a === b };
  }

  /** The matrix of `tags`, or of all tags. */
  matrix(tags: readonly number[] | "all", order: ViewState["order"], names: readonly string[]): Matrix {
    const wanted = tags === "all" ? this.entries : tags;
    const entries = sorted(wanted, order, this.place, names);
    const n = entries.length;
    const steps = tags === "all" ? this.info.steps : 127;
    let cells: Int8Array;

    if (tags === "all" && this.square !== null) {
      const rows = Int32Array.from(entries, (entry) => this.place.get(entry) ?? 0);
      cells = order === "cluster" ? this.square : reordered(this.square, n, rows);
    } else {
      cells = new Int8Array(n * n);
      for (let i = 0; i < n * n; i++) {
        const r = this.r(entries[Math.floor(i / n)], entries[i % n]);
        cells[i] = r === null ? UNDEFINED : Math.round(r.value * steps);
      }
    }
    return {
      entries,
      names: entries.map((entry) => names[entry]),
      steps,
      levels: pyramidOf(cells, n),
      r: (row, column) => this.r(entries[row], entries[column]),
    };
  }

  /** Entries by their r with TOTAL, highest first, without TOTAL and without undefined ones. */
  withTotal(): { entry: number; value: number; exact: boolean }[] {
    const known = new Set([...this.entries, ...this.chosen.keys()]);
    const found: { entry: number; value: number; exact: boolean }[] = [];
    for (const entry of known) {
      const r = entry === 0 ? null : this.r(0, entry);
      if (r !== null) found.push({ entry, ...r });
    }
    return found.sort((a, b) => b.value - a.value || a.entry - b.entry);
  }
}

/** Entry numbers ascend by rank of growth. Entries without a place in the cluster order come last. */
function sorted(
  entries: readonly number[],
  order: ViewState["order"],
  place: ReadonlyMap<number, number>,
  names: readonly string[],
): number[] {
  const byName = new Intl.Collator("en").compare;
  const last = Number.MAX_SAFE_INTEGER;
  return [...entries].sort((a, b) => {
    if (order === "name") return byName(names[a], names[b]) || a - b;
    if (order === "cluster") return (place.get(a) ?? last) - (place.get(b) ?? last) || a - b;
    return a - b;
  });
}

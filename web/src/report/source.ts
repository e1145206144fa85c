// source.ts - reads a report from the blocks in the page. Each block is decoded on first use and kept.
import { base64Bytes, Reader, readParts, readSeries, type Inflate } from "./codec";
import { withHoles } from "./holes";
import { readMeta } from "./meta";
import { METRICS, type Meta, type Rate, type Report, type Series, type Stats } from "./types";

const TAGS_PER_BLOCK = 64;

/** The encoded text of a block, or null when the report has none of that name. */
export type BlockText = (name: string) => string | null;

export const blockInPage: BlockText = (name) => document.getElementById(name)?.textContent ?? null;

const noStats = (entries: number): Stats => {
  const zeros = (): Float64Array => new Float64Array(entries);
  return {
    seen: zeros(),
    firstAt: zeros(),
    lastAt: zeros(),
    first: zeros(),
    last: zeros(),
    peak: zeros(),
    mean: zeros(),
    fallen: zeros(),
  };
};

class PackedReport implements Report {
  times: Float64Array;
  offsets: Float64Array | null = null;
  bucketTimes: Float64Array;
  faults: string[] = [];
  faulted: (() => void) | null = null;
  private rates: Float32Array | null = null; // as the block has them
  private statsKept = new Map<number, Promise<Stats>>();
  private blocksKept = new Map<string, Promise<(Series | null)[]>>();
  private detailKept = new Map<number, Promise<(Series | null)[]>>();
  private matrixKept: Promise<Int8Array | null> | null = null;

  constructor(
    readonly meta: Meta,
    private readonly text: BlockText,
    private readonly inflate: Inflate,
  ) {
    this.times = new Float64Array(meta.moments);
    this.bucketTimes = new Float64Array(meta.bucketStarts.length);
  }

  /** Never fails: returns `fallback` for a block that cannot be read and adds a sentence to `faults`. */
  private async block<T>(name: string, what: string, fallback: T, read: (bytes: Uint8Array) => T): Promise<T> {
    try {
      const text = this.text("block-" + name);
      if (text === null) throw new Error("it is missing");
      return read(await this.inflate(base64Bytes(text)));
    } catch (error) {
      const why =
        error instanceof Error && !(error instanceof TypeError) && !(error instanceof DOMException)
          ? error.message
          : "it cannot be decompressed";
      const hint = "The file may be truncated; the rest of the report is not affected.";
      this.faults.push(`${what} cannot be shown (block ${name}): ${why}. ${hint}`);
      this.faulted?.();
      return fallback;
    }
  }

  async readTimes(): Promise<void> {
    const n = this.meta.moments;
    const nothing = {
      times: Float64Array.from({ length: n }, (_, i) => i * 1000),
      offsets: null as Float64Array | null,
    };
    const read = await this.block("times", "Times", nothing, (bytes) => {
      const reader = new Reader(bytes);
      const times = new Float64Array(n);
      let last = 0;
      for (let i = 0; i < n; i++) times[i] = last += reader.signed();
      if (!this.meta.localKnown) return { times, offsets: null };
      const offsets = new Float64Array(n);
      last = 0;
      for (let i = 0; i < n; i++) offsets[i] = (last += reader.signed()) * 1000;
      return { times, offsets };
    });
    this.times = read.times;
    this.offsets = read.offsets;
    this.bucketTimes = Float64Array.from(this.meta.bucketStarts, (moment) => this.times[moment]);
  }

  async readRates(): Promise<void> {
    const n = this.meta.tags.length;
    if (!this.meta.verdicts || this.text("block-rates") === null) return; // reports of before have none
    this.rates = await this.block<Float32Array | null>("rates", "Rates", null, (bytes) => {
      if (bytes.length !== 24 * n) throw new Error(`it has ${bytes.length} bytes instead of ${24 * n}`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return Float32Array.from({ length: 6 * n }, (_, i) => view.getFloat32(4 * i, true));
    });
  }

  rate(metric: number, entry: number): Rate | null {
    const { bytes, pool } = this.meta.metrics[metric];
    if (!this.rates || pool !== "total") return null;
    const [mean, low, high] = [0, 1, 2].map(
      (column) => (this.rates as Float32Array)[((bytes ? 0 : 3) + column) * this.meta.tags.length + entry],
    );
    return { mean, low, high };
  }

  stats(metric: number): Promise<Stats> {
    let kept = this.statsKept.get(metric);
    if (!kept) {
      const entries = this.meta.tags.length;
      kept = !this.meta.metrics[metric]?.known
        ? Promise.resolve(noStats(entries))
        : this.block(`stats-${METRICS[metric]}`, "The table", noStats(entries), (bytes) => {
            const reader = new Reader(bytes);
            const stats = noStats(entries);
            const signed = (column: Float64Array, unit: number): void => {
              for (let i = 0; i < entries; i++) column[i] = reader.signed() / unit;
            };
            for (const column of [stats.seen, stats.firstAt, stats.lastAt])
              for (let i = 0; i < entries; i++) column[i] = reader.number();
            for (const column of [stats.first, stats.last, stats.peak]) signed(column, 1);
            signed(stats.mean, 1000);
            signed(stats.fallen, 1);
            return stats;
          });
      this.statsKept.set(metric, kept);
    }
    return kept;
  }

  private seriesBlock(metric: number, block: number): Promise<(Series | null)[]> {
    const name = `series-${METRICS[metric]}-${block}`;
    let kept = this.blocksKept.get(name);
    if (!kept) {
      kept = this.readSeriesBlock(name, metric, block);
      this.blocksKept.set(name, kept);
    }
    return kept;
  }

  private async readSeriesBlock(name: string, metric: number, block: number): Promise<(Series | null)[]> {
    const { meta } = this;
    const count = Math.min(TAGS_PER_BLOCK, meta.tags.length - block * TAGS_PER_BLOCK);
    const total = meta.metrics[metric].bytes ? 0 : 1;
    const totals = metric !== total && meta.metrics[total].series ? await this.seriesBlock(total, block) : [];
    return this.block(name, "Some curves", new Array<Series | null>(count).fill(null), (bytes) =>
      readParts(new Reader(bytes), count).map((part, i) =>
        readSeries(part, meta.bucketStarts.length, meta.exact, () => totals[i] ?? null),
      ),
    );
  }

  async series(metric: number, entries: readonly number[]): Promise<(Series | null)[]> {
    if (!this.meta.metrics[metric]?.series) return entries.map(() => null);
    const blocks = new Map<number, (Series | null)[]>();
    for (const block of new Set(entries.map((entry) => Math.floor(entry / TAGS_PER_BLOCK))))
      blocks.set(block, await this.seriesBlock(metric, block));
    return entries.map((entry) => blocks.get(Math.floor(entry / TAGS_PER_BLOCK))?.[entry % TAGS_PER_BLOCK] ?? null);
  }

  async detail(metric: number, entry: number): Promise<Series | null> {
    if (this.meta.exact) return (await this.series(metric, [entry]))[0];
    if (!this.meta.detail.includes(entry)) return null;
    let kept = this.detailKept.get(entry);
    if (!kept) {
      kept = this.block(
        `detail-${entry}`,
        `The full detail of ${this.meta.names[entry]}`,
        [] as (Series | null)[],
        (bytes) => {
          const all: (Series | null)[] = [];
          readParts(new Reader(bytes), METRICS.length).forEach((part, i) => {
            all.push(readSeries(part, this.meta.moments, true, () => all[this.meta.metrics[i].bytes ? 0 : 1] ?? null));
          });
          return all;
        },
      );
      this.detailKept.set(entry, kept);
    }
    return (await kept)[metric] ?? null;
  }

  matrix(): Promise<Int8Array | null> {
    const n = this.meta.matrix?.order.length ?? 0;
    if (n < 2) return Promise.resolve(null);
    this.matrixKept ??= this.block<Int8Array | null>("matrix", "The correlation", null, (bytes) => {
      if (bytes.length !== (n * (n - 1)) / 2)
        throw new Error(`it has ${bytes.length} cells instead of ${(n * (n - 1)) / 2}`);
      return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    });
    return this.matrixKept;
  }
}

/** Throws an error with a sentence for the reader when the page has no report, or one it cannot read. */
export async function openReport(text: BlockText, inflate: Inflate): Promise<Report> {
  const json = text("report");
  if (json === null)
    throw new Error(
      "This page contains no report: it is the empty template. Create a report with poolmonviz visualize.",
    );
  const report = new PackedReport(readMeta(json), text, inflate);
  await report.readTimes();
  await report.readRates();
  if (report.meta.step === 0) report.meta.gaps = withHoles(report.times, report.meta.gaps);
  return report;
}

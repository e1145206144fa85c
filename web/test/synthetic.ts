// Synthetic reports of any size, for tests and for viewing the page without the C program.
import { METRICS } from "../src/report/types";
import { encodeSeries, pack, parts, Writer } from "./encode";

export interface Synthetic {
  tags: number; // without TOTAL
  moments: number;
  buckets: number; // equal to moments: exact
  verdicts: boolean;
  names?: string[]; // of the first entries after TOTAL
  reboot: boolean;
  gap: boolean;
}

/** Blocks by name; under "report" the JSON, with "<" not yet escaped. */
export type Blocks = Map<string, string>;

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

/** A pseudo-random generator with the same sequence in every run. */
function dice(seed: number): () => number {
  return () => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return seed / 2 ** 32;
  };
}

const KNOWN = [
  "Vgd1",
  "Toke",
  "SeTd",
  "AfdB",
  "FMfn",
  "MmSt",
  "CM31",
  "Ntff",
  "NtfF",
  "DxgK",
  "EtwB",
  "File",
  "MmCa",
  "FMsl",
  "NDpb",
  "Thre",
  "Vad ",
  "Irp ",
];

function tagName(i: number): string {
  if (i < KNOWN.length) return KNOWN[i];
  const letters = "abcdefghijklmnopqrstuvwxyz";
  return (
    letters[i % 26].toUpperCase() +
    letters[Math.floor(i / 26) % 26] +
    letters[Math.floor(i / 676) % 26] +
    String(i % 10)
  );
}

/** Live blocks of tag `i` at each moment: leaking, periodic, warming up or constant. */
function liveBlocks(i: number, size: Synthetic, boot: number): number[] {
  const random = dice(i + 1);
  const n = size.moments;
  const level = Math.floor(4000 / (1 + i) + random() * 400) + 3;
  const kind = i < 3 ? 0 : i % 5;
  const values: number[] = [];
  let walk = 0;
  for (let m = 0; m < n; m++) {
    const since = m >= boot ? m - boot : m;
    walk += Math.floor((random() - 0.5) * 4);
    const leak = kind === 0 ? Math.floor((since * level * (i === 0 ? 12 : 2)) / n) : 0;
    const late = i === 3 && m > n * 0.55 ? Math.floor(((m - n * 0.55) * level * 3) / n) : 0;
    const wave =
      kind === 1 || kind === 0 ? Math.floor(level * 0.06 * Math.sin((m * 2 * Math.PI) / Math.max(8, n / 40))) : 0;
    const warm = kind === 2 ? Math.floor(level * (1 - Math.exp((-since * 12) / n))) : 0;
    values.push(
      kind === 4 && i > 20 ? level : Math.max(0, level + leak + late + wave + warm + (kind === 3 ? walk : 0)),
    );
  }
  return values;
}

function overBuckets(values: readonly number[], starts: readonly number[]): { low: number[]; high: number[] } {
  const low: number[] = [];
  const high: number[] = [];
  starts.forEach((start, b) => {
    const part = values.slice(start, starts[b + 1] ?? values.length).filter((value) => !Number.isNaN(value));
    low.push(part.length ? Math.min(...part) : NaN);
    high.push(part.length ? Math.max(...part) : NaN);
  });
  return { low, high };
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

function verdicts(names: readonly string[], times: readonly number[]): object {
  const of = names.map((_, i) =>
    i === 1 ? "leak" : i === 2 || i === 3 || i === 4 ? "suspect" : i % 7 === 0 && i > 0 ? "warm-up" : null,
  );
  return {
    cards: [
      {
        tags: [1],
        verdict: "leak",
        rate: "+20.5 MB/day",
        reason: "Grows since every boot, never shrinks, starts again at a reboot",
        minor: false,
      },
      {
        tags: [2, 3],
        verdict: "suspect",
        rate: "+2.1 MB/day",
        reason: "Both grow in step, one of each per event",
        minor: false,
      },
      {
        tags: [4],
        verdict: "suspect",
        rate: "+1.8 MB/day",
        reason: "Flat at first, then growing; goes on after the reboot",
        minor: false,
      },
    ],
    of,
    since: names.map((_, i) => (i === 4 ? times[Math.floor(times.length * 0.55)] : null)),
    groups: ["Toke and SeTd grow in step, 1.00 : 1.00 (a hint, no proof)"],
    explained: "these 3 explain 77 % of TOTAL's growth",
    warnings: [],
  };
}

export function makeReport(given: Partial<Synthetic> = {}): Blocks {
  const size: Synthetic = { tags: 200, moments: 600, buckets: 200, verdicts: false, reboot: true, gap: true, ...given };
  const n = size.moments;
  const blocks: Blocks = new Map();
  const names = ["TOTAL", ...Array.from({ length: size.tags }, (_, i) => size.names?.[i] ?? tagName(i))];
  const boot = size.reboot && n > 4 ? Math.floor(n / 2) : Infinity;
  const gapAt = size.gap && n > 20 ? Math.floor(n * 0.8) : Infinity;
  const times = Array.from({ length: n }, (_, m) => START + m * 5 * MINUTE + (m >= gapAt ? 90 * MINUTE : 0));
  const bucketCount = Math.min(size.buckets, n);
  const starts = Array.from({ length: bucketCount }, (_, b) => Math.floor((b * n) / bucketCount));
  const exact = bucketCount === n;

  // nonpaged and paged blocks per entry; bytes are blocks times a size that is a multiple of 16
  const blockSize = names.map((_, i) => 16 * (1 + ((i * 37) % 40)));
  const paged = names.map((_, i) => (i === 0 ? new Array<number>(n).fill(0) : liveBlocks(i - 1, size, boot)));
  const nonpaged = names.map((_, i) =>
    paged[i].map((value) => (i % 3 === 1 ? value * 2 : i % 3 === 2 ? 0 : Math.floor(value / 4))),
  );
  for (let m = 0; m < n; m++) {
    paged[0][m] = paged.slice(1).reduce((sum, values) => sum + values[m], 0);
    nonpaged[0][m] = nonpaged.slice(1).reduce((sum, values) => sum + values[m], 0);
  }
  const bytesOf = (pool: number[][], i: number): number[] =>
    i === 0
      ? pool[0].map((_, m) => pool.slice(1).reduce((sum, values, t) => sum + values[m] * blockSize[t + 1], 0))
      : pool[i].map((value) => value * blockSize[i]);
  const sum = (a: number[], b: number[]): number[] => a.map((value, m) => value + b[m]);
  const missing = (values: number[], i: number): number[] =>
    i > 30 && i % 11 === 0 ? values.map((value, m) => (m < n / 3 ? NaN : value)) : values;
  const columns = names.map((_, i) => {
    const [pb, nb] = [bytesOf(paged, i), bytesOf(nonpaged, i)];
    return [sum(pb, nb), sum(paged[i], nonpaged[i]), nb, nonpaged[i], pb, paged[i]].map((values) => missing(values, i));
  });

  const growth = (i: number): number => {
    const known = columns[i][0].filter((value) => !Number.isNaN(value));
    return known.length ? known[known.length - 1] - known[0] : 0;
  };
  const order = [
    0,
    ...names
      .map((_, i) => i)
      .slice(1)
      .sort((a, b) => growth(b) - growth(a) || a - b),
  ];
  const tags = order.map((i) => names[i]);
  const values = order.map((i) => columns[i]);

  const timesOut = new Writer();
  times.forEach((time, m) => timesOut.signed(time - (m ? times[m - 1] : 0)));
  times.forEach((_, m) => timesOut.signed(m === 0 ? 3600 : 0));
  blocks.set("block-times", pack(timesOut.bytes));

  METRICS.forEach((name, metric) => {
    const out = new Writer();
    const stats = values.map((all) => {
      const at = all[metric].flatMap((value, m) => (Number.isNaN(value) ? [] : [m]));
      const known = at.map((m) => all[metric][m]);
      if (!at.length) return [0, 0, 0, 0, 0, 0, 0, 0];
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const after = at.findIndex((m) => m >= boot);
      const fallen = after > 0 ? known[after - 1] - known[after] : 0;
      return [
        at.length,
        at[0],
        at[at.length - 1],
        known[0],
        known[known.length - 1],
        known.reduce((a, b) => Math.max(a, b)),
        Math.round(mean * 1000),
        fallen,
      ];
    });
    for (let column = 0; column < 8; column++)
      for (const row of stats)
        if (column < 3) out.number(row[column]);
        else out.signed(row[column]);
    blocks.set(`block-stats-${name}`, pack(out.bytes));
    for (let block = 0; block * 64 < tags.length; block++) {
      const coded = values.slice(block * 64, block * 64 + 64).map((all) => {
        if (exact) return encodeSeries(all[metric]);
        const { low, high } = overBuckets(all[metric], starts);
        return encodeSeries(low, high);
      });
      blocks.set(`block-series-${name}-${block}`, pack(parts(coded)));
    }
  });

  const selected = tags.map((_, i) => i).slice(0, 25);
  if (!exact)
    for (const entry of selected)
      blocks.set(`block-detail-${entry}`, pack(parts(values[entry].map((all) => encodeSeries(all)))));

  const sampled = (i: number): number[] => values[i][0].filter((_, m) => m % Math.ceil(n / 64) === 0);
  const varying =
    n < 2
      ? []
      : tags
          .map((_, i) => i)
          .filter((i) => values[i][0].every((value) => !Number.isNaN(value)) && new Set(values[i][0]).size > 1);
  const clustered = varying.slice().sort((a, b) => pearson(sampled(b), sampled(0)) - pearson(sampled(a), sampled(0)));
  let matrix: object | null = null;
  if (clustered.length > 1) {
    const cells = new Int8Array((clustered.length * (clustered.length - 1)) / 2);
    let at = 0;
    const columnsOf = clustered.map(sampled);
    for (let a = 0; a < clustered.length; a++)
      for (let b = a + 1; b < clustered.length; b++) {
        const r = pearson(columnsOf[a], columnsOf[b]);
        cells[at++] = Number.isFinite(r) ? Math.round(r * 127) : -128;
      }
    blocks.set("block-matrix", pack(new Uint8Array(cells.buffer)));
    const drawn = selected.filter((i) => varying.includes(i));
    matrix = {
      type: METRICS[0],
      order: clustered,
      steps: 127,
      all: true,
      selected: { entries: drawn, r: drawn.flatMap((a) => drawn.map((b) => pearson(values[a][0], values[b][0]))) },
    };
  }

  blocks.set(
    "report",
    JSON.stringify({
      format: 1,
      program: "poolmonviz 0.1.0",
      title: "SYNTHETIC",
      machine: { host: "SYNTHETIC", os: "Windows Server 2022 20348.2340" },
      type: METRICS[0],
      open: "Timeline",
      correlate: "selected",
      local: false,
      localKnown: true,
      utcKnown: true,
      moments: n,
      files: n,
      boots: boot < n ? [boot] : [],
      bootsKnown: true,
      gaps: gapAt < n ? [{ since: times[gapAt - 1], until: times[gapAt], why: "the collection was stopped" }] : [],
      notes: ["Synthetic data."],
      warnings: [],
      reduced: exact ? [] : [`The lines of all tags are kept as least and greatest over ${bucketCount} buckets.`],
      bucketStarts: starts,
      types: METRICS.map((name) => ({ name, known: true, series: true })),
      tags,
      drivers: tags.map((_, i) => (i % 4 === 3 ? "" : ["nt!mm", "ntfs.sys", "afd.sys", "nt!se"][i % 4])),
      descriptions: tags.map((_, i) =>
        i === 0 ? "" : ["Mm section object prototype ptes", "FCB_DATA", "Afd data buffer", ""][i % 4],
      ),
      selected,
      lists: [
        { title: "Biggest increase", tags: [1, 2, 3] },
        { title: "Biggest increase (%)", tags: [2, 1] },
        { title: "Highest usage", tags: [1, 5] },
        { title: "Most correlated", tags: [3] },
      ].map((item) => ({ ...item, tags: item.tags.filter((i) => i < tags.length) })),
      detail: exact ? [] : selected,
      verdicts: size.verdicts ? verdicts(tags, times) : null,
      matrix,
    }),
  );
  return blocks;
}

/** The page with the blocks inserted, as the C program does. */
export function reportFile(page: string, blocks: Blocks): string {
  const elements = [...blocks].map(([name, text]) =>
    name === "report"
      ? `<script type="application/json" id="report">${text.replace(/</g, "\\u003c")}</script>`
      : `<script type="text/plain" id="${name}">${text}</script>`,
  );
  const [head, tail] = page.split("<!--DATA-->\n");
  return head + elements.join("\n") + "\n" + tail;
}

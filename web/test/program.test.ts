// Reports written by the program decode to the values of its JSON output.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Reader, readParts, readSeries } from "../src/report/codec";
import { openReport } from "../src/report/source";
import type { Report } from "../src/report/types";
import { inflate } from "./encode";

interface Said {
  selected: string[];
  series: { times: string[]; tags: Record<string, (number | null)[]> };
  corr: { tags: string[]; matrix: (number | null)[][] };
  capture: { boots: string[] };
}

const program = process.env.POOLMONVIZ ?? "",
  makeCapture = process.env.MAKE_CAPTURE ?? "",
  web = process.env.WEB ?? ".";
const folder = mkdtempSync(join(tmpdir(), "page-"));
after(() => rmSync(folder, { recursive: true }));

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });

function blocksOf(html: string): Map<string, string> {
  const blocks = new Map<string, string>();
  for (const [, id, text] of html.matchAll(/<script type="[a-z/]*" id="([^"]*)">([^<]*)<\/script>/g))
    blocks.set(id, text);
  return blocks;
}

async function ask(
  capture: string,
  metric: string,
  ...more: string[]
): Promise<{ report: Report; said: Said; bytes: number }> {
  const page = join(folder, "x.html");
  run(program, "-d", capture, "-t", metric, "--no-open", "-o", page, ...more);
  const html = readFileSync(page, "utf8");
  const said = JSON.parse(
    run(program, "-d", capture, "-t", metric, "--no-open", "--format", "json", "-sce", "-nmca", "10000"),
  ) as Said;
  const blocks = blocksOf(html);
  return { report: await openReport((name) => blocks.get(name) ?? null, inflate), said, bytes: html.length };
}

function capture(name: string, ...args: string[]): string {
  run(makeCapture, "--encoding", "utf8", "--seed", "5", ...args, join(folder, name));
  return join(folder, name);
}

/** The JSON output has MB instead of bytes. */
const integers = (report: Report, values: (number | null)[]): number[] =>
  values.map((value) =>
    value === null ? NaN : Math.round(value * (report.meta.metrics[report.meta.metric].bytes ? 1048576 : 1)),
  );

function checkCapture(report: Report, said: Said): void {
  const { meta } = report;
  assert.deepEqual(report.faults, []);
  assert.deepEqual(
    [...report.times].map((time) => new Date(time).toISOString().slice(0, 19)),
    said.series.times,
  );
  assert.deepEqual(
    meta.boots.map((moment) => new Date(report.times[moment]).toISOString().slice(0, 19)),
    said.capture.boots,
  );
  assert.deepEqual([...meta.tags].sort(), Object.keys(said.series.tags).sort());
}

async function checkSeries(report: Report, said: Said): Promise<void> {
  const { meta } = report;
  const starts = [...meta.bucketStarts, meta.moments];
  const series = await report.series(
    meta.metric,
    meta.tags.map((_, entry) => entry),
  );
  const stats = await report.stats(meta.metric);
  assert.deepEqual(report.faults, []);
  for (const [entry, tag] of meta.tags.entries()) {
    const values = integers(report, said.series.tags[tag]);
    const low: number[] = [],
      high: number[] = [];
    for (let i = 0; i + 1 < starts.length; i++) {
      const known = values.slice(starts[i], starts[i + 1]).filter((value) => !Number.isNaN(value));
      low.push(known.length ? Math.min(...known) : NaN);
      high.push(known.length ? Math.max(...known) : NaN);
    }
    assert.deepEqual([...(series[entry]?.low ?? low.map(() => NaN))], low, tag);
    assert.deepEqual([...(series[entry]?.high ?? high.map(() => NaN))], high, tag);
    const known = values.filter((value) => !Number.isNaN(value));
    assert.equal(stats.seen[entry], known.length);
    if (!known.length) continue;
    assert.equal(
      stats.firstAt[entry],
      values.findIndex((value) => !Number.isNaN(value)),
    );
    assert.deepEqual(
      [stats.first[entry], stats.last[entry], stats.peak[entry]],
      [known[0], known[known.length - 1], Math.max(...known)],
    );
    const fallen = meta.boots.map(
      (boot) =>
        [
          values
            .slice(0, boot)
            .filter((value) => !Number.isNaN(value))
            .pop(),
          values.slice(boot).find((value) => !Number.isNaN(value)),
        ] as const,
    );
    assert.equal(
      stats.fallen[entry],
      fallen.reduce(
        (sum, [before, after]) => sum + (before === undefined || after === undefined ? 0 : before - after),
        0,
      ),
    );
    assert.ok(
      Math.abs(stats.mean[entry] - known.reduce((a, b) => a + b) / known.length) <= 0.0006 + 1e-9 * stats.mean[entry],
    );
  }
  for (const entry of meta.exact ? [] : meta.detail)
    assert.deepEqual(
      [...(await report.detail(meta.metric, entry))!.low],
      integers(report, said.series.tags[meta.tags[entry]]),
    );
}

async function checkMatrix(report: Report, said: Said): Promise<void> {
  const { order, steps, selected } = report.meta.matrix!;
  const cells = (await report.matrix())!;
  const place = new Map(said.corr.tags.map((tag, i) => [tag, i]));
  const r = (a: number, b: number): number | null =>
    said.corr.matrix[place.get(report.meta.tags[a])!][place.get(report.meta.tags[b])!];
  let at = 0;
  for (let i = 0; i < order.length; i++)
    for (let j = i + 1; j < order.length; j++, at++) {
      const value = r(order[i], order[j]);
      if (value === null) assert.equal(cells[at], -128);
      else assert.ok(Math.abs(cells[at] / steps - value) <= 0.5 / steps + 1e-9, `${order[i]} ${order[j]}`);
    }
  const defined = said.corr.tags.filter((_, i) => said.corr.matrix[i][i] !== null);
  if (report.meta.matrix!.all) assert.deepEqual(order.map((entry) => report.meta.tags[entry]).sort(), defined.sort());
  selected!.entries.forEach((a, i) =>
    selected!.entries.forEach((b, j) => {
      const is = selected!.r[i * selected!.entries.length + j],
        should = r(a, b);
      assert.equal(is === null, should === null);
      if (is !== null && should !== null) assert.ok(Math.abs(is - should) < 1e-9);
    }),
  );
}

test("few snapshots: the page has all values, for several metrics", async () => {
  const folder = capture("few", "--tags", "90", "--snapshots", "40", "--reboot-at", "25");
  for (const metric of ["TotalUsedBytes", "NonPagedDiff", "PagedUsedBytes"]) {
    const { report, said } = await ask(folder, metric);
    assert.equal(report.meta.exact, true);
    checkCapture(report, said);
    await checkSeries(report, said);
    await checkMatrix(report, said);
  }
});

test("metrics other than that of -t are correct, too", async () => {
  const { report } = await ask(join(folder, "few"), "TotalUsedBytes");
  for (const metric of ["TotalDiff", "NonPagedUsedBytes", "PagedDiff"]) {
    const { report: other, said } = await ask(join(folder, "few"), metric);
    const index = other.meta.metric;
    for (const [entry, tag] of report.meta.tags.entries()) {
      const [series] = await report.series(index, [entry]);
      assert.deepEqual(
        [...(series?.low ?? [])].filter((v) => !Number.isNaN(v)),
        integers(other, said.series.tags[tag]).filter((v) => !Number.isNaN(v)),
        tag,
      );
    }
  }
});

test("many snapshots: buckets hold minimum and maximum, selected tags are exact", async () => {
  const { report, said } = await ask(capture("many", "--tags", "30", "--snapshots", "1300"), "TotalDiff");
  assert.equal(report.meta.bucketStarts.length, 500);
  assert.ok(report.meta.detail.length > 4);
  assert.match(report.meta.reduced.join(), /500 steps of about 2 snapshots/);
  checkCapture(report, said);
  await checkSeries(report, said);
  await checkMatrix(report, said);
});

test("a report with a size limit lists its omissions, and the rest is correct", async () => {
  const { report: all, bytes } = await ask(join(folder, "many"), "TotalDiff");
  const fixed = readFileSync(process.env.PAGE ?? "").length;
  const most = fixed + Math.round((bytes - fixed) * 0.4);
  const { report, said, bytes: few } = await ask(join(folder, "many"), "TotalDiff", "--max-report", String(most));
  assert.ok(few <= most);
  assert.ok(report.meta.bucketStarts.length < all.meta.bucketStarts.length);
  assert.match(report.meta.reduced.join(), new RegExp(`${report.meta.bucketStarts.length} steps`));
  await checkSeries(report, said);
  const { report: least } = await ask(join(folder, "many"), "TotalDiff", "--max-report", "1K");
  assert.equal(least.meta.matrix, null);
  assert.match(least.meta.reduced.join(), /Correlation of all tags is left out/);
  await checkSeries(least, said);
});

interface Leak {
  tag: string;
  verdict: string;
  rate_bytes_per_day: number;
  since: string | null;
}

test("cards and verdicts match the leaks command, largest rate first", async () => {
  const folder = capture(
    "leaking",
    "--tags",
    "80",
    "--snapshots",
    "200",
    "--interval",
    "900",
    "--leak",
    "Lk01:200000",
    "--leak",
    "Lk02:9000000",
  );
  const { report } = await ask(folder, "TotalUsedBytes");
  const leaks = (JSON.parse(run(program, "leaks", "-d", folder, "--format", "json")) as { tags: Leak[] }).tags;
  const found = leaks.filter((leak) => /leak|probable/.test(leak.verdict));
  const { verdicts, tags } = report.meta;
  assert.ok(found.length >= 2);
  for (const leak of leaks)
    assert.equal(
      verdicts!.of[tags.indexOf(leak.tag)],
      /leak|probable|watch/.test(leak.verdict) ? leak.verdict : null,
      leak.tag,
    );
  const shown = verdicts!.cards.flatMap((card) => card.tags.map((entry) => tags[entry]));
  assert.equal(shown[0], "Lk02");
  assert.ok(shown.includes("Lk01"));
  for (const tag of shown)
    assert.ok(
      found.some((leak) => leak.tag === tag),
      tag,
    );
  const since = found.find((leak) => leak.tag === "Lk02")!.since!;
  assert.equal(Math.floor(verdicts!.since[tags.indexOf("Lk02")]! / 1000) * 1000, Date.parse(since)); // the JSON output has seconds
});

test("vectors.txt decodes to its expected values", () => {
  let lines = 0;
  for (const line of readFileSync(join(web, "test/vectors.txt"), "utf8").split("\n")) {
    if (line.startsWith("#") || line === "") continue;
    const [name, low, high, hex] = line.split(";").map((field) => field.trim());
    const numbers = (field: string): number[] => field.split(" ").map((word) => (word === "." ? NaN : Number(word)));
    const least = numbers(low),
      greatest = high === "" ? least : numbers(high);
    const bytes = hex.split(" ").map((byte) => parseInt(byte, 16));
    const [part] = readParts(new Reader(Uint8Array.from([bytes.length, ...bytes])), 1);
    const series = readSeries(part, least.length, high === "", () => null);
    assert.deepEqual([...(series?.low ?? least.map(() => NaN))], least, name);
    assert.deepEqual([...(series?.high ?? least.map(() => NaN))], greatest, name);
    lines++;
  }
  assert.equal(lines, 10);
});

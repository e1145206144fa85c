// Measures response times of a report in headless Chromium: medians of several runs, as a table.
//
//     node bench.mjs REPORT.html [OUT.txt]
//
// The time of an action is measured in the page, from its event to the end of the frame that shows the result.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { CHROMIUM } from "./chromium";

const LOADS = 5;
const ZOOMS = 15;

const median = (values: readonly number[]): number => values.slice().sort((a, b) => a - b)[values.length >> 1];

/** Runs in the page before its script: records when a canvas is first drawn, and the delay from event to frame. */
function watch(): void {
  const notes = { ink: {} as Record<string, number>, waits: [] as number[] };
  Object.assign(window, { notes });
  const painted = (selector: string): boolean => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    const context = canvas === null || canvas.width === 0 ? null : canvas.getContext("2d");
    if (!canvas || !context) return false;
    const row = context.getImageData(0, canvas.height >> 1, canvas.width, 1).data;
    for (let i = 4; i < row.length; i += 4) if (row[i] !== row[0] || row[i + 3] !== row[3]) return true;
    return false;
  };
  const look = (): void => {
    for (const [name, selector] of [
      ["chart", ".chart canvas"],
      ["heatmap", ".heat-canvas"],
    ]) {
      if (notes.ink[name] === undefined && painted(selector)) notes.ink[name] = performance.now();
    }
    if (notes.ink.chart === undefined || notes.ink.heatmap === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  for (const kind of ["pointerup", "wheel"])
    window.addEventListener(
      kind,
      () => {
        const from = performance.now();
        const seen = new MessageChannel();
        seen.port1.onmessage = () => notes.waits.push(performance.now() - from);
        // the page draws in the next frame; the message arrives after it
        requestAnimationFrame(() => seen.port2.postMessage(null));
      },
      { capture: true },
    );
}

interface Notes {
  ink: Record<string, number>;
  waits: number[];
}
const notes = (page: Page): Promise<Notes> => page.evaluate(() => (window as unknown as { notes: Notes }).notes);

async function opened(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction(() => (window as unknown as { notes: Notes }).notes.ink.chart !== undefined);
  return page;
}

async function firstViews(browser: Browser, url: string): Promise<{ chart: number; heatmap: number }> {
  const page = await opened(browser, url);
  await page.waitForTimeout(500);
  const from = await page.evaluate(() => {
    const now = performance.now();
    [...document.querySelectorAll<HTMLElement>("[role=tab]")].find((tab) => tab.textContent === "Correlation")?.click();
    [...document.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent === "All that vary")?.click();
    return now;
  });
  await page.waitForFunction(() => (window as unknown as { notes: Notes }).notes.ink.heatmap !== undefined);
  const { ink } = await notes(page);
  await page.close();
  return { chart: ink.chart, heatmap: ink.heatmap - from };
}

/** Median delay of an action, over several runs after a warm-up. */
async function waits(page: Page, act: (turn: number) => Promise<void>): Promise<number> {
  const before = (await notes(page)).waits.length;
  for (let turn = 0; turn <= ZOOMS; turn++) {
    await act(turn);
    await page.waitForFunction(
      (least) => (window as unknown as { notes: Notes }).notes.waits.length > least,
      before + turn,
    );
  }
  return median((await notes(page)).waits.slice(before + 1));
}

async function measure(browser: Browser, url: string): Promise<[string, number][]> {
  const loads: { chart: number; heatmap: number }[] = [];
  for (let i = 0; i < LOADS; i++) loads.push(await firstViews(browser, url));
  const page = await opened(browser, url);
  const centre = async (selector: string): Promise<{ x: number; y: number }> => {
    const box = await page.locator(selector).boundingBox();
    if (box === null) throw new Error(`the page has no ${selector}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const chart = await centre(".chart .u-over");
  const zoom = await waits(page, async (turn) => {
    if (turn % 3 === 0) await page.getByRole("button", { name: "Home", exact: true }).click();
    await page.mouse.move(chart.x - 150, chart.y);
    await page.mouse.down();
    await page.mouse.move(chart.x + 150, chart.y, { steps: 3 });
    await page.mouse.up();
  });
  await page.getByRole("tab", { name: "Correlation", exact: true }).click();
  await page.getByRole("button", { name: "All that vary", exact: true }).click();
  await page.waitForFunction(() => (window as unknown as { notes: Notes }).notes.ink.heatmap !== undefined);
  const heatmap = await centre(".heat-canvas");
  await page.mouse.move(heatmap.x - 200, heatmap.y);
  const wheel = await waits(page, (turn) => page.mouse.wheel(0, turn % 8 < 4 ? -300 : 300));
  return [
    ["first chart after load", median(loads.map((load) => load.chart))],
    ["chart, zoom redraw", zoom],
    ["heatmap of all tags, first view", median(loads.map((load) => load.heatmap))],
    ["heatmap, zoom", wheel],
  ];
}

const [report, out] = process.argv.slice(2);
if (!report) {
  console.error("usage: bench.mjs REPORT.html [OUT.txt]");
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-quic", "--no-first-run"],
});
try {
  const rows = await measure(browser, pathToFileURL(resolve(report)).href);
  const table = rows.map(([what, ms]) => `${what.padEnd(40)}${ms.toFixed(0).padStart(6)} ms\n`).join("");
  process.stdout.write(table);
  if (out) writeFileSync(out, table);
} finally {
  await browser.close();
}

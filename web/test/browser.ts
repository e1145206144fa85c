// Helpers for tests of a report in Debian's Chromium. A test fails when the page logs to the console or requests anything
// but itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { CHROMIUM } from "./chromium";
import { makeReport, reportFile, type Blocks, type Synthetic } from "./synthetic";

const PAGE = process.env.PAGE ?? "build/dev/web/page.html";
export const PROGRAM = process.env.POOLMONVIZ ?? "";

let browser: Browser | null = null;
let folder = "";

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "poolmonviz-page-"));
  if (CHROMIUM !== "")
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-quic", "--no-first-run"],
    });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

export interface Opening {
  width?: number;
  height?: number;
  dark?: boolean;
  hash?: string;
  touch?: boolean;
  scripts?: boolean; // false: as in a viewer that runs none
}

/** Writes a report from blocks or from a synthetic capture and returns its path. Each name is written once. */
export function written(name: string, report: Partial<Synthetic> | Blocks): string {
  const path = join(folder, `${name}.html`);
  if (!existsSync(path))
    writeFileSync(path, reportFile(readFileSync(PAGE, "utf8"), report instanceof Map ? report : makeReport(report)));
  return path;
}

/** A report that the program writes from a directory of captures. */
export function writtenByProgram(name: string, capture: string, ...options: string[]): string {
  const path = join(folder, `${name}.html`);
  if (!existsSync(path))
    said(PROGRAM, "visualize", "-d", capture, "-t", "TotalUsedBytes", "--no-open", "-o", path, ...options);
  return path;
}

/** A directory with a synthetic capture, written by make_capture. */
export function madeCapture(name: string, ...options: string[]): string {
  const path = join(folder, name);
  if (!existsSync(path)) said(process.env.MAKE_CAPTURE ?? "", ...options, path);
  return path;
}

const said = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });

/** Runs a test in a new page, with the report that `make` writes. */
export function browserTest(
  name: string,
  make: () => string,
  opening: Opening,
  act: (page: Page) => Promise<void>,
): void {
  test(name, async (context) => {
    if (browser === null) return context.skip("chromium is not installed");
    const path = make();
    const { width = 1280, height = 800, dark = false, hash = "", touch = false, scripts = true } = opening;
    const url = pathToFileURL(path).href + hash;
    const faults: string[] = [];
    const tab = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      hasTouch: touch,
      acceptDownloads: true,
      javaScriptEnabled: scripts,
    });
    const page = await tab.newPage();
    page.setDefaultTimeout(8000);
    page.on("console", (message) => faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!/^(blob|data):/.test(request.url()) && !(request.isNavigationRequest() && /^file:/.test(request.url())))
        faults.push(`request: ${request.url()}`);
    });
    try {
      await page.goto(url);
      if (scripts) await ready(page);
      await act(page);
      assert.deepEqual(faults, []);
    } finally {
      await tab.close();
    }
  });
}

/** Waits until the first blocks are decoded and the layout is final. */
export async function ready(page: Page): Promise<void> {
  await page.getByRole("tablist").waitFor();
  await page.waitForFunction(() => (document.querySelector(".cards")?.childElementCount ?? 0) > 0);
  await frames(page);
}

/** Waits until pending drawing is done. */
export async function frames(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}

/** Waits on the page's clock, so that its earlier timers have fired, however busy the machine is. */
export const timers = (page: Page, ms: number): Promise<void> =>
  page.evaluate((wait) => new Promise<void>((done) => setTimeout(done, wait)), ms);

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name, exact: true }).click();
  assert.equal(await page.getByRole("tab", { name, exact: true }).getAttribute("aria-selected"), "true");
}

/** Drags with the left button between two points of an element, given as shares of its size. */
export async function drag(page: Page, target: Locator, from: [number, number], to: [number, number]): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  assert.ok(box !== null, "the element is not visible");
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + ((from[0] + to[0]) / 2) * box.width, box.y + ((from[1] + to[1]) / 2) * box.height);
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height);
  await page.mouse.up();
}

/** A two-finger gesture between two pairs of points of an element, given as shares of its size. */
export async function pinch(
  page: Page,
  target: Locator,
  from: [number, number][],
  to: [number, number][],
): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  assert.ok(box !== null, "the element is not visible");
  const screen = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: [number, number][]): Promise<unknown> =>
    screen.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y], id) => ({ x: box.x + x * box.width, y: box.y + y * box.height, id })),
    });
  await touch("touchStart", from.slice(0, 1)); // one touch begins first
  await touch("touchStart", from);
  for (const share of [0.5, 1])
    await touch(
      "touchMove",
      from.map(([x, y], i) => [x + (to[i][0] - x) * share, y + (to[i][1] - y) * share]),
    );
  await touch("touchEnd", []);
  await frames(page);
}

/** The file that Save writes. */
export async function saved(page: Page, kind: "PNG" | "SVG"): Promise<{ name: string; bytes: Buffer }> {
  await button(page, "Save").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: kind, exact: true }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return { name: download.suggestedFilename(), bytes: readFileSync(path) };
}

export interface Drawing {
  width: number;
  height: number;
  texts: string[];
  counts: Record<string, number>; // elements by name
  attributes: Record<string, string[]>; // values by name of the attribute
}

/** The SVG as parsed by the browser's XML parser. */
export async function parsedSvg(page: Page, bytes: Buffer): Promise<Drawing> {
  const drawing = await page.evaluate((text): Drawing | string => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const fault = root.querySelector("parsererror") ?? (root.localName === "parsererror" ? root : null);
    if (fault !== null) return fault.textContent ?? "unreadable";
    const counts: Record<string, number> = {};
    const attributes: Record<string, string[]> = {};
    for (const element of root.querySelectorAll("*")) {
      counts[element.localName] = (counts[element.localName] ?? 0) + 1;
      for (const { name, value } of element.attributes) (attributes[name] ??= []).push(value);
    }
    const texts = [...root.querySelectorAll("text")].map((element) => element.textContent ?? "");
    return {
      width: Number(root.getAttribute("width")),
      height: Number(root.getAttribute("height")),
      texts,
      counts,
      attributes,
    };
  }, bytes.toString("utf8"));
  if (typeof drawing === "string") assert.fail(`the SVG is not valid XML: ${drawing}`);
  return drawing;
}

/** Size of a PNG with complete image data, and its number of distinct bytes, to detect an empty image. */
export function parsedPng(bytes: Buffer): { width: number; height: number; colours: number } {
  assert.equal(bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  const data: Buffer[] = [];
  let [width, height, ended] = [0, 0, false];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString("latin1", at + 4, at + 8);
    if (kind === "IHDR") [width, height] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
    if (kind === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + length));
    ended = kind === "IEND";
    at += 12 + length;
  }
  assert.ok(ended, "the PNG has no IEND chunk");
  return { width, height, colours: new Set(inflateSync(Buffer.concat(data))).size };
}

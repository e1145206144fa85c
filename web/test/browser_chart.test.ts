// Timeline, toolbar, table and keyboard shortcuts, tested through the user interface.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { browserTest, button, drag, frames, parsedSvg, pinch, ready, saved, timers, written } from "./browser";

const capture = (): string => written("chart", { tags: 120, moments: 400, buckets: 100, verdicts: true });
const chart = (page: Page): Locator =>
  page.getByRole("img", { name: /^(TotalUsedBytes|TotalDiff|NonPaged|Paged).* of / }).first();
const table = (page: Page): Locator => page.getByRole("table", { name: "All tags" });
const firstTag = async (page: Page): Promise<string> =>
  (await table(page).getByRole("row").nth(1).innerText()).trim().split(/\s/)[0];

/** The state in the link. */
async function view(page: Page): Promise<Record<string, unknown>> {
  await timers(page, 250); // the address is updated with a delay
  const hash = new URL(page.url()).hash.slice(1);
  return hash === "" ? {} : JSON.parse(decodeURIComponent(hash));
}
const limits = async (page: Page): Promise<[number, number] | null> => {
  const { x } = (await view(page)) as { x?: { since: number; until: number } };
  return x ? [x.since, x.until] : null;
};

browserTest("zoom by rectangle; Back, Forward and Home follow the history", capture, {}, async (page) => {
  assert.equal(await button(page, "Zoom").getAttribute("aria-pressed"), "true");
  assert.equal(await button(page, "Pan").getAttribute("aria-pressed"), "false");
  assert.ok(await button(page, "Back").isDisabled());
  await drag(page, chart(page), [0.3, 0.3], [0.6, 0.6]);
  const close = await limits(page);
  assert.ok(close !== null);
  await drag(page, chart(page), [0.4, 0.5], [0.6, 0.5]);
  const closer = await limits(page);
  assert.ok(
    closer !== null && closer[1] - closer[0] < close[1] - close[0] && closer[0] > close[0] && closer[1] < close[1],
  );
  await button(page, "Back").click();
  assert.deepEqual(await limits(page), close);
  await button(page, "Back").click();
  assert.equal(await limits(page), null);
  await button(page, "Forward").click();
  assert.deepEqual(await limits(page), close);
  await button(page, "Forward").click();
  assert.deepEqual(await limits(page), closer);
  assert.ok(await button(page, "Forward").isDisabled());
  await button(page, "Home").click();
  assert.equal(await limits(page), null);
  await button(page, "Back").click();
  assert.deepEqual(await limits(page), closer, "Home is a step of the history");
});

browserTest("the wheel zooms in time about the pointer, as one step; + and - do, too", capture, {}, async (page) => {
  const box = await chart(page).boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -200);
  await timers(page, 400);
  const close = await limits(page);
  assert.ok(close !== null);
  await button(page, "Back").click();
  assert.equal(await limits(page), null, "four turns are one step");
  await page.locator("body").press("+");
  const half = await limits(page);
  assert.ok(half !== null);
  for (let turn = 0; turn < 30; turn++) await page.locator("body").press("+");
  const closest = await limits(page);
  assert.ok(closest !== null && closest[1] - closest[0] >= 1000, "not closer than a snapshot");
  for (let turn = 0; turn < 30; turn++) await page.locator("body").press("-");
  assert.equal(await limits(page), null);
  await page.locator("body").press("Alt+ArrowLeft");
  assert.notEqual(await limits(page), null);
});

browserTest(
  "a link of another report is said, not followed",
  capture,
  { hash: '#{"of":"7.7","log":true}' },
  async (page) => {
    await page.getByText(/The link belongs to another report/).waitFor();
  },
);

browserTest("a second ? closes the help; l does nothing where its button is disabled", capture, {}, async (page) => {
  await page.locator("body").press("?");
  await page.getByRole("dialog", { name: "Help" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Help" }).waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Correlation" }).click();
  await page.locator("body").press("l");
  assert.ok(!("log" in (await view(page))));
});

browserTest("a link to a zoomed view opens that view", capture, {}, async (page) => {
  await drag(page, chart(page), [0.3, 0.3], [0.5, 0.3]);
  const close = await limits(page);
  const url = page.url();
  await page.goto("about:blank");
  await page.goto(url);
  await ready(page);
  assert.deepEqual(await limits(page), close);
});

browserTest("Pan moves the chart by the distance of the drag", capture, {}, async (page) => {
  await drag(page, chart(page), [0.3, 0.5], [0.6, 0.5]);
  const before = await limits(page);
  await button(page, "Pan").click();
  assert.equal(await button(page, "Zoom").getAttribute("aria-pressed"), "false");
  await drag(page, chart(page), [0.4, 0.5], [0.6, 0.5]);
  const after = await limits(page);
  assert.ok(before !== null && after !== null);
  const span = before[1] - before[0];
  assert.ok(Math.abs(after[1] - after[0] - span) < 2, "the span is unchanged");
  const moved = (before[0] - after[0]) / span;
  assert.ok(moved > 0.19 && moved < 0.26, `moved by ${moved} of the visible span`);
});

browserTest(
  "a pinch zooms the time axis in and out; a tap shows the values",
  capture,
  { touch: true },
  async (page) => {
    await pinch(
      page,
      chart(page),
      [
        [0.4, 0.5],
        [0.6, 0.5],
      ],
      [
        [0.3, 0.5],
        [0.7, 0.5],
      ],
    );
    const close = await limits(page);
    assert.ok(close !== null);
    const { since, until } = { since: Date.UTC(2026, 0, 1), until: Date.UTC(2026, 0, 1) + 399 * 300_000 + 90 * 60_000 };
    const share = (close[1] - close[0]) / (until - since);
    assert.ok(Math.abs(share - 0.5) < 0.01, `half of the time is visible: ${share}`);
    assert.ok(close[0] > since && close[1] < until);
    assert.equal(await page.evaluate(() => visualViewport?.scale), 1, "the page itself is not zoomed");
    await button(page, "Back").click();
    assert.equal(await limits(page), null, "the gesture was one step");
    await button(page, "Forward").click();
    await pinch(
      page,
      chart(page),
      [
        [0.2, 0.5],
        [0.8, 0.5],
      ],
      [
        [0.45, 0.5],
        [0.55, 0.5],
      ],
    );
    assert.equal(await limits(page), null);
    const box = await chart(page).boundingBox();
    assert.ok(box !== null);
    await page.touchscreen.tap(box.x + box.width * 0.5, box.y + box.height * 0.4);
    await page
      .getByText(/2026-01-0\d \d\d:\d\d UTC/)
      .first()
      .waitFor();
  },
);

browserTest("the tooltip is hidden while a rectangle is dragged", capture, {}, async (page) => {
  const values = page.getByText(/^2026-01-0\d \d\d:\d\d UTC$/).first();
  const box = await chart(page).boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
  await values.waitFor();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 3 });
  await frames(page);
  assert.ok(!(await values.isVisible()));
  await page.mouse.up();
});

browserTest("keys: z, p, h, Backspace, l, c, ?, slash", capture, {}, async (page) => {
  const body = page.locator("body");
  await body.press("p");
  assert.equal(await button(page, "Pan").getAttribute("aria-pressed"), "true");
  await body.press("z");
  assert.equal(await button(page, "Zoom").getAttribute("aria-pressed"), "true");
  await drag(page, chart(page), [0.3, 0.5], [0.6, 0.5]);
  const close = await limits(page);
  await body.press("h");
  assert.equal(await limits(page), null);
  await body.press("Backspace");
  assert.deepEqual(await limits(page), close);
  await body.press("Backspace");
  assert.equal(await limits(page), null);
  await body.press("Shift+Backspace");
  assert.deepEqual(await limits(page), close);
  await body.press("l");
  assert.equal((await view(page)).log, true);
  await body.press("c");
  assert.equal(await page.getByRole("tab", { name: "Correlation" }).getAttribute("aria-selected"), "true");
  await body.press("/");
  assert.ok(
    await page.getByRole("searchbox", { name: "Filter tags" }).evaluate((box) => box === document.activeElement),
  );
  await page.keyboard.type("zpl");
  assert.equal(
    await page.getByRole("searchbox", { name: "Filter tags" }).inputValue(),
    "zpl",
    "shortcuts are off in text fields",
  );
});

browserTest("Help lists the keys and closes with Escape", capture, {}, async (page) => {
  await button(page, "Help").click();
  await page.getByRole("dialog").getByText(/zoom/i).first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

browserTest("the saved figure has the logarithmic scale", capture, {}, async (page) => {
  const linear = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  await page.locator("body").press("l");
  const log = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  const amounts = (texts: string[]): string => texts.filter((text) => /^[\d.]+ [KMG]?B$/.test(text)).join();
  assert.notEqual(amounts(linear.texts), amounts(log.texts));
});

browserTest("the table is filtered, sorted and saved as CSV", capture, {}, async (page) => {
  const rows = async (): Promise<number> => (await table(page).getByRole("row").count()) - 1;
  await page.getByRole("searchbox", { name: "Filter tags" }).fill("toke");
  await table(page).getByText("Vgd1", { exact: true }).first().waitFor({ state: "detached" });
  assert.equal(await rows(), 1);
  assert.equal(await firstTag(page), "Toke");
  await page.getByRole("searchbox", { name: "Filter tags" }).fill("");
  await table(page).getByText("Vgd1", { exact: true }).first().waitFor();
  const header = table(page).getByRole("columnheader", { name: /^Tag/ });
  await header.getByRole("button").click();
  const first = await header.getAttribute("aria-sort");
  const top = await firstTag(page);
  await header.getByRole("button").click();
  const second = await header.getAttribute("aria-sort");
  assert.deepEqual(new Set([first, second]), new Set(["ascending", "descending"]));
  assert.notEqual(await firstTag(page), top);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /CSV/ }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split(/\r?\n/);
  assert.ok(lines.length >= 121, `${lines.length} lines of CSV`);
  assert.ok(lines.some((line) => line.startsWith("Toke,") || line.startsWith('"Toke",')));
});

browserTest("the start of growth is labelled", capture, {}, async (page) => {
  const { texts } = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  assert.equal(texts.filter((text) => /^\w+ grows$/.test(text)).length, 1, texts.join(" | "));
});

browserTest("all six metrics of -t can be selected", capture, {}, async (page) => {
  for (const [unit, ending] of [
    ["Bytes", "UsedBytes"],
    ["Blocks", "Diff"],
  ] as const)
    for (const [pool, beginning] of [
      ["All", "Total"],
      ["Non-paged", "NonPaged"],
      ["Paged", "Paged"],
    ] as const) {
      await button(page, unit).click();
      await page.getByRole("banner").getByRole("button", { name: pool, exact: true }).click();
      await page.getByRole("img", { name: new RegExp(`^${beginning}${ending} of `) }).waitFor();
    }
});

browserTest("the tooltip shows values at the pointer", capture, {}, async (page) => {
  const box = await chart(page).boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4);
  await page
    .getByText(/2026-01-0\d \d\d:\d\d UTC/)
    .first()
    .waitFor();
});

browserTest("arrow keys move the cursor, and the live region announces the values", capture, {}, async (page) => {
  await chart(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const said = page.locator("[aria-live]").filter({ hasText: /2026-01-01 00:\d\d UTC: .+ [KMG]?B/ });
  await said.first().waitFor({ state: "attached" });
});

// The tab Correlation, tested through the user interface.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { browserTest, button, drag, frames, openTab, pinch, timers, written } from "./browser";

const heatmap = (page: Page): Locator => page.getByRole("application", { name: /^Correlation of/ });
const readout = (page: Page): Locator => page.getByText(/r = |Point at a cell|undefined/).first();

/** The current content of the canvas, to detect changes. */
const picture = (page: Page): Promise<string> =>
  heatmap(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

/** The canvas with all tags, after pending drawing. */
async function allTags(page: Page): Promise<string> {
  await openTab(page, "Correlation");
  await readout(page).waitFor();
  await button(page, "All that vary").click();
  await frames(page);
  return picture(page);
}

/** Waits until the canvas differs from `before` and returns its content. */
async function changed(page: Page, before: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const now = await picture(page);
    if (now !== before) return now;
    await page.waitForTimeout(30);
  }
  return assert.fail("the canvas did not change");
}

const capture = (): string => written("correlation", { tags: 120, moments: 300, buckets: 100 });

browserTest(
  "opens with the tags of the chart; all tags and the three orders can be selected",
  capture,
  {},
  async (page) => {
    await openTab(page, "Correlation");
    await heatmap(page).waitFor();
    assert.equal(await button(page, "Tags in the chart").getAttribute("aria-pressed"), "true");
    const few = await picture(page);
    await page.getByText(/TotalUsedBytes, \d+ tags and TOTAL$/).waitFor();
    await button(page, "All that vary").click();
    const all = await changed(page, few);
    assert.match((await heatmap(page).getAttribute("aria-label")) ?? "", /Correlation of \d{2,3} tags/);
    await button(page, "Growth").click();
    const growth = await changed(page, all);
    await button(page, "Name").click();
    await changed(page, growth);
    assert.equal(await button(page, "Name").getAttribute("aria-pressed"), "true");
    assert.equal(await button(page, "Cluster").getAttribute("aria-pressed"), "false");
  },
);

browserTest("pointing at a cell shows its r, and a click draws its two tags", capture, {}, async (page) => {
  await openTab(page, "Correlation");
  await button(page, "Growth").click();
  const box = await heatmap(page).boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + 130, box.y + 20);
  const said = (await readout(page).textContent()) ?? "";
  assert.match(said, /^(.+) and (.+): r = −?\d\.?\d*, /);
  const [, a, b] = /^(.+) and (.+): r/.exec(said) ?? [];
  assert.notEqual(a, b);
  await page.mouse.click(box.x + 130, box.y + 20);
  assert.equal(await page.getByRole("tab", { name: "Timeline" }).getAttribute("aria-selected"), "true");
  await page.waitForURL((url) => url.hash.includes("highlighted"));
  assert.match(
    decodeURIComponent(new URL(page.url()).hash),
    /"highlighted":\[\d+(,\d+)?\]/,
    "the two are the coloured ones, and the link says so",
  );
});

browserTest("zoom by rectangle; Back, Forward and Home follow the history", capture, {}, async (page) => {
  const home = await allTags(page);
  assert.ok(await button(page, "Back").isDisabled());
  await drag(page, heatmap(page), [0.12, 0.12], [0.3, 0.3]);
  const close = await changed(page, home);
  await drag(page, heatmap(page), [0.12, 0.12], [0.3, 0.3]);
  const closer = await changed(page, close);
  await button(page, "Back").click();
  assert.equal(await changed(page, closer), close);
  await button(page, "Back").click();
  assert.equal(await changed(page, close), home);
  await button(page, "Forward").click();
  assert.equal(await changed(page, home), close);
  await button(page, "Home").click();
  assert.equal(await changed(page, close), home);
});

browserTest("Pan moves the view, and the wheel zooms around the pointer", capture, {}, async (page) => {
  const home = await allTags(page);
  const box = await heatmap(page).boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + 100, box.y + 150);
  const before = await readout(page).textContent();
  await page.mouse.wheel(0, -400);
  const close = await changed(page, home);
  await page.mouse.move(box.x + 300, box.y + 150);
  await page.mouse.move(box.x + 100, box.y + 150);
  assert.equal(await readout(page).textContent(), before, "the cell under the pointer stays under it");
  await button(page, "Pan").click();
  assert.equal(await button(page, "Pan").getAttribute("aria-pressed"), "true");
  assert.equal(await button(page, "Zoom").getAttribute("aria-pressed"), "false");
  await timers(page, 700); // further turns of the wheel are a new step after this time
  await drag(page, heatmap(page), [0.3, 0.4], [0.2, 0.3]);
  const moved = await changed(page, close);
  await button(page, "Back").click();
  assert.equal(await changed(page, moved), close);
});

browserTest("a link carries the visible part of the correlation and the scale", capture, {}, async (page) => {
  const home = await allTags(page);
  await drag(page, heatmap(page), [0.12, 0.12], [0.3, 0.3]);
  const close = await changed(page, home);
  await openTab(page, "Small multiples");
  await button(page, "One scale").click();
  await page.waitForURL((url) => url.hash.includes("common"));
  const url = page.url();
  await page.goto("about:blank");
  await page.goto(url);
  assert.equal(await button(page, "One scale").getAttribute("aria-pressed"), "true");
  await openTab(page, "Correlation");
  await readout(page).waitFor();
  await frames(page);
  assert.ok((await picture(page)) === close, "the same cells");
  await button(page, "Back").click();
  assert.ok((await changed(page, close)) === home);
});

browserTest(
  "a pinch zooms as one step; the first tap on a cell shows its r, the second draws its tags",
  capture,
  { touch: true },
  async (page) => {
    const home = await allTags(page);
    await pinch(
      page,
      heatmap(page),
      [
        [0.2, 0.3],
        [0.3, 0.4],
      ],
      [
        [0.1, 0.2],
        [0.4, 0.5],
      ],
    );
    const close = await changed(page, home);
    await button(page, "Back").click();
    assert.equal(await changed(page, close), home);
    await button(page, "Forward").click();
    await changed(page, home);
    await pinch(
      page,
      heatmap(page),
      [
        [0.1, 0.2],
        [0.4, 0.5],
      ],
      [
        [0.24, 0.34],
        [0.26, 0.36],
      ],
    );
    assert.equal(await changed(page, close), home, "together again: all of it");
    const box = await heatmap(page).boundingBox();
    assert.ok(box !== null);
    const at = { x: box.x + 130, y: box.y + 60 };
    await page.touchscreen.tap(at.x, at.y);
    assert.match((await readout(page).textContent()) ?? "", /: r = /);
    assert.equal(await page.getByRole("tab", { name: "Correlation" }).getAttribute("aria-selected"), "true");
    await page.touchscreen.tap(at.x, at.y);
    assert.equal(await page.getByRole("tab", { name: "Timeline" }).getAttribute("aria-selected"), "true");
  },
);

browserTest("cells can be reached, read and drawn by keyboard", capture, {}, async (page) => {
  await openTab(page, "Correlation");
  await heatmap(page).focus();
  await page.keyboard.press("ArrowRight");
  const first = (await readout(page).textContent()) ?? "";
  await page.keyboard.press("ArrowRight");
  const second = (await readout(page).textContent()) ?? "";
  assert.notEqual(first, second);
  assert.equal(first.split(" and ")[0], second.split(" and ")[0], "the row is the same");
  await page.keyboard.press("ArrowDown");
  assert.notEqual(((await readout(page).textContent()) ?? "").split(" and ")[0], first.split(" and ")[0]);
  const before = await picture(page);
  await page.keyboard.press("+");
  await changed(page, before);
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("tab", { name: "Timeline" }).getAttribute("aria-selected"), "true");
});

browserTest(
  "hatching is explained where it occurs",
  () => written("constant", { tags: 26, moments: 60, buckets: 60 }),
  {},
  async (page) => {
    await openTab(page, "Correlation");
    await page.getByText(/ tags and TOTAL; hatched: r is undefined$/).waitFor();
  },
);

browserTest(
  "a message replaces the heatmap when nothing varies",
  () => written("one-moment", { tags: 3, moments: 1, buckets: 1 }),
  {},
  async (page) => {
    await openTab(page, "Correlation");
    await page.getByText("Nothing to correlate").waitFor();
    await openTab(page, "Contribution");
    await page.getByText(/TOTAL holds .* A single snapshot cannot show growth/).waitFor();
  },
);

// Reports of all kinds, including hostile and damaged ones: each opens without console output.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { TABS } from "../src/state/types";
import { browserTest, button, frames, openTab, parsedSvg, saved, written } from "./browser";
import { makeReport, type Blocks } from "./synthetic";

const table = (page: Page): Locator => page.getByRole("table", { name: "All tags" });

/** Opens every tab, then saves the timeline. */
async function walk(page: Page): Promise<void> {
  for (const tab of TABS) {
    await openTab(page, tab);
    await page.getByRole("tabpanel").first().waitFor();
  }
  await openTab(page, "Timeline");
  await parsedSvg(page, (await saved(page, "SVG")).bytes);
}

const HOSTILE = [
  "</script><script>document.title='taken'</script>",
  "<img src=x onerror=alert(1)>",
  "\"'`",
  "\u0000\u0000\u0000\u0001",
  "\u202eabc",
  "\u200f\u2067x",
  "=1+1",
  "&amp;",
  " ",
  "\ud800",
  "__proto__",
  "a\nb\u2028c",
  "\u00e4\ufffd\ufffd\ufffd",
];

browserTest(
  "hostile tags are shown as text and never executed",
  () => written("hostile", { tags: 40, moments: 60, buckets: 60, names: HOSTILE, verdicts: true }),
  {},
  async (page) => {
    const title = await page.title();
    await walk(page);
    await table(page).getByText("</script><script>document.title='taken'</script>").first().waitFor();
    await table(page).getByText("<img src=x onerror=alert(1)>").first().waitFor();
    await table(page).getByText("\u2400\u2400\u2400\u2401").first().waitFor();
    const text = await page.locator("body").innerText();
    assert.doesNotMatch(
      text,
      /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0000]/,
      "no characters that change the writing direction",
    );
    assert.equal(await page.title(), title);
    assert.equal(await page.locator("img").count(), 0);
    const svg = await saved(page, "SVG");
    const drawing = await parsedSvg(page, svg.bytes);
    assert.equal(drawing.counts.script, undefined);
    assert.equal(drawing.counts.img, undefined);
  },
);

const SIZES: [string, Parameters<typeof makeReport>[0]][] = [
  ["2 snapshots", { tags: 30, moments: 2, buckets: 2 }],
  ["50 snapshots", { tags: 200, moments: 50, buckets: 50 }],
  ["one tag", { tags: 1, moments: 20, buckets: 20 }],
  ["no tag", { tags: 0, moments: 20, buckets: 20 }],
  ["one moment", { tags: 12, moments: 1, buckets: 1 }],
];
for (const [name, size] of SIZES)
  browserTest(
    `${name}: every tab opens and the table has a row for each tag`,
    () => written(name.replace(/ /g, "-"), size ?? {}),
    {},
    async (page) => {
      await walk(page);
      const tags = size?.tags ?? 0;
      const count = tags === 0 ? /0 tags|no tags?/i : new RegExp(`${tags}\\b.*tag`);
      assert.match(await page.locator("body").innerText(), count);
      if (tags > 0) await table(page).getByText("Vgd1", { exact: true }).first().waitFor();
    },
  );

browserTest(
  "reboots and gaps are counted in the header and marked in the saved figure",
  () => written("marked", { tags: 30, moments: 100, buckets: 100, reboot: true, gap: true }),
  {},
  async (page) => {
    const header = await page.getByRole("banner").innerText();
    assert.match(header, /1 reboot/);
    assert.match(header, /1 gap/);
    const drawing = await parsedSvg(page, (await saved(page, "SVG")).bytes);
    assert.ok(drawing.texts.includes("reboot"));
    assert.ok(drawing.texts.includes("gap"));
    await openTab(page, "Small multiples");
    const dashed = (await parsedSvg(page, (await saved(page, "SVG")).bytes)).attributes["stroke-dasharray"] ?? [];
    assert.ok(dashed.length > 10, "a mark of the reboot in each small chart");
  },
);

browserTest(
  "no reboot is shown without one",
  () => written("unmarked", { tags: 30, moments: 100, buckets: 100, reboot: false, gap: false }),
  {},
  async (page) => {
    assert.ok(!(await parsedSvg(page, (await saved(page, "SVG")).bytes)).texts.includes("reboot"));
  },
);

/** The blocks of a valid report, modified by `damage`. */
function damaged(damage: (blocks: Blocks) => void): Blocks {
  const blocks = makeReport({ tags: 30, moments: 60, buckets: 20 });
  damage(blocks);
  return blocks;
}

browserTest(
  "a truncated matrix is reported, and the rest works",
  () =>
    written(
      "cut-matrix",
      damaged((blocks) => blocks.set("block-matrix", (blocks.get("block-matrix") ?? "").slice(0, 40))),
    ),
  {},
  async (page) => {
    await openTab(page, "Correlation");
    await page.getByRole("application", { name: /^Correlation of/ }).waitFor();
    await page
      .getByText(/block matrix/)
      .first()
      .waitFor();
    await openTab(page, "Timeline");
    await table(page).getByText("Vgd1", { exact: true }).first().waitFor();
  },
);

browserTest(
  "a missing series is reported, and the table works",
  () =>
    written(
      "no-series",
      damaged((blocks) => blocks.delete("block-series-TotalUsedBytes-0")),
    ),
  {},
  async (page) => {
    await page
      .getByText(/series-TotalUsedBytes-0/)
      .first()
      .waitFor();
    await table(page).getByText("Vgd1", { exact: true }).first().waitFor();
  },
);

for (const [width, height, dark] of [
  [390, 844, false],
  [390, 844, true],
  [3840, 2160, true],
] as const)
  browserTest(
    `${width} pixels wide, ${dark ? "dark" : "light"}: nothing overflows`,
    () => written("wide", { tags: 60, moments: 100, buckets: 50, verdicts: true }),
    { width, height, dark },
    async (page) => {
      for (const tab of TABS) {
        await openTab(page, tab);
        await frames(page);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${tab} is ${over} pixels too wide`);
      }
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = (ground.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
      assert.ok(dark ? light < 60 : light > 200, ground);
    },
  );

browserTest(
  "canvas text is larger on a wide screen",
  () => written("wide", { tags: 60, moments: 100, buckets: 50, verdicts: true }),
  { width: 3840, height: 2160 },
  async (page) => {
    await page.evaluate(() => {
      const { fillText } = CanvasRenderingContext2D.prototype;
      const sizes: number[] = [];
      CanvasRenderingContext2D.prototype.fillText = function (
        this: CanvasRenderingContext2D,
        ...given: [string, number, number]
      ): void {
        sizes.push(parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? "0"));
        fillText.apply(this, given);
      };
      Object.assign(window, { sizes });
    });
    for (const tab of TABS.slice(1, 3)) {
      await openTab(page, tab);
      await page.waitForFunction(() => (window as unknown as { sizes: number[] }).sizes.length > 10);
      const least = await page.evaluate(() => Math.min(...(window as unknown as { sizes: number[] }).sizes.splice(0)));
      assert.ok(least >= 12, `${tab} has text of ${least} pixels, the page 15`);
    }
  },
);

/** A report with these cards. */
function withCards(cards: object[], size: Parameters<typeof makeReport>[0]): Blocks {
  const blocks = makeReport({ ...size, verdicts: true });
  const report = JSON.parse(blocks.get("report") ?? "");
  report.verdicts.cards = cards;
  return blocks.set("report", JSON.stringify(report));
}
const lockstep = {
  tags: Array.from({ length: 12 }, (_, i) => i + 1),
  verdict: "probable",
  rate: "+20.5 MB/day",
  reason: "They grow in lockstep",
  minor: false,
};
const CACHES = ["dentry", "my cache-1", "inode_cache"];

for (const width of [390, 1280, 1440])
  browserTest(
    `${width} pixels wide: the text of a card with many tags fits`,
    () => written("many-of-one-kind", withCards([lockstep], { tags: 40, moments: 50, buckets: 50 })),
    { width },
    async (page) => {
      const card = page.getByRole("region", { name: "Strongest finding" });
      assert.match(await card.innerText(), /8 more/);
      assert.ok(await card.evaluate((box) => box.scrollWidth <= box.clientWidth), "its text overflows");
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      );
    },
  );

browserTest(
  "the sparkline of a small card does not cover its rate",
  () => written("no-leak", withCards([], { tags: 40, moments: 50, buckets: 50 })),
  { width: 1440 },
  async (page) => {
    const covered = await page.evaluate(
      () =>
        [...document.querySelectorAll("button.card")].filter((card) => {
          const [rate, curve] = [".card-rate", ".card-spark"].map(
            (part) => card.querySelector(part)?.getBoundingClientRect() ?? new DOMRect(),
          );
          const words = document.createRange();
          words.selectNodeContents(card.querySelector(".card-rate") ?? card);
          return words.getBoundingClientRect().right > curve.left && rate.top < curve.bottom && curve.top < rate.bottom;
        }).length,
    );
    assert.equal(await page.getByRole("button", { name: /grew most/ }).count(), 1);
    assert.equal(covered, 0);
  },
);

browserTest(
  "the side list has space for names of ten letters",
  () => written("caches", { tags: 3, moments: 50, buckets: 50, names: CACHES }),
  { width: 1440 },
  async (page) => {
    const list = page.getByRole("complementary", { name: "Tags in the chart" });
    for (const name of CACHES.slice(0, 2))
      assert.ok(
        await list.getByText(name, { exact: true }).evaluate((word) => word.scrollWidth <= word.clientWidth),
        name,
      );
  },
);

browserTest(
  "Theme switches between light and dark",
  () => written("theme", { tags: 30, moments: 50, buckets: 50 }),
  {},
  async (page) => {
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const first = await ground();
    const seen = new Set([first]);
    for (let turn = 0; turn < 3; turn++) {
      await button(page, "Theme").click();
      seen.add(await ground());
    }
    assert.equal(seen.size, 2, [...seen].join());
  },
);

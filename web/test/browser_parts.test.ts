// Cards, side list, strip, window comparison and links, tested through the user interface.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { browserTest, drag, openTab, written } from "./browser";

const capture = (): string => written("parts", { tags: 60, moments: 300, buckets: 100, verdicts: true });
const plain = (): string => written("plain", { tags: 60, moments: 300, buckets: 300 });
const side = (page: Page): Locator => page.getByRole("complementary", { name: "Tags in the chart" });
const entry = (page: Page, tag: string): Locator => side(page).getByRole("button", { name: new RegExp(`^${tag}\\b`) });
const card = (page: Page, tag: string): Locator =>
  page.getByRole("region", { name: "Summary" }).getByRole("button", { name: new RegExp(tag) });
const table = (page: Page): Locator => page.getByRole("table", { name: "All tags" });

const pressed = async (page: Page): Promise<string[]> => {
  const names: string[] = [];
  for (const one of await side(page).locator(".legend-tag[aria-pressed=true] .tag").all())
    names.push(await one.innerText());
  return names;
};

browserTest("a card isolates its tags by click or number key; again: all tags", capture, {}, async (page) => {
  await card(page, "Toke").waitFor();
  const all = await pressed(page);
  assert.ok(all.length > 10);
  const two = (await card(page, "Toke").locator(".tag").innerText()).split(" + ");
  assert.equal(two.length, 2);
  await page.keyboard.press("2");
  assert.deepEqual((await pressed(page)).sort(), two.sort());
  assert.equal(await card(page, "Toke").getAttribute("aria-pressed"), "true");
  await card(page, "Vgd1").click();
  assert.deepEqual(await pressed(page), ["Vgd1"]);
  await page.keyboard.press("1");
  assert.deepEqual(await pressed(page), all);
});

browserTest("without verdicts, cards show growing tags without claiming a leak", plain, {}, async (page) => {
  const words = await card(page, "Vgd1").innerText();
  assert.match(words, /grew most/);
  assert.match(words, /Growth alone does not make a leak/);
  assert.equal(
    await table(page)
      .getByRole("columnheader", { name: /Verdict/ })
      .count(),
    0,
  );
});

browserTest("side list: a click hides and shows a tag, a double click isolates it", capture, {}, async (page) => {
  await entry(page, "Toke").waitFor();
  const all = await pressed(page);
  await entry(page, "Toke").click();
  assert.deepEqual(
    await pressed(page),
    all.filter((tag) => tag !== "Toke"),
  );
  await page.waitForTimeout(500); // otherwise it would be a double click
  await entry(page, "Toke").click();
  assert.deepEqual(await pressed(page), all);
  await page.waitForTimeout(500);
  await entry(page, "SeTd").dblclick();
  assert.deepEqual(await pressed(page), ["SeTd"]);
  await page.waitForTimeout(500);
  await entry(page, "SeTd").dblclick();
  assert.deepEqual(await pressed(page), all);
});

browserTest("a tag of the table is added to the chart and removed", capture, {}, async (page) => {
  const tag = table(page).getByRole("rowheader").getByRole("button", { pressed: false }).first();
  await tag.waitFor();
  const name = (await tag.innerText()).trim();
  const before = await pressed(page);
  await table(page).getByRole("button", { name, exact: true }).click();
  assert.deepEqual(
    (await pressed(page)).filter((one) => !before.includes(one)),
    [name],
  );
  await table(page).getByRole("button", { name, exact: true }).click();
  assert.deepEqual(await pressed(page), before);
});

const long = (): string => written("long-table", { tags: 3000, moments: 100, buckets: 100 });

browserTest("a long table has rows only near the window, and one tab stop", long, {}, async (page) => {
  const rows = table(page).locator("tbody tr:not(.spacer)");
  await rows.first().waitFor();
  assert.equal(await table(page).getAttribute("aria-rowcount"), "3001");
  const nodes = async (): Promise<number> => page.evaluate(() => document.querySelectorAll("tbody *").length);
  const few = await nodes();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await table(page).locator('tr[aria-rowindex="3001"]').waitFor();
  assert.ok((await nodes()) < 3 * few + 2000, "72,000 nodes before");
  assert.ok((await rows.count()) < 200);
  assert.equal((await table(page).locator('tbody button[tabindex="0"]').count()) <= 1, true);
  await table(page).locator('tr[aria-rowindex="3001"] button').focus();
  await page.keyboard.press("Home");
  await page.waitForFunction(() => document.activeElement?.closest("tr")?.getAttribute("aria-rowindex") === "2");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const row = await page.evaluate(() => document.activeElement?.closest("tr")?.getAttribute("aria-rowindex"));
  assert.equal(row, "4");
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.activeElement?.closest("tr")?.getAttribute("aria-rowindex") === "3001");
});

browserTest("a click anywhere in a row draws its tag", capture, {}, async (page) => {
  const row = table(page)
    .locator("tbody tr")
    .filter({ has: page.getByRole("button", { pressed: false }) })
    .first();
  const button = row.getByRole("button");
  const name = (await button.innerText()).trim();
  await row.getByRole("cell").nth(3).click();
  await table(page).getByRole("button", { name, exact: true, pressed: true }).waitFor();
});

browserTest(
  "strip: dragging selects a window, arrow keys move it, a double click shows everything",
  capture,
  {},
  async (page) => {
    const strip = page.getByRole("slider", { name: "Time range shown in the chart" });
    await page.waitForTimeout(200);
    const all = await strip.getAttribute("aria-valuetext");
    assert.equal(await strip.getAttribute("aria-valuenow"), "0");
    await drag(page, strip, [0.5, 0.5], [0.75, 0.5]);
    await page.waitForTimeout(200);
    assert.equal(await strip.getAttribute("aria-valuenow"), "50");
    await strip.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(200);
    assert.match(String(await strip.getAttribute("aria-valuenow")), /^5[23]$/); // by a tenth of a quarter
    await strip.dblclick();
    await page.waitForTimeout(200);
    assert.equal(await strip.getAttribute("aria-valuetext"), all);
  },
);

browserTest("the table follows the visible time, and goes back to the whole", capture, {}, async (page) => {
  const chart = page.getByRole("img", { name: /of .* tags/ }).first();
  const row = table(page).getByRole("row").nth(1);
  await row.waitFor();
  const whole = await row.innerText();
  await drag(page, chart, [0.6, 0.4], [0.8, 0.4]);
  await page.getByText(/Growth and rates are those of .*, which the chart shows/).waitFor();
  assert.notEqual(await row.innerText(), whole);
  await page.getByRole("button", { name: "Whole time" }).click();
  await page.getByRole("button", { name: "Follow the chart" }).waitFor();
  assert.equal(await row.innerText(), whole);
});

browserTest(
  "a window dragged with Shift ranks the table by its change against the window before",
  capture,
  {},
  async (page) => {
    const chart = page.getByRole("img", { name: /of .* tags/ }).first();
    await table(page).getByText("Vgd1", { exact: true }).first().waitFor();
    await page.keyboard.down("Shift");
    await drag(page, chart, [0.6, 0.4], [0.7, 0.5]);
    await page.keyboard.up("Shift");
    const difference = table(page).getByRole("columnheader", { name: /^Difference/ });
    await difference.waitFor();
    assert.equal(await difference.getAttribute("aria-sort"), "descending");
    await page.getByText(/Change within .*, compared with .*Losses at reboots are not counted/).waitFor();
    const compare = page.getByRole("button", { name: "Compare window" });
    assert.equal(await compare.getAttribute("aria-pressed"), "true");
    await compare.click();
    await difference.waitFor({ state: "detached" });
    assert.equal(
      await table(page)
        .getByRole("columnheader", { name: /^Growth\b.*▾/ })
        .getAttribute("aria-sort"),
      "descending",
    );
  },
);

browserTest("UTC and local time", capture, {}, async (page) => {
  const chart = page.getByRole("img", { name: /of .* tags/ }).first();
  const read = async (): Promise<string> => {
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    const said = page.getByRole("status").filter({ hasText: /2026/ });
    await said.waitFor({ state: "attached" });
    return (await said.innerText()).slice(0, 30);
  };
  assert.match(await read(), /^2026-01-01 00:00 UTC/);
  await page.getByRole("button", { name: "Local", exact: true }).click();
  assert.match(await read(), /^2026-01-01 01:\d\d local time/); // an hour ahead
});

browserTest("a link carries hidden tags, filter and sorting", capture, {}, async (page) => {
  await entry(page, "Toke").click();
  await page.getByRole("searchbox", { name: "Filter tags" }).fill("ntfs");
  await table(page).getByRole("columnheader", { name: /^Peak/ }).getByRole("button").click();
  await page.waitForFunction(() => /ntfs.*peak|peak.*ntfs/.test(location.hash));
  const url = page.url();
  const shown = await pressed(page);
  await page.goto("about:blank");
  await page.goto(url);
  await entry(page, "Toke").waitFor();
  assert.deepEqual(await pressed(page), shown);
  assert.ok(!shown.includes("Toke"));
  assert.equal(await page.getByRole("searchbox", { name: "Filter tags" }).inputValue(), "ntfs");
  assert.equal(await table(page).getByRole("columnheader", { name: /^Peak/ }).getAttribute("aria-sort"), "descending");
});

browserTest("all controls are reachable with Tab and have a name", plain, {}, async (page) => {
  await page.waitForTimeout(200);
  const names = new Set<string>();
  let nameless = "";
  for (let stop = 0; stop < 110; stop++) {
    await page.keyboard.press("Tab");
    const [name, html] = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      return [
        at.getAttribute("aria-label") || at.innerText || at.title || at.getAttribute("placeholder") || "",
        at.outerHTML.slice(0, 120),
      ];
    });
    names.add(name.trim().split("\n")[0]);
    if (name.trim() === "" && !html.startsWith("<body")) nameless = html;
  }
  assert.equal(nameless, "");
  for (const wanted of [
    "Bytes",
    "UTC",
    "Theme",
    "Help",
    "Timeline",
    "Home",
    "Pan",
    "Zoom",
    "Options",
    "Save",
    "Filter tags",
    "Growing",
    "Compare window",
    "CSV",
  ])
    assert.ok(
      names.has(wanted) ||
        (await page
          .getByRole("button", { name: wanted, exact: true })
          .isDisabled()
          .catch(() => false)),
      `${wanted} is not reachable`,
    );
});

for (const tab of ["Small multiples", "Correlation"])
  browserTest(
    `${tab} is redrawn for printing before layout, no wider than a page`,
    capture,
    { dark: true, width: 1700 },
    async (page) => {
      await openTab(page, tab);
      await page.locator("canvas:visible").first().waitFor();
      await page.waitForTimeout(200);
      const [dark, paper] = await page.evaluate(() => {
        const canvas = [...document.querySelectorAll("canvas")].find(
          (one) => one.checkVisibility() && one.width > 100 && one.closest(".view") && !one.className.includes("strip"),
        ) as HTMLCanvasElement;
        const before = canvas.toDataURL();
        window.dispatchEvent(new Event("beforeprint"));
        return [before, canvas.toDataURL()];
      });
      assert.ok(paper !== dark);
      const sheet = await page
        .locator(tab === "Correlation" ? ".heat-picture" : ".multiples")
        .evaluate((box) => box.clientWidth);
      assert.ok(sheet <= 1031, `${sheet} pixels`); // A4 landscape without margins
    },
  );

browserTest("the page prints in the light theme", capture, { dark: true }, async (page) => {
  const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), "dark");
  assert.equal(
    await page.evaluate(() => {
      window.dispatchEvent(new Event("beforeprint"));
      return document.documentElement.dataset.theme;
    }),
    "light",
  );
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.equal(await theme(), "dark");
});

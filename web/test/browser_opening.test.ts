// What one sees first: the strongest finding with its curve, its numbers and its reasons; and what isolating it does.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";
import { browserTest, button, madeCapture, parsedSvg, ready, saved, writtenByProgram } from "./browser";

const data = join(process.env.WEB ?? ".", "../tests");
const sample = (): string => writtenByProgram("opening", madeCapture("sample", "--sample"));
const real = (): string => writtenByProgram("opening-real", join(data, "real/captures/build.pmcap"));
const hero = (page: Page): Locator => page.getByRole("region", { name: "Strongest finding" });

/** The text beside a term of the hero. */
const fact = async (page: Page, term: string): Promise<string> =>
  hero(page)
    .locator("dt", { hasText: new RegExp(`^${term}`) })
    .locator("xpath=following-sibling::dd[1]")
    .innerText();

/** The labels of the chart's axes and curves. */
async function labels(page: Page): Promise<string[]> {
  return (await parsedSvg(page, (await saved(page, "SVG")).bytes)).texts;
}

browserTest("the leak of the sample with all that is known of it", sample, {}, async (page) => {
  await hero(page).getByRole("heading", { name: "Vgd1" }).waitFor();
  assert.match(await hero(page).innerText(), /leak/);
  assert.match(await fact(page, "Live blocks"), /^[\d,]+ -> [\d,]+ \(\+[\d,]+ %\) in the last boot/);
  assert.match(await fact(page, "Rate"), /^blocks: [\d,]+ a day \([\d,]+ to [\d,]+\)$/);
  assert.match(await fact(page, "Since"), /^2025-09-15 \d\d:\d\d UTC$/);
  assert.match(await fact(page, "Block"), /^432 bytes each$/);
  assert.match(await fact(page, "Why"), /^Steady: /);
  await hero(page)
    .getByRole("img", { name: /^Vgd1, live blocks, .*with the line of its rate$/ })
    .waitFor();
});

browserTest("a suspect alone fills the height; Back shows the others again", sample, {}, async (page) => {
  await hero(page).waitFor();
  assert.ok((await labels(page)).includes("200 MB"));
  await page.keyboard.press("1");
  const alone = await labels(page);
  assert.ok(alone.includes("Vgd1") && !alone.includes("MmSt") && !alone.includes("200 MB"), alone.join(" "));
  await page.keyboard.press("Backspace");
  const again = await labels(page);
  assert.ok(again.includes("MmSt") && again.includes("200 MB"), again.join(" "));
});

browserTest("the table opens with the leaks; a filter shows them alone", sample, {}, async (page) => {
  const table = page.getByRole("table", { name: "All tags" });
  const first = table.getByRole("row").nth(1);
  assert.match(await first.innerText(), /^Vgd1\s+leak\s/);
  await button(page, "Leaks 1").click();
  assert.equal(await table.getByRole("row").count(), 2);
});

browserTest("several findings: each can be chosen, and the hero follows", real, {}, async (page) => {
  await hero(page).getByRole("heading", { name: "filp + lsm_file_cache" }).waitFor();
  assert.match(await fact(page, "Lockstep"), /^lsm_file_cache : filp grow in lockstep, 1 : 1\.11$/);
  await page.getByRole("button", { name: /^2 kmalloc-256/ }).click();
  await hero(page).getByRole("heading", { name: "kmalloc-256" }).waitFor();
  assert.match(await fact(page, "Live blocks"), /^763 -> 3,120/);
});

browserTest(
  "without scripts: the findings as a table, their reasons, and figures",
  real,
  { scripts: false },
  async (page) => {
    await page.getByRole("heading", { name: "5 leaks, 7 to watch, of 235 tags, in 10 min 2 s and 1 boot" }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "kmalloc-256" });
    assert.match(await row.innerText(), /^LEAK\s+kmalloc-256\s+kernel: [^]*blocks 763 -> 3,120 \(\+309 %\)/);
    assert.match(await page.locator("body").innerText(), /Not called: buffer_head/);
    // the curve of the first finding, and all that are drawn
    assert.equal(await page.getByRole("img", { name: /^Total(Diff|UsedBytes)/ }).count(), 2);
  },
);

browserTest("a copy with this view opens as one saw it, and can be saved again", sample, {}, async (page) => {
  await page.keyboard.press("1");
  await page.getByRole("button", { name: "Logarithmic" }).click();
  const copied = async (): Promise<string> => {
    await button(page, "Save").click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Report with this view" }).click(),
    ]);
    const path = join(mkdtempSync(join(tmpdir(), "poolmonviz-copy-")), file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };
  const first = await copied();
  assert.match(first, /sample\.html$|opening\.html$/);
  await page.goto("about:blank");
  await page.goto(pathToFileURL(first).href);
  await ready(page);
  assert.equal(await page.getByRole("button", { name: "Logarithmic" }).getAttribute("aria-pressed"), "true");
  const alone = await labels(page);
  assert.ok(alone.includes("Vgd1") && !alone.includes("MmSt"), alone.join(" "));
  const text = readFileSync(first, "utf8");
  assert.equal(text.match(/id="view"/g)?.length, 1);
  assert.ok(text.includes("1 leak, 1 to watch"), "what is shown without scripts is kept");
  await page.getByRole("button", { name: "Logarithmic" }).click();
  const second = readFileSync(await copied(), "utf8");
  assert.equal(second.match(/id="view"/g)?.length, 1);
});

const single = (): string => writtenByProgram("single", madeCapture("single", "--tags", "40", "--snapshots", "1"));

browserTest("a single snapshot opens with bars of what each tag holds", single, {}, async (page) => {
  await page.getByText("A single snapshot cannot show growth.").first().waitFor();
  const bars = page.getByRole("list", { name: "Tags by what they hold" });
  const shares = (await bars.getByRole("listitem").allInnerTexts()).map((text) => Number(/([\d.]+) %/.exec(text)?.[1]));
  assert.ok(shares.length > 10);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) < 1.5, shares.join(" "));
  assert.ok(shares[0] >= shares[1]);
});

browserTest("the first rows of the table are drawn by one click; Back undoes it", sample, {}, async (page) => {
  const pressed = page.getByRole("table", { name: "All tags" }).getByRole("button", { pressed: true });
  const before = await pressed.allInnerTexts();
  await button(page, "Growing").click();
  await page.getByRole("columnheader", { name: "Tag" }).getByRole("button").click(); // by name
  const rows = page.getByRole("table", { name: "All tags" }).getByRole("rowheader");
  const first = (await rows.allInnerTexts()).slice(0, 8);
  await button(page, "Draw the first 8").click();
  assert.deepEqual(await pressed.allInnerTexts(), first);
  await button(page, "Back").click();
  await button(page, "All").first().click();
  assert.notDeepEqual(await pressed.allInnerTexts(), first);
  assert.ok(before.length > 0);
});

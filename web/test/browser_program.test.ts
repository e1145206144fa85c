// Reports written by the program, from captures of all kinds.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { TABS } from "../src/state/types";
import type { Page } from "playwright-core";
import { browserTest, button, madeCapture, openTab, parsedSvg, saved, writtenByProgram } from "./browser";

const data = join(process.env.WEB ?? ".", "../tests/data");
const sample = (): string => madeCapture("sample", "--sample");

/** The value of a tag in the last file of a capture, parsed independently of our readers. */
function lastBytes(folder: string, tag: string): number {
  const last =
    readdirSync(folder)
      .filter((name) => name.endsWith(".csv"))
      .sort()
      .pop() ?? "";
  const bytes = readFileSync(join(folder, last));
  const lines = bytes
    .toString(bytes[0] === 0xff ? "utf16le" : "utf8")
    .replace(/^\ufeff/, "")
    .split(/\r?\n/);
  const cells = (line: string): string[] => line.replace(/^"|"$/g, "").split('","');
  const row = lines.map(cells).find((found) => found.includes(tag)) ?? [];
  return Number(row[cells(lines[0]).indexOf("TotalUsedBytes")]);
}

browserTest(
  "sample capture: the table has the value of the last file, the reboot is shown, every tab draws",
  () => writtenByProgram("sample", sample()),
  {},
  async (page) => {
    const row = page
      .getByRole("table", { name: "All tags" })
      .getByRole("row")
      .filter({ has: page.getByText("Vgd1", { exact: true }) });
    const megabytes = (lastBytes(sample(), "Vgd1") / 2 ** 20).toFixed(1);
    assert.match(await row.innerText(), new RegExp(`(^|\\s)${megabytes.replace(".", "\\.")} MB`));
    assert.match(await page.getByRole("banner").innerText(), /193 snapshots[^]*1 reboot/);
    for (const tab of TABS) {
      await openTab(page, tab);
      const drawing = await parsedSvg(page, (await saved(page, "SVG")).bytes);
      assert.ok(drawing.texts.includes("Vgd1") || drawing.texts.includes("MmSt"), `${tab}: ${drawing.texts.join(" ")}`);
    }
  },
);

/** Then opens the correlation, whose tab is marked. */
async function opensOnTheFinding(page: Page): Promise<void> {
  const tab = page.getByRole("tab", { name: "Correlation" });
  await page.getByRole("region", { name: "Strongest finding" }).getByText("Vgd1").waitFor();
  assert.equal(await page.getByRole("tab", { name: "Timeline" }).getAttribute("aria-selected"), "true");
  assert.match(String(await tab.getAttribute("title")), /Asked for/);
  await tab.click();
}

browserTest(
  "-sc marks the correlation, which has the selected tags; the page opens on the finding",
  () => writtenByProgram("sc", sample(), "-sc"),
  {},
  async (page) => {
    await opensOnTheFinding(page);
    assert.equal(await button(page, "Tags in the chart").getAttribute("aria-pressed"), "true");
  },
);

browserTest(
  "-sce marks the correlation, which has all tags",
  () => writtenByProgram("sce", sample(), "-sce"),
  {},
  async (page) => {
    await opensOnTheFinding(page);
    assert.equal(await button(page, "All that vary").getAttribute("aria-pressed"), "true");
  },
);

const KINDS: [string, () => string][] = [
  ["2 snapshots", () => madeCapture("two", "--tags", "40", "--snapshots", "2")],
  [
    "2880 snapshots",
    () => madeCapture("long", "--tags", "24", "--snapshots", "2880", "--interval", "60", "--reboot-at", "1500"),
  ],
  ...[
    "missing_in_middle",
    "one_snapshot",
    "lone_point",
    "nul_tags",
    "odd_characters",
    "replacement_characters",
    "dollar_tags",
    "sum_beyond_int64",
    "local_time_only",
  ].map((name): [string, () => string] => [name, () => join(data, name)]),
];
for (const [name, capture] of KINDS)
  browserTest(
    `${name}: every tab opens, and the timeline is saved`,
    () => writtenByProgram(name.replace(" ", "-"), capture()),
    {},
    async (page) => {
      for (const tab of TABS) await openTab(page, tab);
      await openTab(page, "Timeline");
      const drawing = await parsedSvg(page, (await saved(page, "SVG")).bytes);
      assert.equal(drawing.counts.script, undefined);
      assert.ok((await page.getByRole("table", { name: "All tags" }).getByRole("row").count()) > 1);
    },
  );

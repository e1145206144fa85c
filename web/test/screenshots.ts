// Takes screenshots of a report: every tab, light and dark, three sizes; and the image of the README.
//
//     node screenshots.mjs REPORT.html OUTDIR [README.png]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { TABS } from "../src/state/types";
import { CHROMIUM } from "./chromium";

const [report, out, readme] = process.argv.slice(2);
if (!report || !out) {
  console.error("usage: screenshots.mjs REPORT.html OUTDIR [README.png]");
  process.exit(2);
}
const url = pathToFileURL(resolve(report)).href;
const SIZES = { phone: [390, 844], desk: [1600, 1000], "4k": [3840, 2160] } as const;

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-quic", "--no-first-run"],
});
try {
  for (const colorScheme of ["light", "dark"] as const)
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      await page.goto(url);
      for (const tab of TABS) {
        await page.getByRole("tab", { name: tab, exact: true }).click();
        await page.waitForLoadState("networkidle");
        await page.waitForTimeout(400);
        await page.screenshot({
          path: join(out, `${tab.replace(/ /g, "-").toLowerCase()}-${colorScheme}-${size}.png`),
          fullPage: size === "phone",
        });
      }
      await page.close();
    }
  if (readme) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
    await page.goto(url);
    await page.waitForTimeout(600);
    await page.screenshot({ path: readme });
  }
} finally {
  await browser.close();
}

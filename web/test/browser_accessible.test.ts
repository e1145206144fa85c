// No violations of the accessibility rules that axe-core checks, in both themes, in every tab.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { TABS } from "../src/state/types";
import { browserTest, button, madeCapture, openTab, writtenByProgram } from "./browser";

const axe = readFileSync(join(process.env.WEB ?? ".", "node_modules/axe-core/axe.min.js"), "utf8");
const sample = (): string => writtenByProgram("accessible", madeCapture("sample", "--sample"), "-sc");

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    async () =>
      (await (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run()).violations,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}\n    ${node.failureSummary}`),
  );
}

for (const dark of [false, true])
  browserTest(`${dark ? "dark" : "light"}: no violations in any tab`, sample, { dark }, async (page) => {
    for (const tab of TABS) {
      await openTab(page, tab);
      await page.waitForTimeout(200);
      const found = await violations(page);
      assert.deepEqual(found, [], `${tab}:\n${found.join("\n")}`);
    }
  });

const real = (): string =>
  writtenByProgram("accessible-real", join(process.env.WEB ?? ".", "../tests/real/captures/build.pmcap"));

for (const dark of [false, true])
  browserTest(
    `${dark ? "dark" : "light"}: none with several findings, in the dialogs and the menu`,
    real,
    { dark },
    async (page) => {
      const check = async (what: string): Promise<void> => {
        const found = await violations(page);
        assert.deepEqual(found, [], `${what}:\n${found.join("\n")}`);
      };
      await page.getByRole("button", { name: /^2 kmalloc-256/ }).click();
      await page.getByRole("button", { name: "Compare window" }).click();
      await check("findings");
      await button(page, "Save").click();
      await check("menu");
      await page.keyboard.press("Escape");
      for (const name of ["Options", "Help"]) {
        await button(page, name).click();
        await page.getByRole("dialog").waitFor();
        await check(name);
        await page.keyboard.press("Escape");
      }
    },
  );

// Figure options and Save: the saved files show the options and have the chosen type and size.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { browserTest, button, openTab, parsedPng, parsedSvg, saved, written } from "./browser";

const capture = (): string => written("figures", { tags: 60, moments: 50, buckets: 50 });
const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Figure options" });

async function setField(page: Page, name: string, value: string): Promise<void> {
  const field = dialog(page).getByLabel(name, { exact: true });
  await field.fill(value);
  await field.dispatchEvent("change");
}

browserTest("title, labels and limits appear in the saved SVG", capture, {}, async (page) => {
  await button(page, "Options").click();
  await setField(page, "Title", 'Leak of <Vgd1> & "co"');
  await setField(page, "X label", "When");
  await setField(page, "Y label", "How much");
  await setField(page, "Y from", "0");
  await setField(page, "Y to", "96 MB");
  await dialog(page).getByRole("button", { name: "OK" }).click();
  await dialog(page).waitFor({ state: "detached" });
  const drawing = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  for (const text of ['Leak of <Vgd1> & "co"', "When", "How much", "80 MB"])
    assert.ok(drawing.texts.includes(text), `${text} is not in ${drawing.texts.join(" | ")}`);
});

browserTest("label, colour, width, style and marker of a curve apply", capture, {}, async (page) => {
  const before = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  assert.ok(!before.attributes.stroke.includes("#ff00aa"));
  await button(page, "Options").click();
  await setField(page, "Label", "the culprit");
  await setField(page, "Colour", "#ff00aa");
  await setField(page, "Width", "3.5");
  await dialog(page).getByLabel("Line style").selectOption("dashed");
  await dialog(page).getByLabel("Marker", { exact: true }).selectOption("square");
  await setField(page, "Marker size", "9");
  await setField(page, "Face colour", "#00ff11");
  await setField(page, "Edge colour", "#0000ff");
  await dialog(page).getByRole("button", { name: "OK" }).click();
  const after = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  assert.ok(after.texts.filter((text) => text === "the culprit").length >= 1, "at the curve or in the legend");
  assert.ok(after.attributes.stroke.includes("#ff00aa"));
  assert.ok(after.attributes["stroke-width"].some((width) => Number(width) === 3.5));
  assert.ok((after.attributes["stroke-dasharray"] ?? []).length > (before.attributes["stroke-dasharray"] ?? []).length);
  assert.ok(
    after.attributes.fill.includes("#00ff11") && after.attributes.stroke.includes("#0000ff"),
    "face and edge of the markers",
  );
});

browserTest("draw style: steps", capture, {}, async (page) => {
  const longest = async (): Promise<string> => {
    const { attributes } = await parsedSvg(page, (await saved(page, "SVG")).bytes);
    return attributes.d.reduce((a, b) => (b.length > a.length ? b : a), "");
  };
  const plain = await longest();
  await button(page, "Options").click();
  await dialog(page).getByLabel("Draw style").selectOption("steps after");
  await dialog(page).getByRole("button", { name: "OK" }).click();
  const steps = await longest();
  const points = steps.match(/[ML][^ML]+/g) ?? [];
  assert.ok(points.length > 1.5 * (plain.match(/[ML][^ML]+/g) ?? []).length, "each value takes two points");
  const level = points.slice(1).filter((point, i) => {
    const [x, y] = point.slice(1).split(" ");
    const [fromX, fromY] = points[i].slice(1).split(" ");
    return x === fromX || y === fromY;
  });
  assert.ok(level.length > 0.95 * (points.length - 1), "every segment is horizontal or vertical");
});

browserTest(
  "Cancel restores the state; an invalid limit shows an error and changes nothing",
  capture,
  {},
  async (page) => {
    await button(page, "Options").click();
    await setField(page, "Title", "not this");
    await setField(page, "Y from", "many");
    await page.waitForURL((url) => url.hash.includes("not%20this"));
    await page.getByRole("alert").filter({ hasText: "Invalid Y limit" }).waitFor();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await page.waitForURL((url) => url.hash === "");
    assert.ok(!(await parsedSvg(page, (await saved(page, "SVG")).bytes)).texts.includes("not this"));
  },
);

browserTest("the options can be used by keyboard", capture, {}, async (page) => {
  await page.locator("body").press("o");
  await dialog(page).waitFor();
  await page.keyboard.type("by keys");
  await page.keyboard.press("Enter");
  await dialog(page).waitFor({ state: "detached" });
  await page.waitForURL((url) => decodeURIComponent(url.hash).includes("by keys"));
  await page.locator("body").press("o");
  await page.keyboard.type("given up");
  await page.keyboard.press("Escape"); // the field has the focus: its text must not be applied
  await dialog(page).waitFor({ state: "detached" });
  await page.locator("body").press("o");
  assert.equal(await dialog(page).getByLabel("Title", { exact: true }).inputValue(), "by keys");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await page.waitForURL((url) => !decodeURIComponent(url.hash).includes("given up"));
});

browserTest("OK with an invalid limit shows an error and keeps the dialog open", capture, {}, async (page) => {
  await button(page, "Options").click();
  await dialog(page).getByLabel("Y from", { exact: true }).fill("many");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "Invalid Y limit" }).waitFor();
  await setField(page, "Title", "something else"); // does not hide the error
  await dialog(page).getByRole("button", { name: "OK" }).click();
  assert.ok(await dialog(page).isVisible());
  await dialog(page).getByLabel("Y from", { exact: true }).fill("");
  await page.keyboard.press("Enter");
  await dialog(page).waitFor({ state: "detached" });
});

browserTest("the options show the default style of a curve", capture, {}, async (page) => {
  const drawing = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  await button(page, "Options").click();
  await dialog(page).getByLabel("Curve", { exact: true }).selectOption({ index: 7 }); // its colour is near the first one
  assert.equal(await dialog(page).getByLabel("Line style").inputValue(), "dash-dot");
  assert.equal(await dialog(page).getByLabel("Width", { exact: true }).getAttribute("placeholder"), "1.75");
  assert.equal(
    await dialog(page).getByLabel("Title", { exact: true }).getAttribute("placeholder"),
    "SYNTHETIC: bytes (TotalUsedBytes), 2026-01-01 00:00 \u2013 05:35 UTC",
  );
  await dialog(page).getByLabel("Line style").selectOption("solid");
  await dialog(page).getByRole("button", { name: "OK" }).click();
  const solid = await parsedSvg(page, (await saved(page, "SVG")).bytes);
  assert.ok((solid.attributes["stroke-dasharray"] ?? []).length < drawing.attributes["stroke-dasharray"].length);
});

browserTest(
  "a figure with too many bars omits some and says so",
  () => written("bars", { tags: 200, moments: 60, buckets: 60 }),
  {},
  async (page) => {
    await openTab(page, "Contribution");
    const { texts } = await parsedSvg(page, (await saved(page, "SVG")).bytes);
    const [, shown, of] = /the largest (\d+) of (\d+)/.exec(texts.join("\n")) ?? [];
    assert.ok(Number(shown) <= 36 && Number(of) > Number(shown), `${shown} of ${of}`); // 640 - 2 x 16 - 30 pixels hold 35 rows of 15 and the scale
    assert.equal(texts[0], "SYNTHETIC: what tags gained, bytes (TotalUsedBytes), 2026-01-01 00:00 \u2013 06:25 UTC");
  },
);

for (const [tab, element] of [
  ["Timeline", "path"],
  ["Small multiples", "path"],
  ["Correlation", "rect"],
  ["Contribution", "rect"],
] as const) {
  browserTest(`${tab} is saved as SVG and PNG in the chosen size`, capture, {}, async (page) => {
    await openTab(page, tab);
    await button(page, "Save").click();
    await page.getByLabel("Width", { exact: true }).fill("900");
    await page.getByLabel("Height", { exact: true }).fill("500");
    await page.getByLabel("Margin left", { exact: true }).fill("40");
    await page.getByLabel("Margin left", { exact: true }).press("Tab");
    await page.keyboard.press("Escape");
    const svg = await saved(page, "SVG");
    assert.match(svg.name, /^[\w-]+\.svg$/);
    const drawing = await parsedSvg(page, svg.bytes);
    assert.deepEqual([drawing.width, drawing.height], [900, 500]);
    assert.ok((drawing.counts[element] ?? 0) > 10, `only ${drawing.counts[element]} elements ${element}`);
    assert.ok(drawing.texts.includes("MmSt"), `the name of a tag is not in ${drawing.texts.join(" ")}`);
    assert.ok(
      drawing.attributes.transform.some((value) => value.startsWith("translate(40 ")),
      "the margin",
    );
    assert.doesNotMatch(svg.bytes.toString("utf8"), /NaN|undefined|Infinity/);
    const png = await saved(page, "PNG");
    assert.match(png.name, /^[\w-]+\.png$/);
    const picture = parsedPng(png.bytes);
    assert.deepEqual([picture.width, picture.height], [1800, 1000]);
    assert.ok(picture.colours > 20, "the image is not empty");
  });
}

browserTest(
  "a heatmap of many tags is saved as an image in the SVG",
  () => written("many", { tags: 150, moments: 100, buckets: 50 }),
  {},
  async (page) => {
    await openTab(page, "Correlation");
    await button(page, "All that vary").click();
    const drawing = await parsedSvg(page, (await saved(page, "SVG")).bytes);
    assert.equal(drawing.counts.image, 1);
    assert.match(drawing.attributes.href[0], /^data:image\/png;base64,/);
  },
);

// The 2D context that records SVG.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SvgContext, SvgPath, colourOf, escapeXml } from "../src/draw/svg";

const context = (): SvgContext =>
  new SvgContext({ font: "", measureText: () => ({ width: 10 }) } as unknown as CanvasRenderingContext2D);

test("the first lineTo of a path is a moveTo, as on a canvas", () => {
  const path = new SvgPath();
  path.lineTo(1, 2);
  path.lineTo(3.14159, 4);
  assert.equal(path.d, "M1 2L3.14 4");
  assert.equal(new SvgPath(path).d, path.d);
});

test("a full circle is two arcs, because a single one would be empty", () => {
  const path = new SvgPath();
  path.arc(10, 10, 5, 0, 2 * Math.PI);
  assert.equal(path.d, "M15 10A 5 5 0 0 1 5 10A 5 5 0 0 1 15 10");
});

test("text is escaped, and characters that change the writing direction are removed", () => {
  assert.equal(escapeXml("</text><script>\"'&"), "&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;");
  assert.equal(escapeXml("a\u0000b\u001f\u007f"), "a\u2400b\u241f\u2421");
  assert.equal(escapeXml("\u202e\u200f\u2067"), "\ufffd\ufffd\ufffd");
  assert.equal(escapeXml("\ud800x\u{1f600}"), "\ufffdx\u{1f600}");
});

test("colours are #rrggbb with a separate opacity", () => {
  assert.deepEqual(colourOf("#abc"), ["#aabbcc", 1]);
  assert.deepEqual(colourOf("#11223380"), ["#112233", 128 / 255]);
  assert.deepEqual(colourOf("rgba(255, 0, 16, 0.25)"), ["#ff0010", 0.25]);
  assert.deepEqual(colourOf("rgb(1 2 3 / 50%)"), ["#010203", 0.5]);
});

test("dashes, width and opacity apply, and restore resets them", () => {
  const c = context();
  c.save();
  c.strokeStyle = "#ff0000";
  c.lineWidth = 3;
  c.globalAlpha = 0.5;
  c.setLineDash([4, 2]);
  c.beginPath();
  c.moveTo(0, 0);
  c.lineTo(9, 9);
  c.stroke();
  c.restore();
  c.stroke();
  const [dashed, plain] = c.markup().split("\n");
  assert.equal(
    dashed,
    '<path d="M0 0L9 9" fill="none" stroke="#ff0000" stroke-opacity="0.5" stroke-width="3" stroke-dasharray="4 2"/>',
  );
  assert.equal(plain, '<path d="M0 0L9 9" fill="none" stroke="#000000" stroke-width="1"/>');
});

test("a clip is not affected by later transforms", () => {
  const c = context();
  c.save();
  c.beginPath();
  c.rect(0, 0, 5, 5);
  c.clip();
  c.translate(100, 0);
  c.fillRect(0, 0, 1, 1);
  c.restore();
  c.fillRect(2, 2, 1, 1);
  const lines = c.markup().split("\n");
  assert.equal(lines[0], '<clipPath id="c1"><path d="M0 0h5v5h-5Z"/></clipPath>');
  assert.equal(lines[1], '<g clip-path="url(#c1)">');
  assert.match(lines[2], /^<rect .* transform="matrix\(1 0 0 1 100 0\)"\/>$/);
  assert.equal(lines[3], "</g>");
  assert.doesNotMatch(lines[4], /clip|transform/);
});

test("rotated text, and baselines replaced by an offset", () => {
  const c = context();
  c.font = "bold 20px 'DejaVu Sans'";
  c.textAlign = "right";
  c.textBaseline = "middle";
  c.rotate(-Math.PI / 2);
  c.fillText("<MmSt>", 0, 0);
  assert.match(
    c.markup(),
    /^<text x="0" y="7" .*font-size="20" font-weight="bold" text-anchor="end".*matrix\(0 -1 1 0 0 0\).*>&lt;MmSt&gt;<\/text>$/,
  );
});

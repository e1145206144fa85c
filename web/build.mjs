// build.mjs - builds the page or its tests.
//
//     node build.mjs page OUT.html      the page as one file, with the lines <!--STATIC--> and <!--DATA--> in place of a report
//     node build.mjs tests OUTDIR       each test/*.ts bundled as OUTDIR/*.mjs, for `node --test`
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [what, out] = process.argv.slice(2);

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    target: "es2022",
    legalComments: "none",
    ...options,
  });
  if (result.warnings.length > 0) throw new Error(`esbuild reported warnings for ${entry}: see above`);
  return result.outputFiles[0].text.trim();
}

async function page() {
  const script = await bundle("src/main.ts", { format: "iife" });
  const style = await bundle("src/style.css", {});
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style))
    throw new Error("the script or the style sheet contains a closing tag or a comment of HTML");
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = `default-src 'none'; img-src data: blob:; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
  const licence = readFileSync(join(here, "node_modules/uplot/LICENSE"), "utf8").trim();
  const parts = { LICENCE: `<!-- Contains uPlot:\n${licence}\n-->`, POLICY: policy, STYLE: style, SCRIPT: script };
  const html = readFileSync(join(here, "src/page.html"), "utf8").replace(
    /<!--(LICENCE|POLICY|STYLE|SCRIPT)-->/g,
    (_, name) => parts[name],
  );
  for (const marker of ["<!--STATIC-->", "<!--DATA-->"])
    if (html.split("\n").filter((line) => line === marker).length !== 1)
      throw new Error(`src/page.html must have exactly one line ${marker}`);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, html);
}

async function tests() {
  mkdirSync(out, { recursive: true });
  const browser = pathToFileURL(join(here, "node_modules/playwright-core/index.mjs")).href; // not bundled: it loads files of its own
  const files = readdirSync(join(here, "test")).filter((name) => name.endsWith(".ts"));
  await build({
    entryPoints: files.map((name) => join(here, "test", name)),
    bundle: true,
    outdir: out,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    platform: "node",
    target: "node18",
    sourcemap: "inline",
    logLevel: "warning",
    plugins: [
      {
        name: "playwright",
        setup: (plugin) => plugin.onResolve({ filter: /^playwright-core$/ }, () => ({ path: browser, external: true })),
      },
    ],
  });
}

const jobs = { page, tests };
if (!jobs[what] || !out) {
  console.error(`usage: ${basename(process.argv[1])} page OUT.html | tests OUTDIR`);
  process.exit(2);
}
await jobs[what]();

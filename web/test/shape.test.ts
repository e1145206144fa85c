// Rules for the source files that neither the compiler nor the formatter checks.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const web = process.env.WEB ?? ".";
const filesIn = (folder: string): string[] =>
  readdirSync(join(web, folder), { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    return item.isDirectory() ? filesIn(path) : [path];
  });
const files = ["src", "test"].flatMap(filesIn);

test("no file is longer than 500 lines", () => {
  for (const file of files)
    assert.ok(readFileSync(join(web, file), "utf8").split("\n").length <= 501, `${file}: split it by topic`);
});

test("no HTML from strings, no `any`, no network access", () => {
  for (const file of files.filter((name) => name.startsWith("src") && name.endsWith(".ts"))) {
    const text = readFileSync(join(web, file), "utf8");
    assert.doesNotMatch(
      text,
      /innerHTML|outerHTML\s*\+?=[^=]|insertAdjacentHTML|document\.write|setAttribute\("style"/,
      file,
    );
    assert.doesNotMatch(text, /\bas any\b|: any\b|<any>|@ts-ignore|@ts-nocheck/, file);
    assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest|WebSocket|EventSource/, file);
  }
});

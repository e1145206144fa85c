// Writes a synthetic report, to view the page without the C program.
//
//     node make_report.mjs PAGE.html OUT.html [tags=200] [moments=600] [buckets=200] [verdicts=1] [reboot=0] [gap=0]
import { readFileSync, writeFileSync } from "node:fs";
import { makeReport, reportFile } from "./synthetic";

const [page, out, ...options] = process.argv.slice(2);
const given: Record<string, number> = Object.fromEntries(
  options.map((option) => [option.split("=")[0], Number(option.split("=")[1])]),
);
const { verdicts = 0, reboot = 1, gap = 1, ...sizes } = given;
writeFileSync(
  out,
  reportFile(
    readFileSync(page, "utf8"),
    makeReport({ ...sizes, verdicts: verdicts > 0, reboot: reboot > 0, gap: gap > 0 }),
  ),
);

// Opens the report and puts the page together.
import { inflateHere } from "./codec";
import { blockInPage, openReport } from "./source";

async function main(): Promise<void> {
  const host = document.getElementById("page") as HTMLElement;
  try {
    const report = await openReport(blockInPage, inflateHere);
    document.title = `${report.meta.title} - poolmonviz`;
    host.textContent = `${report.meta.title}: ${report.meta.tags.length} tags`;
  } catch (error) {
    host.textContent = error instanceof Error ? error.message : String(error);
  }
}

void main();

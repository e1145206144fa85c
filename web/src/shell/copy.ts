// copy.ts - saves the report with the view of now in it: one file that opens as one sees it.
import { download } from "../draw/export";
import type { App } from "../state/app";
import { stateToHash } from "../state/store";

const VIEW = "view"; // the element that holds the view, as a link would
let without: Node[] = []; // what the page shows without scripts

/** Keeps what is in the element `page`, which the script is about to replace. */
export function keepStatic(host: HTMLElement): void {
  without = [...host.childNodes];
}

/** The view to open: that of the address, else the one saved in this file. */
export const openedView = (): string =>
  location.hash.length > 1 ? location.hash : (document.getElementById(VIEW)?.textContent ?? "");

/** The file as it was opened, with another view. */
function fileWith(view: string): string {
  const root = document.documentElement.cloneNode(true) as HTMLElement;
  const body = root.querySelector("body") as HTMLElement;
  for (const name of ["style", "data-theme", "data-printing"]) root.removeAttribute(name);
  for (const child of [...body.children])
    if (child.id === VIEW || (child.tagName !== "SCRIPT" && child.id !== "page")) child.remove();
  const page = body.querySelector("#page") as HTMLElement;
  page.replaceChildren(...without.map((node) => node.cloneNode(true)));
  if (view !== "") {
    const kept = document.createElement("script");
    kept.type = "text/plain";
    kept.id = VIEW;
    kept.textContent = view;
    page.after(kept);
  }
  return `<!DOCTYPE html>\n${root.outerHTML}\n`;
}

export function saveCopy(app: App): void {
  const { meta } = app.report;
  const name =
    meta.title
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "report";
  download(new Blob([fileWith(stateToHash(app.store.state, meta))], { type: "text/html" }), `${name}.html`);
  app.say("Saved a copy of the report with this view.");
}

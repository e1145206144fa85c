// keys.ts - what the keys do, and the sheet that says so.
import { element } from "../base/dom";

export interface Key {
  keys: string; // as people read it
  does: string;
  /** True: this is the key, and it was acted upon. */
  act?(event: KeyboardEvent): boolean;
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

export function listenToKeys(keys: readonly Key[]): void {
  document.addEventListener("keydown", (event) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      inField(event.target) ||
      document.querySelector("dialog[open]")
    )
      return;
    if (keys.some((key) => key.act?.(event) === true)) event.preventDefault();
  });
}

export function openHelp(keys: readonly Key[]): void {
  const dialog = element("dialog", "help");
  const form = element("form");
  const table = element("table");
  const close = element("button", "plain", "Close");
  form.method = "dialog";
  dialog.setAttribute("aria-label", "Help");
  for (const key of keys) {
    const row = element("tr");
    const cell = element("th");
    cell.scope = "row";
    key.keys
      .split(" ")
      .forEach((one) => cell.append(element(/^[a-z]$|^[^a-z]/.test(one) ? "kbd" : "span", "", one), " "));
    row.append(cell, element("td", "", key.does));
    table.append(row);
  }
  form.append(element("h2", "", "Keys and gestures"), table, close);
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

// save.ts - the menu of the Save button: size and file type of the figure.
import { element, field } from "../base/dom";
import type { App, FigureSize, Tab } from "../state/app";
import { save } from "../draw/export";
import { saveCopy } from "./copy";

const size: FigureSize = { width: 1200, height: 640, margins: { top: 16, right: 16, bottom: 16, left: 16 } };

/** Adds the menu to `button`; `current` returns the open tab. */
export function attachSave(button: HTMLButtonElement, app: App, current: () => Tab): void {
  const box = element("div", "save");
  const fields = element("div", "save-fields");
  const menu = element("div", "save-menu");

  const number = (
    label: string,
    least: number,
    most: number,
    get: () => number,
    set: (value: number) => void,
  ): HTMLElement => {
    const made = field(label, "number", String(get()), (text) => {
      const value = Math.round(Number(text));
      if (text.trim() !== "" && value >= least && value <= most) set(value);
      made.input.value = String(get());
    });
    Object.assign(made.input, { min: String(least), max: String(most), step: "1" });
    return made.label;
  };
  const side = (name: keyof FigureSize["margins"]): HTMLElement =>
    number(
      `Margin ${name}`,
      0,
      400,
      () => size.margins[name],
      (value) => (size.margins[name] = value),
    );

  fields.append(
    number(
      "Width",
      200,
      8000,
      () => size.width,
      (value) => (size.width = value),
    ),
  );
  fields.append(
    number(
      "Height",
      150,
      8000,
      () => size.height,
      (value) => (size.height = value),
    ),
  );
  fields.append(side("top"), side("right"), side("bottom"), side("left"));
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", "Save as");
  for (const kind of ["PNG", "SVG"] as const) {
    const item = element("button", "save-item", kind);
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.addEventListener("click", () => {
      close(true);
      void save(app, current(), structuredClone(size), kind);
    });
    menu.append(item);
  }
  const copy = element("button", "save-item", "Report with this view");
  copy.type = "button";
  copy.setAttribute("role", "menuitem");
  copy.title = "The whole report as one HTML file, which opens as you see it now";
  copy.addEventListener("click", () => {
    close(true);
    saveCopy(app);
  });
  menu.append(copy);
  box.append(menu, fields);
  box.hidden = true;
  button.after(box);
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");

  function close(back: boolean): void {
    box.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  }
  button.addEventListener("click", () => {
    if (!box.hidden) return close(false);
    box.hidden = false;
    button.setAttribute("aria-expanded", "true");
    menu.querySelector("button")?.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close(true);
      event.stopPropagation();
    } else if (event.target instanceof HTMLButtonElement && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const items = [...menu.querySelectorAll("button")];
      const at = items.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
      items[(at + items.length) % items.length].focus();
      event.preventDefault();
    }
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !box.contains(event.relatedTarget) && event.relatedTarget !== button)
      close(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.hidden && event.target instanceof Node && !box.contains(event.target) && !button.contains(event.target))
      close(false);
  });
}

// dom.ts - elements, and the controls that several forms are made of. Text goes in as text: nothing here takes markup.

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  if (text !== "") made.textContent = text;
  return made;
}

/** How much larger than usual text is, on a wide screen or because the reader wants it so: drawings follow. */
export const textScale = (): number => (parseFloat(getComputedStyle(document.documentElement).fontSize) || 13) / 13;

/** An input with its label; `changed` hears each value that was entered, not each key. */
export function field(
  name: string,
  type: string,
  value: string,
  changed: (value: string) => void,
): { label: HTMLLabelElement; input: HTMLInputElement } {
  const label = element("label", "field");
  const input = element("input");
  input.type = type;
  input.value = value;
  input.setAttribute("aria-label", name);
  input.addEventListener("change", () => changed(input.value));
  label.append(element("span", "", name), input);
  return { label, input };
}

/** One of a few words. */
export function pick<T extends string>(
  name: string,
  choices: readonly T[],
  value: T,
  changed: (value: T) => void,
): { label: HTMLLabelElement; select: HTMLSelectElement } {
  const label = element("label", "field");
  const select = element("select");
  for (const choice of choices) select.append(new Option(choice, choice, false, choice === value));
  select.setAttribute("aria-label", name); // the label's text holds all choices
  select.addEventListener("change", () => changed(choices[select.selectedIndex]));
  label.append(element("span", "", name), select);
  return { label, select };
}

/** Buttons in a row, one of them pressed; `show` presses it. */
export function segments<T extends string>(
  name: string,
  choices: readonly (readonly [T, string])[],
  chosen: (value: T) => void,
): { box: HTMLElement; show: (value: T) => void } {
  const box = element("div", "segments");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", name);
  const buttons = choices.map(([value, words]) => {
    const button = element("button", "", words);
    button.type = "button";
    button.addEventListener("click", () => chosen(value));
    box.append(button);
    return button;
  });
  return {
    box,
    show: (value) => choices.forEach(([one], i) => buttons[i].setAttribute("aria-pressed", String(one === value))),
  };
}

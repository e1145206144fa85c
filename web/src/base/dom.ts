// dom.ts - DOM elements and the controls that several forms share. Strings become text nodes, never markup.

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

/** Text size relative to the default of 13 pixels (wide screen, browser setting). Canvas drawings scale by it. */
export const textScale = (): number => (parseFloat(getComputedStyle(document.documentElement).fontSize) || 13) / 13;

/** An input with its label. `changed` is called when a value is committed, not on each key. */
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

/** A drop-down list with its label. */
export function pick<T extends string>(
  name: string,
  choices: readonly T[],
  value: T,
  changed: (value: T) => void,
): { label: HTMLLabelElement; select: HTMLSelectElement } {
  const label = element("label", "field");
  const select = element("select");
  for (const choice of choices) select.append(new Option(choice, choice, false, choice === value));
  select.setAttribute("aria-label", name); // without it the name would include every option's text
  select.addEventListener("change", () => changed(choices[select.selectedIndex]));
  label.append(element("span", "", name), select);
  return { label, select };
}

/** A row of toggle buttons of which one is pressed. `show` presses it without calling `chosen`. */
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

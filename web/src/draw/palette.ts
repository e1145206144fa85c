// palette.ts - colours and fonts for canvases and saved figures. main.ts sets them as the custom properties of
// base.css.

export interface Inks {
  ground: string;
  text: string;
  dim: string;
  line: string; // of grids and frames
  accent: string;
  against: string; // bars below zero
  hatch: string; // of undefined cells
  sans: string;
  mono: string;
}

const FONTS = {
  sans: "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif",
  mono: "ui-monospace, Consolas, 'DejaVu Sans Mono', monospace",
};

const LIGHT: Inks = {
  ...FONTS,
  ground: "#ffffff",
  text: "#14171c",
  dim: "#5c6472",
  line: "#dfe3e8",
  accent: "#2f6fb5",
  against: "#b8493a",
  hatch: "#c3c9d1",
};
const DARK: Inks = {
  ...FONTS,
  ground: "#171a20",
  text: "#e8eaed",
  dim: "#9aa3b0",
  line: "#2c313a",
  accent: "#5b9fdb",
  against: "#d2705c",
  hatch: "#3d444f",
};

export const palette = (dark: boolean): Inks => (dark ? DARK : LIGHT);

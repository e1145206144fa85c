// Where the browser is; "" when there is none.
import { existsSync } from "node:fs";

export const CHROMIUM =
  process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path)) ?? "";

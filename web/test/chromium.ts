// The path of Chromium for tests and screenshots; "" when it is not installed.
import { existsSync } from "node:fs";

export const CHROMIUM =
  process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path)) ?? "";

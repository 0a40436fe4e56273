import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a browser is installed (`apt-get install chromium`); undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM, ...PLACES].find((path) => path !== undefined && existsSync(path));

/** Why a test is skipped without it. */
export const NO_CHROMIUM = "no chromium here: apt-get install chromium, or set CHROMIUM";

/** Without a sandbox (root in a container has none), without a network of its own. */
export function launch(executablePath: string): Promise<Browser> {
  const off = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--no-first-run", "--disable-sync", ...off] });
}

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

export interface Opened {
  readonly page: Page;
  /** What the console and uncaught errors said, and every request that was no file and no blob. */
  readonly messages: string[];
}

/** Opens the page from its folder, as a double click does. */
export async function openPage(
  browser: Browser,
  folder: string,
  width: number,
  { dark = false, before }: { readonly dark?: boolean; readonly before?: (page: Page) => Promise<unknown> } = {},
): Promise<Opened> {
  const context = { viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light" } as const;
  const page = await browser.newPage(context);
  // A busy machine takes its time.
  page.setDefaultTimeout(240_000);
  const messages: string[] = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("dialog", (dialog) => {
    messages.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) messages.push(`request: ${request.url()}`);
  });
  await before?.(page);
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  return { page, messages };
}

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Gives the page files and waits until they are opened, or refused. @returns which */
export async function give(page: Page, files: readonly GivenFile[]): Promise<string> {
  await page.evaluate("delete document.documentElement.dataset.opened; delete document.documentElement.dataset.ran");
  const buffers = files.map(({ name, bytes }) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(bytes),
  }));
  await page.setInputFiles("#files", buffers);
  await page.waitForSelector("html[data-opened]", { state: "attached", timeout: 120_000 });
  return (await page.evaluate("document.documentElement.dataset.opened")) as string;
}

/** Waits until the model ran, or did not. */
export async function ran(page: Page): Promise<void> {
  await page.waitForSelector("html[data-ran]", { state: "attached", timeout: 240_000 });
}

/** What `lint` and `verify` said, as `--json` prints it; null where the model was refused. */
export async function checked(page: Page): Promise<{ readonly lint: unknown; readonly verify: unknown }> {
  await page.waitForSelector(".panel[data-json] ~ .panel[data-json]", { state: "attached", timeout: 240_000 });
  const [lint, verify] = (await page.evaluate(
    "[...document.querySelectorAll('.panel[data-json]')].map(({ dataset }) => dataset.json)",
  )) as [string, string];
  return { lint: JSON.parse(lint), verify: JSON.parse(verify) };
}

/** CRC-32 of the first tensor of every node, by the node's place. */
export async function checksums(page: Page): Promise<string[]> {
  return (await page.evaluate(
    "[...document.querySelectorAll('.nodes .crc')].map(({ textContent }) => textContent)",
  )) as string[];
}

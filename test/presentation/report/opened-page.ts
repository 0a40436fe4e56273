import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

/** A page of a file, drawn; what it complained about and asked for is collected. */
export interface OpenedPage {
  readonly page: Page;
  readonly messages: readonly string[];
  readonly requests: readonly string[];
}

export async function openPage(browser: Browser, file: string, width: number): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const messages: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector("html[data-drawn]", { state: "attached", timeout: 60_000 });
  return { page, messages, requests };
}

/** Traces with marks on the screen, figure by figure. */
export const DRAWN = `[...document.querySelectorAll("figure.plot")].map((figure) =>
  [...figure.querySelectorAll(".barlayer .trace, .scatterlayer .trace, .heatmaplayer .hm")]
    .filter((trace) => trace.querySelector("path, image") !== null).length)`;

/** Pixels by which the page is wider than the window. */
export const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

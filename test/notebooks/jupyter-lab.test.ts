import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { hasJupyter, needsJupyter } from "../kernel/jupyter.js";
import { CHROMIUM, launch } from "../presentation/report/chromium.js";
import { type JupyterLab, startJupyterLab } from "./jupyter-lab.js";
import { committed, copyLessons } from "./lessons.js";
import { picture } from "./picture.js";

const LESSON = "05_compare.ipynb";
/** Never run and never saved here: what it holds is not trusted. */
const COPY = "downloaded.ipynb";
const MINUTES = 5 * 60_000;
const PLOTLY = "application/vnd.plotly.v1+json";

let folder = "";
let lab: JupyterLab | undefined;
let browser: Browser | undefined;
/** Figures of the lesson. */
let figures = 0;

beforeAll(async () => {
  if (CHROMIUM === undefined || !hasJupyter()) return;
  folder = copyLessons();
  lab = await startJupyterLab(folder);
  browser = await launch(CHROMIUM);
  const outputs = committed(LESSON).cells.flatMap((cell) => cell.outputs ?? []);
  figures = outputs.filter(({ data }) => PLOTLY in ((data ?? {}) as object)).length;
}, MINUTES);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
  if (folder !== "") rmSync(folder, { recursive: true });
});

beforeEach((context) => {
  needsJupyter(context);
  if (CHROMIUM === undefined) context.skip("no chromium here: apt-get install chromium, or set CHROMIUM");
});

/** The lesson in a page of its own; what the page could not do is collected. */
async function open(file: string, withPlotly: boolean): Promise<{ page: Page; errors: string[] }> {
  const page = await browser!.newPage({ viewport: { width: 1400, height: 1000 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  if (!withPlotly) await page.route("**/jupyterlab-plotly/**", (route) => route.abort());
  await page.goto(lab!.url(file));
  await page.waitForSelector(".jp-Notebook .jp-OutputArea-output", { timeout: MINUTES });
  return { page, errors };
}

test("cells run, no error is shown, plotly draws every figure", { timeout: MINUTES }, async () => {
  const { page, errors } = await open(LESSON, true);
  expect(figures).toBeGreaterThan(3);
  const { shell, commands } = { shell: "window.jupyterapp.shell", commands: "window.jupyterapp.commands" };
  const context = `${shell}.currentWidget.sessionContext`;
  await page.evaluate(`${context}.ready.then(() => ${context}.session.kernel.info)`);
  await page.evaluate(`${commands}.execute("notebook:clear-all-cell-outputs")`);
  expect(await page.locator(".jp-OutputArea-output").count()).toBe(0);
  await page.evaluate(`${commands}.execute("notebook:run-all-cells")`);
  await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', { timeout: MINUTES });
  const failed = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]';
  expect(await page.locator(failed).count()).toBe(0);
  const prompts = await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
  expect(prompts.filter((prompt) => !/^\[\d+\]:$/.test(prompt))).toEqual([]);

  const plots = page.locator(".js-plotly-plot");
  await expect.poll(() => plots.count(), { timeout: 30_000 }).toBe(figures);
  for (let i = 0; i < figures; i++) {
    const plot = plots.nth(i);
    await plot.scrollIntoViewIfNeeded();
    const marks = plot.locator(".barlayer path, .scatterlayer path, .heatmaplayer image");
    await expect.poll(() => marks.count(), { timeout: 30_000 }).toBeGreaterThan(0);
    const { colors, inked } = await picture(page, plot);
    expect(colors).toBeGreaterThan(8);
    expect(inked).toBeGreaterThan(0.01);
  }
  expect(errors).toEqual([]);
  await page.close();
});

test("an untrusted copy shows its figures as images where plotly is not", { timeout: MINUTES }, async () => {
  copyFileSync(join(folder, LESSON), join(folder, COPY));
  const { page } = await open(COPY, false);
  const trusted = "window.jupyterapp.shell.currentWidget.content.widgets.some((cell) => cell.model.trusted)";
  expect(await page.evaluate(trusted)).toBe(false);
  const images = page.locator('.jp-RenderedHTML img[src^="data:image/svg+xml;base64,"]');
  await expect.poll(() => images.count(), { timeout: 30_000 }).toBe(figures);
  expect(await page.locator(".js-plotly-plot").count()).toBe(0);
  for (let i = 0; i < figures; i++) {
    const image = images.nth(i);
    await image.scrollIntoViewIfNeeded();
    expect(await image.getAttribute("alt")).toMatch(/\w+\. \w+/);
    const { colors, inked } = await picture(page, image);
    expect(colors).toBeGreaterThan(8);
    expect(inked).toBeGreaterThan(0.01);
  }
  await page.close();
});

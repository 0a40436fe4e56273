import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toSvg } from "../../../src/presentation/figures/svg/to-svg.js";
import type { ReportInput } from "../../../src/presentation/report/input.js";
import { reportHtml } from "../../../src/presentation/report/report-html.js";
import { sections } from "../../../src/presentation/report/sections.js";
import { CHROMIUM, launch, NO_CHROMIUM } from "./chromium.js";
import { fullReport } from "./faulty-run.js";
import { DRAWN, type OpenedPage, OVERFLOW, openPage } from "./opened-page.js";
import { overlaps } from "./overlaps.js";

const WIDTHS = [1280, 400];
let folder = "";
let browser: Browser | undefined;
let input: ReportInput;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  folder = mkdtempSync(join(tmpdir(), "espdl-lab-report-"));
  input = fullReport("mnist_cnn", "tvmgen_default_fused_nn_relu_1");
  writeFileSync(join(folder, "report.html"), reportHtml(input));
  browser = await launch(CHROMIUM);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  if (folder !== "") rmSync(folder, { recursive: true });
});

beforeEach((context) => {
  if (CHROMIUM === undefined) context.skip(NO_CHROMIUM);
});

/** Drawing takes seconds: the report is opened once a width. */
const opened = new Map<number, Promise<OpenedPage>>();

function report(width: number): Promise<OpenedPage> {
  const page = opened.get(width) ?? openPage(browser!, join(folder, "report.html"), width);
  opened.set(width, page);
  return page;
}

describe.each(WIDTHS)("the report, %i px wide", (width) => {
  test("draws every figure, complains of nothing, asks for nothing, fits", async () => {
    const { page, messages, requests } = await report(width);
    expect(messages).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("data:") && !url.endsWith("/report.html"))).toEqual([]);
    const figures = sections(input).flatMap(({ figures }) => figures);
    expect(figures.length).toBeGreaterThan(9);
    const drawn = (await page.evaluate(DRAWN)) as number[];
    expect(drawn).toEqual(figures.map(({ data }) => data.length));
    expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0);
  }, 120_000);

  test("no label covers another, none is cut off", async () => {
    const { page } = await report(width);
    expect(await overlaps(page, "figure.plot .canvas")).toEqual([]);
  }, 120_000);
});

test("the row of the first layer that differs is in sight", async () => {
  const { page } = await report(1280);
  const inSight = await page.evaluate(`(() => {
    const row = document.querySelector("#layers tr.first");
    const box = row.closest(".scroll").getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    return top > box.top && bottom < box.bottom && row.cells[0].textContent === "38";
  })()`);
  expect(inSight).toBe(true);
}, 120_000);

test("the tab key reaches every figure and every table, and each says what it is", async () => {
  const { page } = await report(1280);
  const wanted = (await page.evaluate("document.querySelectorAll('figure.plot, .scroll').length")) as number;
  const reached = new Set<string>();
  for (let i = 0; i < wanted * 8 && reached.size < wanted; i++) {
    await page.keyboard.press("Tab");
    const name = (await page.evaluate(`(() => {
      const { activeElement: found } = document;
      if (!found.matches("figure.plot, .scroll")) return "";
      const name = found.getAttribute("aria-label") ?? document.getElementById(found.getAttribute("aria-labelledby")).textContent;
      return name + " " + [...document.querySelectorAll("figure.plot, .scroll")].indexOf(found);
    })()`)) as string;
    if (/^\S.* \d+$/.test(name)) reached.add(name);
  }
  expect(reached.size).toBe(wanted);
  const outline = (await page.evaluate(
    "[...document.querySelectorAll('h1, h2, h3')].map((h) => +h.tagName[1])",
  )) as number[];
  outline.forEach((level, i) => {
    expect(level - (outline[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });
  for (const landmark of ["header", "nav", "main"]) expect(await page.locator(landmark).count()).toBe(1);
}, 120_000);

test.each([720, 380])(
  "the static pictures, %i px wide: no label covers another, none is cut off",
  async (width) => {
    const pictures = sections(input).flatMap(({ figures }) => figures.map((figure) => toSvg(figure, width)));
    const page = await browser!.newPage({ viewport: { width: 800, height: 900 } });
    await page.setContent(pictures.map((svg) => `<div class="canvas" style="width:${width}px">${svg}</div>`).join(""));
    expect(await overlaps(page, ".canvas")).toEqual([]);
    await page.close();
  },
  120_000,
);

test("names that hold markup are shown, not run", async () => {
  const hostile = `</script><script>alert(1)</script><img src=x onerror="alert(2)">"'&\u202e`;
  const rename = <T extends { id: string }>(layer: T): T =>
    layer.id === input.diff.first ? { ...layer, id: hostile } : layer;
  const renamed: ReportInput = {
    ...input,
    diff: {
      ...input.diff,
      first: hostile,
      a: { ...input.diff.a, model: hostile },
      layers: input.diff.layers.map((layer) => ({ ...rename(layer), onnx: [hostile], remarks: [hostile] })),
    },
    layers: input.layers!.map(rename),
    bisection: {
      ...input.bisection!,
      layers: input.bisection!.layers.map(({ diff, diagnosis, origin }) => ({
        ...{ diff: rename(diff), origin },
        ...(diagnosis && { diagnosis: { ...diagnosis, id: hostile } }),
      })),
    },
    run: { ...input.run!, board: hostile, costs: input.run!.costs.map((cost) => ({ ...cost, id: hostile })) },
    memory: { ...input.memory!, names: input.memory!.names.map(() => hostile) },
    confusion: { ...input.confusion!, labels: input.confusion!.matrix.map(() => hostile) },
  };
  writeFileSync(join(folder, "hostile.html"), reportHtml(renamed));
  const { page, messages, requests } = await openPage(browser!, join(folder, "hostile.html"), 1280);
  expect(messages).toEqual([]);
  expect(requests.filter((url) => !url.startsWith("data:") && !url.endsWith("/hostile.html"))).toEqual([]);
  expect(await page.locator("img, a:not(nav a):not(.modebar a)").count()).toBe(0);
  expect(await page.locator("h1").textContent()).toContain("<script>alert(1)</script>");
  await page.close();
}, 120_000);

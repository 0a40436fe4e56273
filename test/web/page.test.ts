import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { embeddedInputs } from "../../src/espdl/embedded-vectors.js";
import { guessChip } from "../../src/espdl/guess-chip.js";
import type { EspdlModel } from "../../src/espdl/model.js";
import { sealPack } from "../../src/espdl/pack.js";
import { readEspdl } from "../../src/espdl/read.js";
import { runEspdl } from "../../src/espdl/run.js";
import { withTestVectors } from "../../src/espdl/test-vectors.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { FAULTS } from "../../src/web/faults.js";
import { checksum } from "../../src/web/worker/tensor-rows.js";
import { mobilenet } from "../bench/espdl-mobilenet.js";
import { invoke } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { espdlCases } from "../golden/espdl-cases.js";
import { CHROMIUM, launch, NO_CHROMIUM } from "../presentation/report/chromium.js";
import { OVERFLOW } from "../presentation/report/opened-page.js";
import { builtPage } from "./built-page.js";
import { checked, checksums, give, openPage, ran } from "./opened-page.js";
import { unlike } from "./picture.js";

const files = workspace();
const DIGITS = fileURLToPath(new URL("../../notebooks/models/digits_s8.espdl", import.meta.url));
const ROBUST = fileURLToPath(new URL("../../../shared/cases/robust", import.meta.url));
let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  [folder, browser] = await Promise.all([builtPage(), launch(CHROMIUM)]);
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach((context) => {
  if (CHROMIUM === undefined) context.skip(NO_CHROMIUM);
});

/** A network of MobileNetV2's size with a test input and the outputs that the reference gives for it. */
function published(): EspdlModel {
  const model = mobilenet("int8");
  const data = Int8Array.from({ length: 224 * 224 * 3 }, (_, i) => ((i * 7919) % 251) - 125);
  const inputs = new Map([["input", new Tensor("int8", [1, 224, 224, 3], data)]]);
  const { tensors } = runEspdl(model, inputs, { chip: "esp32s3", keep: "outputs" });
  return withTestVectors(model, inputs, tensors);
}

test("a model of published size opens, runs, and is linted and verified as the command line does it", async () => {
  const bytes = writeEspdl(published());
  expect(bytes.length).toBeGreaterThan(3_500_000);
  const path = files.write("published.espdl", bytes);
  const { page, messages } = await openPage(browser, folder, 1280);
  expect(await give(page, [{ name: "published.espdl", bytes }])).toBe("model");
  await ran(page);
  const said = await checked(page);
  for (const question of ["lint", "verify"] as const) {
    const { out } = await invoke(question, path, "--target_chip", "esp32s3", "--json");
    expect(said[question]).toEqual(JSON.parse(out));
  }
  expect((said.verify as { passes: boolean }).passes).toBe(true);
  expect((await checksums(page)).every((crc) => /^[0-9a-f]{8}$/.test(crc))).toBe(true);
  expect(messages).toEqual([]);
  await page.close();
}, 600_000);

test("100 golden models give in the browser what they give in Node, layer by layer", async () => {
  const cases = espdlCases()
    .map(({ name, model }) => ({ name, bytes: model() }))
    .filter(({ bytes }) => readEspdl(bytes).graph.testInputs.length > 0)
    .filter(
      (_, i, all) => all.length <= 100 || Math.floor((i * 100) / all.length) > Math.floor(((i - 1) * 100) / all.length),
    )
    .slice(0, 100);
  const { page, messages } = await openPage(browser, folder, 1000);
  let layers = 0;
  for (const { name, bytes } of cases) {
    const model = readEspdl(bytes);
    const chip = guessChip(model).chips[0]!;
    const { trace } = runEspdl(model, embeddedInputs(model, chip), { chip, partial: true });
    const crcs = new Map(trace.layers.map(({ name, tensor }) => [name, checksum(tensor)]));
    expect(await give(page, [{ name: `${name}.espdl`, bytes }]), name).toBe("model");
    await ran(page);
    const expected = model.graph.nodes.map(({ outputs }) => crcs.get(outputs[0]!) ?? "");
    expect(await checksums(page), name).toEqual(expected);
    layers += expected.filter((crc) => crc !== "").length;
  }
  console.log(`${cases.length} golden models, ${layers} layers: the same bytes in Chromium and in Node`);
  expect(cases.length).toBeGreaterThanOrEqual(Math.min(100, espdlCases().length));
  expect(messages).toEqual([]);
  await page.close();
}, 600_000);

describe("the demonstration", () => {
  test("is there from its folder, which is small, and complains of nothing", async () => {
    const bytes = readdirSync(folder).reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0);
    expect(bytes).toBeLessThan(3_000_000);
    expect(readFileSync(join(folder, "app.js"), "utf8")).not.toMatch(/["'`]node:\w|__vite-browser-external/);
    const { page, messages } = await openPage(browser, folder, 1280);
    await page.waitForSelector("html[data-demonstrated=right]", { state: "attached", timeout: 60_000 });
    expect(await page.locator(".scores .best").textContent()).toMatch(/^\d\d %$/);
    expect(messages).toEqual([]);
    await page.close();
  }, 120_000);

  const CAUSES: Readonly<Record<keyof typeof FAULTS, RegExp>> = {
    padding: /the padding is on the other side or missing/,
    rounding: /rounds to nearest, ties up/,
    bias: /bias/,
    relu: /ReLU/i,
    shift: /shift/,
    weights: /the weights lie as HWIO and are read as WHIO/,
  };

  test("bisect names each of the six mistakes", async () => {
    const { page, messages } = await openPage(browser, folder, 1280);
    await page.waitForSelector("html[data-demonstrated=right]", { state: "attached", timeout: 60_000 });
    for (const fault of Object.keys(FAULTS) as (keyof typeof FAULTS)[]) {
      await page.evaluate("delete document.documentElement.dataset.demonstrated");
      await page.check(`input[value=${fault}]`);
      await page.waitForSelector("html[data-demonstrated=broken]", { state: "attached", timeout: 60_000 });
      const words = ((await page.locator(".verdict").textContent()) ?? "").split("which was not told:")[1]!;
      expect(words, fault).toMatch(/Layer \d+ wrong by itself/);
      expect(words, fault).toMatch(CAUSES[fault]);
    }
    expect(messages).toEqual([]);
    await page.close();
  }, 240_000);
});

test("of a file of several models one is chosen, by its name, and another one in its place", async () => {
  const models = ["digits_s8", "skip_add_s8"].map((name) => ({
    name,
    bytes: readFileSync(fileURLToPath(new URL(`../../notebooks/models/${name}.espdl`, import.meta.url))),
  }));
  const bytes = sealPack(models, "1");
  const path = files.write("pack.espdl", bytes);
  const { page, messages } = await openPage(browser, folder, 1280);
  expect(await give(page, [{ name: "pack.espdl", bytes }])).toBe("pack");
  expect(await page.locator(".pack li").allTextContents()).toEqual(["digits_s8", "skip_add_s8"]);
  for (const [i, { name }] of models.entries()) {
    if (i === 0) await page.getByRole("button", { name }).click();
    else await page.locator("select[aria-label='model of the pack']").selectOption(String(i));
    await page.waitForSelector("html[data-opened=model]", { state: "attached" });
    await ran(page);
    const { out } = await invoke("lint", path, "--model", name, "--target_chip", "esp32s3", "--json");
    expect((await checked(page)).lint, name).toEqual(JSON.parse(out));
  }
  expect(messages).toEqual([]);
  await page.close();
}, 240_000);

test("any element of a product sum is told from its products to its byte", async () => {
  const { page, messages } = await openPage(browser, folder, 1280);
  await give(page, [{ name: "digits_s8.espdl", bytes: readFileSync(DIGITS) }]);
  await ran(page);
  const rows = page.locator(".nodes tbody tr", { hasText: "Conv" });
  await rows.first().locator("button").click();
  await page.locator(".numbers input, .search input").fill("> 20");
  await page.locator(".search input").press("Enter");
  await page.waitForSelector(".numbers[data-search='> 20']", { state: "attached" });
  await page.locator(".numbers td button").first().click();
  await page.waitForSelector(".chain li");
  expect(await page.locator(".one .failure").count()).toBe(0);
  expect(await page.locator(".chain b").allTextContents()).toEqual(
    expect.arrayContaining(["accumulator", "+ bias", "rounded", "saturated"]),
  );
  expect(messages).toEqual([]);
  await page.close();
}, 120_000);

const HOSTILE = `</text><img src=x onerror="alert(1)"><script>alert(2)</script>"'&`;

test("names from files never become markup", async () => {
  const model = mobilenet("int8");
  const nodes = model.graph.nodes.slice(0, 1).map((node) => ({ ...node, name: HOSTILE, outputs: [HOSTILE] }));
  const info = { ...model.graph.valueInfo[0]!, name: HOSTILE };
  const graph = { ...model.graph, name: HOSTILE, nodes, outputs: [info], valueInfo: [info] };
  const { page, messages } = await openPage(browser, folder, 1280);
  await give(page, [{ name: `${HOSTILE.replaceAll("/", "")}.espdl`, bytes: writeEspdl({ ...model, graph }) }]);
  await ran(page);
  await checked(page);
  await page.locator(".nodes .name button").first().click();
  await page.waitForSelector(".numbers td button");
  expect(await page.locator("main img, main script").count()).toBe(0);
  expect(await page.locator(".panel h2").allTextContents()).toContain(HOSTILE);
  expect(messages).toEqual([]);
  await page.close();
}, 120_000);

test("damaged and hostile files are refused in a line, and the page goes on", async () => {
  const found = existsSync(ROBUST)
    ? readdirSync(ROBUST, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file))
    : [];
  const hostile = found.map((file) => ({ name: file, bytes: readFileSync(join(ROBUST, file)) }));
  const garbage = ["a.espdl", "b.onnx", "c.npy", "d.npz", "e.zip", "f.txt"].map((name) => ({
    name,
    bytes: Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 255),
  }));
  const { page, messages } = await openPage(browser, folder, 1280);
  for (const file of [...hostile, ...garbage, { name: "empty.espdl", bytes: new Uint8Array() }]) {
    const outcome = await give(page, [{ ...file, name: file.name.replaceAll("/", "_") }]);
    if (outcome === "model") await ran(page).catch(() => {});
    else expect(await page.locator(".refused .failure").textContent()).not.toMatch(/\n|defect of this page/);
  }
  await page.click("#home");
  expect(await page.locator(".start").count()).toBe(1);
  expect(messages).toEqual([]);
  await page.close();
}, 300_000);

describe.each([400, 800, 1920])("%i px wide", (width) => {
  const kept = (name: string): string => fileURLToPath(new URL(`screens/${name}-${width}.png`, import.meta.url));

  test.each([false, true])(
    "nothing is wider than the window, it looks as it did; dark: %s",
    async (dark) => {
      const { page, messages } = await openPage(browser, folder, width, { dark });
      await page.waitForSelector("html[data-demonstrated]", { state: "attached", timeout: 60_000 });
      expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0);
      const looked = async (name: string): Promise<number> => unlike(kept(name), await page.screenshot());
      if (dark) expect(await looked("start-dark")).toBeLessThan(0.1);
      await give(page, [{ name: "digits_s8.espdl", bytes: readFileSync(DIGITS) }]);
      await ran(page);
      await checked(page);
      expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0);
      // What the status line says of seconds is another each time.
      await page.evaluate("document.getElementById('status').textContent = ''");
      if (!dark) expect(await looked("model")).toBeLessThan(0.1);
      expect(messages).toEqual([]);
      await page.close();
    },
    120_000,
  );
});

test("nothing moves once it is there, from the first screen to a mistake found", async () => {
  const { page } = await openPage(browser, folder, 1280);
  await page.waitForSelector("html[data-demonstrated=right]", { state: "attached", timeout: 60_000 });
  await page.check("input[value=padding]");
  await page.waitForSelector("html[data-demonstrated=broken]", { state: "attached", timeout: 60_000 });
  const shift = await page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 300);
  })`);
  // Below 0.1 a page is called stable (Cumulative Layout Shift).
  expect(shift).toBeLessThan(0.05);
  await page.close();
}, 120_000);

test("the tab key reaches the buttons, the tabs, the graph's nodes and the tables", async () => {
  const { page } = await openPage(browser, folder, 1280);
  const bytes = readFileSync(fileURLToPath(new URL("../../notebooks/models/skip_add_s8.espdl", import.meta.url)));
  await give(page, [{ name: "skip_add_s8.espdl", bytes }]);
  await ran(page);
  const reached = new Set<string>();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const role = await page.evaluate(
      "document.activeElement.getAttribute('role') ?? document.activeElement.tagName.toLowerCase()",
    );
    reached.add(role as string);
  }
  expect([...reached]).toEqual(expect.arrayContaining(["button", "tab", "region", "input"]));
  await page.focus("#tab-0");
  await page.keyboard.press("ArrowRight");
  expect(await page.getAttribute("#tab-1", "aria-selected")).toBe("true");
  await page.close();
}, 120_000);

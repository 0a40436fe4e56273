import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bisectProject } from "../../src/analysis/bisect/bisect-project.js";
import { wasmBoard } from "../../src/boards/board/wasm.js";
import { type RunningBoard, startBoard } from "../../src/boards/capture/open-board.js";
import { exportPortable } from "../../src/cli/export-espdl.js";
import { compileEspdlForBoard } from "../../src/espdl/portable.js";
import { readEspdl } from "../../src/espdl/read.js";
import { FaultyTransport } from "../boards/board/faulty-transport.js";
import { RomDouble } from "../boards/board/flash/rom-double.js";
import { random } from "../boards/board/random.js";
import { RestartingTransport } from "../boards/board/restarting-transport.js";
import { workspace } from "../cli/workspace.js";
import { CHROMIUM, launch, NO_CHROMIUM } from "../presentation/report/chromium.js";
import { builtPage } from "./built-page.js";
import { give, openPage, ran } from "./opened-page.js";
import { type SerialDouble, serialDouble } from "./serial-double.js";

const files = workspace();
const DIGITS = fileURLToPath(new URL("../../notebooks/models/digits_s8.espdl", import.meta.url));
const digits = { name: "digits_s8.espdl", bytes: readFileSync(DIGITS) };
const board = wasmBoard();
let browser: Browser;
let folder: string;
const CALLS = "components/tvm_model/model/codegen/host/src/default_lib1.c";
/** The window, strides, dilation and padding above and left of the third convolution; the same without that padding. */
const [PADS, SHIFTED] = ["3, 3, 2, 2, 1, 1, 1, 1, 0}", "3, 3, 2, 2, 1, 1, 0, 0, 0}"] as const;
/** The model's project, and one with a line of its C made wrong. */
const projects = { right: "", broken: "" };

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  [folder, browser] = await Promise.all([builtPage(), launch(CHROMIUM)]);
  const { project } = await exportPortable(DIGITS, { target_chip: "esp32s3", out_path: files.path("c") } as never);
  projects.right = project;
  projects.broken = files.path("broken");
  cpSync(project, projects.broken, { recursive: true });
  const path = join(projects.broken, CALLS);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(PADS);
  writeFileSync(path, text.replace(PADS, SHIFTED));
  for (const made of Object.values(projects)) await (await startBoard(made, "wasm")).close();
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach((context) => {
  if (CHROMIUM === undefined) context.skip(NO_CHROMIUM);
});

const firmware = (project: string): string => join(project, "build", "wasm", "firmware.wasm");
const start = (project: string) => board.open({ path: firmware(project), log: "" });

/** The page with the digit model open, its Board tab in sight, and a serial port. */
async function onBoard(): Promise<{ page: Page; serial: SerialDouble; messages: string[] }> {
  let serial!: SerialDouble;
  const before = async (page: Page): Promise<void> => {
    serial = await serialDouble(page);
  };
  const { page, messages } = await openPage(browser, folder, 1280, { before });
  await give(page, [digits]);
  await ran(page);
  await page.getByRole("tab", { name: /^Board/ }).click();
  return { page, serial, messages };
}

/** Presses a button of the panel and waits until what it began ended. @returns how, and what the panel says */
async function press(page: Page, name: RegExp): Promise<{ state: string; told: string }> {
  await page.evaluate("delete document.querySelector('.board-found').dataset.state");
  await page.getByRole("button", { name }).click();
  return settled(page);
}

async function settled(page: Page): Promise<{ state: string; told: string }> {
  const found = page.locator(".board-found[data-state=done], .board-found[data-state=failed]");
  await found.waitFor({ state: "attached", timeout: 240_000 });
  const told = (await page.locator(".board > p[role=status]").textContent()) ?? "";
  return { state: (await found.getAttribute("data-state"))!, told };
}

const said = async (page: Page, part: "words" | "cause") =>
  JSON.parse((await page.locator(`.board-found .${part}`).getAttribute("data-json"))!);

/** Of what two searches found, that which does not name the board. */
const essence = ({ suspect: _, ...found }: { readonly suspect?: unknown }) => JSON.parse(JSON.stringify(found));

describe("a board behind Web Serial", () => {
  test("is captured tensor by tensor, each held against the reference as it arrives", async () => {
    const { page, serial, messages } = await onBoard();
    serial.plug(() => start(projects.right));
    expect(await press(page, /^Connect/)).toEqual({ state: "done", told: "" });
    expect(await page.locator(".board-found h3").first().textContent()).toMatch(
      /^board usb 303a:1001 runs [0-9a-f]{16}: 9 calls, 9 tensors$/,
    );
    expect(await page.locator(".arrived tr.equal").count()).toBe(9);
    expect(await page.locator(".arrived tbody td:nth-child(5)").allTextContents()).toEqual(Array(9).fill("= equal"));
    expect((await said(page, "words")).verdict).toBe("equal");
    expect(await press(page, /^Leave/)).toEqual({ state: "done", told: "" });
    await expect.poll(() => serial.acts, { timeout: 60_000 }).toEqual(["open 115200", "DTR 0 RTS 0", "close"]);
    expect(messages).toEqual([]);
    await page.close();
  }, 300_000);

  test("that is wrong is bisected, with what the command line finds", async () => {
    const { page, serial, messages } = await onBoard();
    serial.plug(() => start(projects.broken));
    expect((await press(page, /^Connect/)).state).toBe("done");
    expect((await said(page, "words")).verdict).toBe("differs");
    expect((await press(page, /^Find the cause/)).state).toBe("done");
    const model = readEspdl(digits.bytes);
    const compile = () => compileEspdlForBoard(model, { chip: "esp32s3" });
    let running: RunningBoard | undefined;
    try {
      running = await startBoard(projects.broken, "wasm");
      const { found } = await bisectProject(projects.broken, { compile }, running);
      expect(essence(await said(page, "cause"))).toEqual(essence(found));
      const { index, id } = found.layers[0]!.diff;
      expect(await page.locator(".board-found .cause").textContent()).toContain(
        `The first that differs is layer ${index}, ${id}`,
      );
      expect(await page.locator(".board-found .cause").textContent()).toContain("the padding is on the other side");
    } finally {
      await running?.close();
    }
    expect(messages).toEqual([]);
    await page.close();
  }, 300_000);

  test("on a line that drops, cuts, doubles and damages gives every byte", async () => {
    const { page, serial } = await onBoard();
    let line: FaultyTransport | undefined;
    serial.plug(async () => (line = new FaultyTransport(await start(projects.right), 5, 3000)));
    expect(await press(page, /^Connect/)).toEqual({ state: "done", told: "" });
    expect((await said(page, "words")).verdict).toBe("equal");
    expect(Object.values(line!.counts).reduce((a, b) => a + b)).toBeGreaterThan(5);
    await page.close();
  }, 300_000);

  test("that restarts, or is unplugged, is told as such and can be connected again", async () => {
    const { page, serial } = await onBoard();
    serial.plug(
      async () => new RestartingTransport(await start(projects.right), () => start(projects.right), 9, false),
    );
    const { state, told } = await press(page, /^Connect/);
    expect(state).toBe("failed");
    expect(told).toMatch(/restarted before "\w+" \(power, watchdog or a crash\)/);
    await press(page, /^Leave/);
    serial.plug(async () => {
      const line = await start(projects.right);
      let writes = 0;
      return {
        ...{ onData: line.onData.bind(line), onClose: line.onClose.bind(line), close: line.close.bind(line) },
        write: async (bytes) => void (++writes === 8 ? await line.close() : await line.write(bytes)),
      };
    });
    expect(await press(page, /^Connect/)).toEqual({
      state: "failed",
      told: expect.stringMatching(/its line closed: The device has been lost/),
    });
    serial.plug(() => start(projects.right));
    expect(await press(page, /^Connect/)).toEqual({ state: "done", told: "" });
    await page.close();
  }, 300_000);
});

test("a chip is flashed with what ESP-IDF built, and what it then holds is checked", async () => {
  const next = random(11);
  const image = new Uint8Array(60_000).map(() => next() * 256);
  const table = new TextEncoder().encode("partition table".padEnd(3072, "."));
  const list = { flash_files: { "0x8000": "partition_table/table.bin", "0x10000": "app.bin" } };
  const idf = files.path("idf");
  mkdirSync(join(idf, "partition_table"), { recursive: true });
  files.write("idf/flasher_args.json", JSON.stringify(list));
  files.write("idf/app.bin", image);
  files.write("idf/partition_table/table.bin", table);
  const { page, serial, messages } = await onBoard();
  let listener = (_: Uint8Array): void => {};
  const chip = new RomDouble((bytes) => setImmediate(() => listener(bytes)));
  serial.plug(async () => ({
    write: async (bytes) => chip.take(bytes),
    onData: (next) => {
      listener = next;
    },
    onClose: () => {},
    close: async () => {},
  }));
  await page.setInputFiles("#project", idf);
  const { state, told } = await press(page, /^Flash its 2 parts, 63072 bytes/);
  expect({ state, told }).toEqual({
    state: "done",
    told: expect.stringMatching(/^ESP32-C3.*: 2 parts written, their MD5 is what was sent; it was reset$/),
  });
  expect(Buffer.compare(chip.flash.subarray(0x8000, 0x8000 + table.length), table)).toBe(0);
  expect(Buffer.compare(chip.flash.subarray(0x10000, 0x10000 + image.length), image)).toBe(0);
  expect(serial.acts.filter((act) => act.startsWith("open"))).toEqual(["open 115200", "open 460800"]);
  chip.stub = false;
  chip.corrupts = true;
  const wrong = await press(page, /^Flash/);
  expect(wrong.told).toMatch(/^board usb 303a:1001: flashing failed: MD5 of file does not match data in flash!/);
  expect(messages).toEqual([]);
  await page.close();
}, 300_000);

describe("a board of WebAssembly in the page", () => {
  test("of a built project: every tensor is the reference's", async () => {
    const { page, messages } = await onBoard();
    await page.setInputFiles("#project", join(projects.right, "build", "wasm"));
    expect(await press(page, /^Run its firmware\.wasm/)).toEqual({ state: "done", told: "" });
    expect(await page.locator(".arrived tr.equal").count()).toBe(9);
    expect(messages).toEqual([]);
    await page.close();
  }, 300_000);

  test("of the demonstration: as exported it is equal, with a line made wrong the cause is named", async () => {
    const { page, messages } = await openPage(browser, folder, 1280);
    await page.click(".open-demo");
    await ran(page);
    await page.getByRole("tab", { name: /^Board/ }).click();
    const run = async (which: number) => {
      await page.evaluate("delete document.querySelector('.board-found').dataset.state");
      await page
        .getByRole("button", { name: /^Run a board in this page/ })
        .nth(which)
        .click();
      return settled(page);
    };
    expect(await run(0)).toEqual({ state: "done", told: "" });
    expect((await said(page, "words")).verdict).toBe("equal");
    expect(await run(1)).toEqual({ state: "done", told: "" });
    expect((await said(page, "words")).verdict).toBe("differs");
    expect(await press(page, /^Find the cause/)).toEqual({ state: "done", told: "" });
    expect(await page.locator(".board-found .cause").textContent()).toMatch(/padding is on the other side or missing/);
    expect(messages).toEqual([]);
    await page.close();
  }, 300_000);

  test("of another model is not compared", async () => {
    const { page } = await onBoard();
    const skip = fileURLToPath(new URL("../../notebooks/models/skip_add_s8.espdl", import.meta.url));
    await give(page, [{ name: "skip_add_s8.espdl", bytes: readFileSync(skip) }]);
    await ran(page);
    await page.getByRole("tab", { name: /^Board/ }).click();
    await page.setInputFiles("#project", join(projects.right, "build", "wasm"));
    const { told } = await press(page, /^Run its firmware\.wasm/);
    expect(told).toMatch(
      /^board wasm: runs another model: it makes .+ of \d+ bytes, .*; open the model that it was exported from/,
    );
    await page.close();
  }, 300_000);
});

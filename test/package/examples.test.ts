import { execFile } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { images } from "../../src/tour/digits.js";
import { workspace } from "../cli/workspace.js";

const root = new URL("../../", import.meta.url).pathname;
const files = workspace();

/** What a script of `examples/` prints; it is run as a reader would. */
async function example(name: string, ...args: readonly string[]): Promise<string> {
  const run = promisify(execFile)(process.execPath, [`examples/${name}.mjs`, ...args], { cwd: root, timeout: 300_000 });
  return (await run).stdout;
}

const INPUTS = ["notebooks/data/calibration.npz", "notebooks/data/held_out.npz"];
const INT8 = (): string => files.path("int8.onnx");

beforeAll(async () => {
  mkdirSync(files.path("out"));
  quantized = await example("quantize", "notebooks/models/mnist_cnn.onnx", ...INPUTS, INT8());
}, 300_000);

let quantized = "";

test("quantize, then every layer", { timeout: 300_000 }, async () => {
  expect(quantized).toMatch(
    /^float 98\.7 % right\nint8 {2}98\.\d % right, the same class as float on [\d.]+ %\nthe difference is noise\n$/,
  );
  expect(readFileSync(INT8()).length).toBeGreaterThan(20_000);
  const layers = (await example("layers")).trimEnd().split("\n");
  expect(layers).toHaveLength(19);
  for (const line of layers) expect(line).toMatch(/^ +\d+ {2}\w+ +\d+\.\d dB$/);
});

test("a board, and bisect of it", { timeout: 300_000 }, async () => {
  const [image] = images(parseNpz(readFileSync(`${root}${INPUTS[0]}`)).get("input")!);
  const input = files.write("input.npy", formatNpy(image!));
  expect(await example("board", INT8(), input, files.path("out"))).toBe(
    `${files.path("out")}/new_project: fits an ESP32-S3\nall 17 layers equal\n`,
  );
  expect(await example("bisect", INT8(), `${files.path("out")}/new_project`)).toBe("equal: 0 of 17 tensors differ\n");
});

test("check-espdl: the exit code says that one of three fails", { timeout: 300_000 }, async () => {
  const failed = await example("check-espdl").catch((error: { code: number; stdout: string }) => error);
  expect(failed).toMatchObject({ code: 1 });
  expect((failed as { stdout: string }).stdout).toMatch(
    /^digits_s16\.espdl: 0 errors, 0 warnings, test\(\) passes\ndigits_s8\.espdl: 0 errors, 0 warnings, test\(\) passes\nskip_add_s8\.espdl: 1 errors, 0 warnings, test\(\) FAILS\n {2}\/Add: graph input "input" feeds 2 nodes/,
  );
});

import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseNpy } from "../../src/base/tensor/npy.js";
import { formatNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { TraceManifest } from "../../src/formats/trace/format.js";
import { needs } from "../boards/board/tools.js";
import { goldenCase } from "../golden/cases.js";
import { invoke, linesOf } from "./invoke.js";
import { refused } from "./refused.js";
import { workspace } from "./workspace.js";

const files = workspace();
const golden = goldenCase("tutorial_nhwc");
const MODEL = ["--target_chip", "esp32s3", "--model_path", golden.path("quant.onnx")];
const SAMPLE = ["--img_path", golden.path("input.npy")];
const LAYER = "tvmgen_default_fused_nn_relu";

/** Runs a command that must succeed and returns what it printed. */
async function succeed(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await invoke(...args);
  expect(`${code} ${err}`).toBe("0 ");
  for (const line of linesOf(out)) expect(line.replaceAll(files.path(), "").length, line).toBeLessThanOrEqual(100);
  return out;
}

const on = (board: string): string[] => ["--project", files.path("out/new_project"), "--board", board];
const layersOf = (folder: string): TraceManifest["layers"] =>
  (JSON.parse(readFileSync(files.path(folder, "trace.json"), "utf8")) as TraceManifest).layers;

beforeAll(async () => {
  await succeed("export", ...MODEL, ...SAMPLE, "--out_path", files.path("out"));
  await succeed("debug", ...MODEL, ...SAMPLE, "--dump_root", files.path("tvmdbg"));
});

describe.each([
  ["wasm", []],
  ["host", ["cc"]],
  ["qemu-esp32c3", ["qemu-system-riscv32", "riscv64-unknown-elf-gcc"]],
])("%s", (board, tools) => {
  test("capture and diff: every captured layer is the reference's", { timeout: 180_000 }, async (context) => {
    needs(context, ...tools);
    const trace = files.path(`${board}-trace`);
    const captured = await succeed("capture", ...on(board), "--out", trace);
    expect(captured).toContain(`${trace}: 13 tensors and 1 input from ${board}`);
    const out = await succeed("diff", files.path("tvmdbg"), trace);
    expect(out).toContain("EQUAL: all 13 tensors that both runs make");
    expect(out).toMatch(
      /\n\d+ tensors of the reference are not in the suspect: weights, copies, fused away, not captured\n/,
    );
  });

  test("run: outputs, the cost of each layer, the stack", { timeout: 180_000 }, async (context) => {
    needs(context, ...tools);
    const out = await succeed("run", ...on(board));
    const expected = parseNpy(golden.read("output.npy"));
    expect(out).toContain("tvmgen_default_fused_nn_softmax float32[1,10]\n");
    expect(out).toMatch(board === "qemu-esp32c3" ? /layer +instructions +share/ : /layer +µs +share/);
    expect(out).toMatch(/\nstack: \d+ of \d+ bytes\n$/);
    const { outputs, costs } = JSON.parse(await succeed("run", ...on(board), "--json"));
    expect(outputs[0].values).toHaveLength(expected.size);
    for (const [i, value] of outputs[0].values.entries()) expect(value).toBeCloseTo(Number(expected.data[i]), 6);
    expect(costs).toHaveLength(13);
  });
});

test("build and flash say where the image is", async (context) => {
  needs(context, "cc");
  const image = files.path("out/new_project/build/host/firmware.elf");
  expect(await succeed("build", ...on("host"))).toBe(`${image}: built for host\n`);
  expect(existsSync(image)).toBe(true);
  expect(await succeed("flash", ...on("host"))).toBe(`${image}: on host\n`);
  for (const command of ["build", "flash"])
    expect(JSON.parse(await succeed(command, ...on("host"), "--json"))).toEqual({ board: "host", image });
});

describe("capture", () => {
  test("--layers brings back those alone, and the inputs", async (context) => {
    needs(context, "cc");
    const trace = files.path("some");
    await succeed("capture", ...on("host"), "--out", trace, "--layers", LAYER);
    expect(layersOf("some").map(({ id }) => id)).toEqual(["input", LAYER]);
    expect(await succeed("diff", files.path("tvmdbg"), trace)).toContain("EQUAL: the one tensor that both runs make");
  });

  test("--input runs another one, and --json tells the layers", async (context) => {
    needs(context, "cc");
    const zeros = Tensor.zeros("float32", [1, 32, 32, 3]);
    const input = files.write("zeros.npz", formatNpz(new Map([["input", zeros]])));
    const trace = files.path("zeros");
    const report = JSON.parse(await succeed("capture", ...on("host"), "--out", trace, "--input", input, "--json"));
    expect(report.trace).toBe(trace);
    expect(report.layers.map(({ id }: { id: string }) => id)).toEqual(layersOf("zeros").map(({ id }) => id));
    const { code, out } = await invoke("diff", files.path("tvmdbg"), trace);
    expect(code).toBe(1);
    expect(out).toContain("DIFFERS: ");
  });

  test("without islands the graph is as it was, and its output the same", async (context) => {
    needs(context, "cc");
    await succeed("export", ...MODEL, ...SAMPLE, "--out_path", files.path("plain"), "--no_islands");
    const project = files.path("plain/new_project");
    await succeed("capture", "--project", project, "--board", "host", "--out", files.path("plain-trace"));
    const output = (folder: string): Uint8Array => readFileSync(files.path(folder, layersOf(folder).at(-1)!.file));
    await succeed("capture", ...on("host"), "--out", files.path("islands-trace"));
    expect(layersOf("plain-trace").length).toBeGreaterThan(layersOf("islands-trace").length);
    expect(output("plain-trace")).toEqual(output("islands-trace"));
    await succeed("debug", ...MODEL, ...SAMPLE, "--no_islands", "--dump_root", files.path("plain-debug"));
    expect(await succeed("diff", files.path("plain-debug"), files.path("plain-trace"))).toContain("EQUAL: ");
  });
});

describe("refused in one line", () => {
  const capture = (...args: readonly string[]): Promise<string> =>
    refused(files.path(), "capture", "--out", files.path("refused"), ...args);

  test("a board, a project, an input that there is not", async () => {
    expect(await capture(...on("esp32"))).toContain("board esp32: unknown; name one of wasm, host");
    expect(await capture("--project", files.path("nowhere"))).toContain('give a project made by "espdl-lab export"');
    expect(await capture(...on("host"), "--input", files.path("nowhere.npy"))).toContain("cannot be read (ENOENT)");
    expect(await refused(files.path(), "monitor", "--board", "wasm")).toContain("a virtual board has no console");
  });

  test("layers and inputs that the board does not have", async (context) => {
    needs(context, "cc");
    await succeed("build", ...on("host"));
    expect(await capture(...on("host"), "--layers", "ghost")).toContain("no layer ghost (it has ");
    const wrong = files.write("wrong.npz", formatNpz(new Map([["ghost", Tensor.zeros("float32", [1])]])));
    expect(await capture(...on("host"), "--input", wrong)).toContain("no such input (it takes input)");
    const small = files.write("small.npz", formatNpz(new Map([["input", Tensor.zeros("float32", [1, 2])]])));
    expect(await capture(...on("host"), "--input", small)).toContain("expected float32 [1, 32, 32, 3]");
  });
});

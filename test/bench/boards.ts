import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convolution } from "../../kernels-ref/convolution.js";
import { toBytes } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { boardByName, capture, Link, readFirmware } from "../../src/boards/board/index.js";
import { compileForBoard } from "../../src/codegen/compile-for-board.js";
import type { MemoryPlan } from "../../src/codegen/memory/plan.js";
import { exportProject } from "../../src/codegen/project/export-project.js";
import { readModel } from "../../src/formats/onnx/read.js";
import type { CallLayer, Program } from "../../src/ir/graph/program.js";
import { type GoldenCase, goldenCases } from "../golden/cases.js";
import { goldenFeeds } from "../golden/feeds.js";

const TOOLS = ["qemu-system-riscv32", "riscv64-unknown-elf-gcc", "riscv64-unknown-elf-size"];

/** Names of the tools that counting instructions needs and this machine lacks. */
export function absentTools(): string[] {
  return TOOLS.filter((tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).status !== 0);
}

/** What one call took on the board. */
export interface CallCost {
  readonly layer: string;
  readonly kernel: string;
  readonly instructions: number;
  /** Multiply-adds with padding counted in; undefined where the call does none. */
  readonly products: number | undefined;
}

export interface BoardCosts {
  readonly calls: readonly CallCost[];
  readonly size: CodeSize;
}

/** Bytes of code on RV32IMC. */
export interface CodeSize {
  /** Everything that is linked, the debug runner too, without the weights. */
  readonly text: number;
  /** The calls of this model alone. */
  readonly calls: number;
}

/** Runs a case on the ESP32-C3's instruction set: instructions of every call, and the size of its code. */
export async function boardCosts(golden: GoldenCase): Promise<BoardCosts> {
  const out = mkdtempSync(join(tmpdir(), "espdl-lab-bench-"));
  try {
    const model = readModel(golden.path("quant.onnx"));
    const feeds = goldenFeeds(golden, compileForBoard(model).program);
    const { program, plan, project } = await exportProject(model, { chip: "esp32c3", sample: feeds, out });
    const board = boardByName("qemu-esp32c3");
    const firmware = await readFirmware(project);
    const image = await board.build(firmware);
    const link = await Link.open(board.name, await board.open(image));
    const inputs = new Map([...feeds].map(([name, { data }]) => [name, toBytes(data)]));
    for await (const { id } of capture(link, inputs, [])) throw new Error(`${id} was not asked for`);
    const { costs } = await link.stats();
    await link.close();
    const calls = callsOf(program).map((call, i) => ({
      layer: call.name.replace("tvmgen_default_fused_", ""),
      kernel: call.kernel?.function ?? call.op,
      instructions: costs[i]!,
      products: products(program, call),
    }));
    return { calls, size: { text: textOf(image.path) - plan.weightBytes, calls: await callsText(project) } };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const callsOf = ({ layers }: Program): CallLayer[] => layers.filter((layer) => layer.kind === "call");

function products(program: Program, call: CallLayer): number | undefined {
  const [image, weights] = call.inputs.map(({ layer, output }) => program.layers[layer]!.types[output]!);
  const result = call.types[0]!.shape;
  if (call.op === "esp.dense") return result.at(-1)! * image!.shape.reduce((a, b) => a * b, 1);
  if (call.op !== "esp.conv2d" && call.op !== "esp.depthwise_conv2d") return undefined;
  const zeros = ({ dtype, shape }: { dtype: Tensor["dtype"]; shape: readonly number[] }) => Tensor.zeros(dtype, shape);
  const { groupInputs, kernelHeight, kernelWidth } = convolution(
    zeros(image!),
    zeros(weights!),
    zeros(call.types[0]!),
    call.attributes,
  );
  return result.reduce((a, b) => a * b, 1) * groupInputs * kernelHeight * kernelWidth;
}

/** Code and constants of an object or a firmware. */
function textOf(file: string): number {
  const [, numbers] = execFileSync("riscv64-unknown-elf-size", [file], { encoding: "utf8" }).split("\n");
  return Number(numbers!.trim().split(/\s+/)[0]);
}

async function callsText(project: string): Promise<number> {
  const object = join(project, "default_lib1.o");
  const { includes, sources } = await readFirmware(project);
  const source = sources.find((path) => path.endsWith("default_lib1.c"))!;
  const target = ["-misa-spec=2.2", "-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs", "-O2"];
  const folders = includes.map((folder) => `-I${join(project, folder)}`);
  execFileSync("riscv64-unknown-elf-gcc", [...target, ...folders, "-c", join(project, source), "-o", object]);
  return textOf(object);
}

/** The memory plan of every case. */
export function plans(): { readonly name: string; readonly plan: MemoryPlan }[] {
  return goldenCases().map((golden) => ({
    name: golden.name,
    plan: compileForBoard(readModel(golden.path("quant.onnx"))).plan,
  }));
}

import type { VectorChip } from "../../kernels-ref/index.js";
/**
 * Fuzzes the functions of a user's checkout of ESP-DL (`ESP_DL_PATH`) against the reference kernels and prints how far they
 * agree, by function. Exit code 1 where a function differs and no known fault explains it.
 */
import { KERNELS } from "../../kernels-ref/index.js";
import { UserError } from "../../src/base/errors.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { chipArithmetic } from "../../src/espdl/chip.js";
import { KernelExecutor } from "../../src/isa/kernels/executor.js";
import { KernelLibrary } from "../../src/isa/kernels/library.js";
import { explained } from "./known.js";
import { type FuzzCall, OPERATORS } from "./operators.js";
import { Random } from "./random.js";

interface Tally {
  calls: number;
  equal: number;
  explained: number;
  elements: number;
  first?: string;
}

/** Calls of one chip, by function; a fault of a function counts as a difference. */
export function fuzz(path: string, chip: VectorChip, seed: number, share = 1): Map<string, Tally> {
  const library = KernelLibrary.open(path, chip);
  const tallies = new Map<string, Tally>();
  for (const { name, calls, make } of OPERATORS) {
    const random = new Random(seed + name.length * 7919);
    for (let i = 0; i < calls * share; i++) one(library, chip, make(random, chip), tallies);
  }
  return tallies;
}

function one(library: KernelLibrary, chip: VectorChip, call: FuzzCall, tallies: Map<string, Tally>): void {
  const kernels = new KernelExecutor(library);
  const got = Tensor.zeros(call.dtype, call.shape);
  let fault: string | undefined;
  try {
    if (!kernels.compute({ id: call.op, ...call }, call.inputs, [got])) {
      tally(tallies, `C++: ${call.op}`, call, [], undefined);
      return;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    fault = error.message;
  }
  const expected = Tensor.zeros(call.dtype, call.shape);
  KERNELS.get(call.op)!(call.inputs, call.attributes, [expected], chipArithmetic(chip, chip === "esp32s3"));
  const wrong: number[] = [];
  for (let i = 0; i < got.size; i++) if (got.data[i] !== expected.data[i]) wrong.push(i);
  const name = kernels.runs.at(-1)?.functions[0] ?? call.op;
  const known = fault === undefined && wrong.length > 0 ? explained(call, wrong) : undefined;
  const text = fault ?? (wrong.length === 0 ? undefined : describe(call, wrong, got, expected));
  tally(tallies, name, call, wrong, text, known);
}

function tally(
  tallies: Map<string, Tally>,
  name: string,
  call: FuzzCall,
  wrong: readonly number[],
  text: string | undefined,
  known?: string,
): void {
  const entry = tallies.get(name) ?? { calls: 0, equal: 0, explained: 0, elements: 0 };
  tallies.set(name, entry);
  entry.calls++;
  entry.elements += call.shape.reduce((product, length) => product * length, 1);
  if (text === undefined) entry.equal++;
  else if (known !== undefined) entry.explained++;
  else entry.first ??= `${wrong.length} wrong; ${text}`;
}

function describe({ attributes, inputs }: FuzzCall, wrong: readonly number[], got: Tensor, expected: Tensor): string {
  const at = wrong[0]!;
  const shapes = inputs.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(" ");
  return `${shapes} ${JSON.stringify(attributes)} at ${at} of ${got.size}: got ${got.data[at]}, expected ${expected.data[at]}`;
}

function main(): void {
  const path = process.env.ESP_DL_PATH;
  if (path === undefined) {
    process.stderr.write("ESP_DL_PATH: names no checkout of esp-dl; set it to one\n");
    process.exit(2);
  }
  let failed = false;
  for (const chip of ["esp32s3", "esp32p4"] as const) {
    const start = performance.now();
    const tallies = [...fuzz(path, chip, 20260727)].sort(([a], [b]) => a.localeCompare(b));
    const sum = (key: "calls" | "equal" | "explained"): number =>
      tallies.reduce((total, [name, entry]) => total + (name.startsWith("C++") ? 0 : entry[key]), 0);
    for (const [name, { calls, equal, explained, first }] of tallies)
      process.stdout.write(
        `${name.padEnd(66)} ${equal}/${calls}${explained > 0 ? ` (${explained} explained)` : ""}${first ? `\n    ${first}` : ""}\n`,
      );
    const functions = tallies.filter(([name]) => !name.startsWith("C++")).length;
    const seconds = ((performance.now() - start) / 1e3).toFixed(1);
    process.stdout.write(
      `${chip}: ${functions} functions, ${sum("calls")} calls: ${sum("equal")} equal, ${sum("explained")} explained, ` +
        `${sum("calls") - sum("equal") - sum("explained")} not; ${seconds} s\n\n`,
    );
    failed ||= sum("calls") > sum("equal") + sum("explained");
  }
  if (failed) process.exit(1);
}

if (process.argv[1]?.endsWith("main.ts")) main();

import { TVM_ARITHMETIC } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Program } from "../../../ir/graph/program.js";
import { interpret } from "../../interpreter/interpret.js";
import { Executor } from "../executor.js";
import type { Form } from "../form.js";
import type { OpenGraph } from "../graph-session.js";
import { openNative } from "../native-session.js";
import { cutSegments, keyOf } from "../segments.js";
import { extremes, generator, TEST_NETWORKS, TIMED_NETWORK, testProgram } from "./programs.js";

const SAMPLES = 2;
const RUNS = 5;

/** The fastest form whose integers are the reference's on this machine, on networks that saturate everywhere. */
export async function selfTest(): Promise<Form> {
  if (!(await isExact("floats"))) return "reference";
  const bytes = (await isExact("bytes")) ? "bytes" : (await isExact("pairs")) ? "pairs" : undefined;
  return bytes !== undefined && (await seconds(bytes, openNative)) < (await seconds("floats", openNative))
    ? bytes
    : "floats";
}

/** True when a form gives every integer of the test networks. */
export async function isExact(form: Form, open: OpenGraph = openNative): Promise<boolean> {
  const random = generator(13);
  for (const network of TEST_NETWORKS) {
    const program = testProgram(network, random);
    const samples = samplesOf(program, random);
    const executor = await executorOf(program, form, open);
    const values = await executor.run(samples);
    await executor.close();
    for (const [i, sample] of samples.entries()) {
      const { layers } = interpret(program, sample, { arithmetic: TVM_ARITHMETIC });
      for (const { layer } of program.outputs) {
        const found = values?.get(keyOf({ layer, output: 0 }))?.samples[i];
        if (found === undefined || !isEqual(found, layers[layer]!.tensor)) return false;
      }
    }
  }
  return true;
}

function isEqual(found: Tensor, expected: Tensor): boolean {
  return found.data.every((value, i) => value === expected.data[i]);
}

async function seconds(form: Form, open: OpenGraph): Promise<number> {
  const random = generator(7);
  const program = testProgram(TIMED_NETWORK, random);
  const samples = samplesOf(program, random);
  const executor = await executorOf(program, form, open);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await executor.run(samples);
    least = Math.min(least, performance.now() - start);
  }
  await executor.close();
  return least;
}

function executorOf(program: Program, form: Form, open: OpenGraph): Promise<Executor> {
  const segments = cutSegments(program, TVM_ARITHMETIC, "outputs", form);
  return Executor.open(program, TVM_ARITHMETIC, segments, open);
}

function samplesOf(program: Program, random: (below: number) => number): ReadonlyMap<string, Tensor>[] {
  const { shape } = program.layers[0]!.types[0]!;
  const size = shape.reduce((a, b) => a * b);
  return Array.from({ length: SAMPLES }, () => new Map([["x", new Tensor("int8", shape, extremes(size, random))]]));
}

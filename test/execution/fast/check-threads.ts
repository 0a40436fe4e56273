import { TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { generator, randomNetwork, randomTensor } from "./random-network.js";

/** As it is compiled: a thread's file must be one that Node itself loads. */
const COMPILED = new URL("../../../dist/src/execution/fast/", import.meta.url).href;
const { createFastRunner } = (await import(
  `${COMPILED}runner.js`
)) as typeof import("../../../src/execution/fast/runner.js");
const { helpers } = (await import(
  `${COMPILED}threads/helpers.js`
)) as typeof import("../../../src/execution/fast/threads/helpers.js");

/** What one thread gives against what three give, after those have been called; printed as JSON. */
const SAMPLES = 240;
const random = generator(31);
const program = randomNetwork(random);
const { shape } = program.layers[0]!.types[0]!;
const samples = Array.from({ length: SAMPLES }, () => new Map([["x0", randomTensor(shape, random)]]));
const alone = createFastRunner(program, { threads: 1 });
const three = createFastRunner(program, { threads: 3 });
const job = { program, arithmetic: TVM_ARITHMETIC, keep: "outputs", form: "floats" } as const;
const isReady = (): boolean => helpers(2).every((helper) => helper.takes(-1, job));
const started = performance.now();
const isLate = (): boolean => performance.now() - started > 3000;
for (let run = 0; run < 2000 && !(isReady() && isLate()); run++) {
  await three.run(samples);
  await new Promise((resolve) => setTimeout(resolve, 5));
}

let differing = 0;
const compare = (expected: Tensor, found: Tensor): void => {
  for (let i = 0; i < expected.size; i++) if (expected.data[i] !== found.data[i]) differing++;
};
const [outputs, byThree] = [await alone.run(samples), await three.run(samples)];
for (const [i, tensors] of outputs.entries())
  for (const [k, tensor] of tensors.entries()) compare(tensor, byThree[i]![k]!);
const [traces, tracesByThree] = [await alone.trace(samples), await three.trace(samples)];
for (const [i, { layers }] of traces.entries())
  for (const [k, { tensor }] of layers.entries()) compare(tensor, tracesByThree[i]!.layers[k]!.tensor);

const errors: string[] = [];
await three.run([new Map()]).catch((error: Error) => errors.push(error.message));
const helped = helpers(2).filter((helper) => helper.takes(-1, job)).length;
await alone.close();
await three.close();
process.stdout.write(JSON.stringify({ samples: SAMPLES, differing, helped, errors }));

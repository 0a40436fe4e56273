import { type Chip, chipArithmetic } from "../../../src/espdl/chip.js";
import type { Form } from "../../../src/execution/fast/form.js";
import { createFastRunner } from "../../../src/execution/fast/runner.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { randomEspdl, wideTensor } from "./random-espdl.js";
import { generator } from "./random-network.js";

/** What a fuzz found: which layers differ from the reference's, of how many elements, and how many calls ran fast. */
export interface EspdlFuzz {
  readonly differing: readonly string[];
  readonly elements: number;
  readonly fast: number;
  readonly calls: number;
}

/** Random networks in several forms, against the reference, layer by layer. */
export async function fuzzEspdl(
  chip: Chip,
  dtype: "int8" | "int16",
  networks: number,
  machine: readonly Form[],
): Promise<EspdlFuzz> {
  const random = generator(chip.length * 1000 + dtype.length);
  const differing: string[] = [];
  let [elements, fast, calls] = [0, 0, 0];
  for (let net = 0; net < networks; net++) {
    const program = randomEspdl(dtype, random);
    const arithmetic = chipArithmetic(chip, chip === "esp32s3" && net % 2 === 0);
    const { shape } = program.layers[0]!.types[0]!;
    const samples = [0, 1].map(() => new Map([["x0", wideTensor(dtype, shape, random)]]));
    for (const form of machine) {
      const runner = createFastRunner(program, { arithmetic, form, threads: 1 });
      const coverage = await runner.coverage();
      fast += coverage.fast;
      calls += coverage.calls;
      const found = await runner.run(samples);
      for (const [i, sample] of samples.entries()) {
        const { layers } = interpret(program, sample, { arithmetic });
        program.outputs.forEach(({ layer }, output) => {
          const { data } = layers[layer]!.tensor;
          elements += data.length;
          if (data.some((x, k) => x !== found[i]![output]!.data[k]))
            differing.push(`${form}, net ${net}: ${layer} (${(program.layers[layer] as { op?: string }).op})`);
        });
      }
      await runner.close();
    }
  }
  return { differing, elements, fast, calls };
}

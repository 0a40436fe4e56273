import type { Tensor } from "../../../base/tensor/tensor.js";
import { type Chip, chipArithmetic } from "../../../espdl/chip.js";
import { realValues } from "../../../execution/evaluate/real-values.js";
import { createFastRunner } from "../../../execution/fast/runner.js";
import type { Program } from "../../../ir/graph/program.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";

/** The outputs of a program in the chip's integers, as real values in the file's order of axes: a list a sample. */
export async function runProgram(program: Program, feeds: readonly Sample[], chip: Chip): Promise<Tensor[][]> {
  const runner = createFastRunner(program, { arithmetic: chipArithmetic(chip) });
  try {
    const exponents = program.outputs.map(({ layer }) => program.layers[layer]!.exponent);
    const results = await runner.run(feeds);
    return results.map((made) => made.map((tensor, i) => realValues(tensor, exponents[i])));
  } finally {
    await runner.close();
  }
}

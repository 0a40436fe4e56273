import type { Program } from "../../src/ir/graph/program.js";
import { parseNpy } from "../../src/base/tensor/npy.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import type { GoldenCase } from "./cases.js";

/** The sample that the original ran, by input name. */
export function goldenFeeds(golden: GoldenCase, program: Program): Map<string, Tensor> {
  const names = program.layers.filter(({ kind }) => kind === "input").map(({ name }) => name);
  const order = golden.options.inputs ?? names;
  return new Map(
    order.map((name, position) => [name, parseNpy(golden.read(position === 0 ? "input.npy" : `input${position}.npy`))]),
  );
}

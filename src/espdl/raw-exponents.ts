import type { CallLayer, Program } from "../ir/graph/program.js";

/** Operators whose kernels look at no exponent: sums, comparisons, and everything that only moves elements. */
const RAW: ReadonlySet<string> = new Set([
  "concatenate",
  "reshape",
  "transpose",
  ...["add", "sub", "neg", "equal", "greater", "greater_or_equal", "less", "less_or_equal"].map((op) => `espdl.${op}`),
  ...["depth_to_space", "gather", "insert_zeros", "max_pool", "pad", "reduce_max", "reduce_min"].map(
    (op) => `espdl.${op}`,
  ),
  ...["reverse_sequence", "scatter_nd", "slice", "space_to_depth", "streaming_cache"].map((op) => `espdl.${op}`),
]);

/** A call that treats integers of different exponents as if they were of one: its result is not what was meant. */
export interface RawExponentMismatch {
  readonly layer: CallLayer;
  /** Exponents of the inputs (constants included), then of the output if it is an integer. */
  readonly exponents: readonly number[];
}

/** Every call of the program that mixes exponents without looking at them, in execution order. */
export function rawExponentMismatches(program: Program): RawExponentMismatch[] {
  const mismatches: RawExponentMismatch[] = [];
  for (const layer of program.layers) {
    if (layer.kind !== "call" || !RAW.has(layer.op)) continue;
    const inputs = layer.inputs.map((operand) => program.layers[operand.layer].exponent);
    const own = layer.types[0].dtype === "bool" ? undefined : layer.exponent;
    const exponents = [...inputs, own].filter((exponent) => typeof exponent === "number");
    if (new Set(exponents).size > 1) mismatches.push({ layer, exponents });
  }
  return mismatches;
}

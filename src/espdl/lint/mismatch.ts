import { chipArithmetic } from "../chip.js";
import { type RawExponentMismatch, rawExponentMismatches } from "../raw-exponents.js";
import { requantized } from "../requantized.js";
import type { LintContext, LintNode } from "./context.js";
import type { Measurement } from "./finding.js";
import { measure, outputOf } from "./measure.js";

/** A call that mixes exponents, with the node it comes from. */
export interface NodeMismatch extends RawExponentMismatch {
  readonly node: LintNode;
  /** Graph inputs among its operands whose exponent is not the output's, that other nodes read as well. */
  readonly sharedInputs: readonly string[];
}

/** Every call of the program that mixes exponents, in execution order. */
export function nodeMismatches(context: LintContext): NodeMismatch[] {
  const { program } = context;
  if (program === undefined) return [];
  const nodes = new Map(context.nodes.flatMap((node) => node.calls.map(({ index }) => [index, node] as const)));
  return rawExponentMismatches(program).flatMap((mismatch) => {
    const node = nodes.get(mismatch.layer.index);
    if (node === undefined) return [];
    const sharedInputs = mismatch.layer.inputs.flatMap(({ layer }) => {
      const source = program.layers[layer];
      const shared = source.kind === "input" && context.readers(source.name).length > 1;
      return shared && source.exponent !== mismatch.layer.exponent ? [source.name] : [];
    });
    return [{ ...mismatch, node, sharedInputs }];
  });
}

/**
 * What the chip makes of the run's integers against what was meant: the same operator on the real values, quantized to
 * the output's exponent.
 */
export function measureMismatch(context: LintContext, { layer }: NodeMismatch): Measurement | undefined {
  const inputs = context.inputs(layer);
  const made = context.value({ layer: layer.index, output: 0 });
  if (inputs === undefined || made === undefined) return undefined;
  const program = context.program!;
  const reals = inputs.map((tensor, index) => {
    const { exponent } = program.layers[layer.inputs[index].layer];
    return typeof exponent === "number" ? requantized(tensor, exponent, "float32", 0, context.chip) : tensor;
  });
  const types = layer.types.map(({ dtype, shape }) => ({
    dtype: dtype === "bool" ? dtype : ("float32" as const),
    shape,
  }));
  const meant = outputOf({ ...layer, types }, reals, chipArithmetic(context.chip));
  if (meant === undefined) return undefined;
  if (made.dtype === "bool" || typeof layer.exponent !== "number") return measure(meant, made);
  return measure(requantized(meant, 0, made.dtype, layer.exponent, context.chip), made);
}

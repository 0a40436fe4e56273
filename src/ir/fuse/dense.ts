import type { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer, Operand, Program } from "../graph/program.js";
import { editProgram, type NewCall, type Replacement } from "./edit-program.js";
import { ProgramView } from "./program-view.js";

/**
 * nn.dense [→ reshape] [→ add] → requantize in int64 → int8 become one `esp.dense`. The requantize is TVM's: · multiplier, plus
 * 2^(shift − 1) (one less below zero), shifted right, the low 32 bits, clipped to int8.
 */
export function fuseDense(program: Program): Program {
  const matcher = new Matcher(new ProgramView(program));
  const replacements = new Map<number, Replacement>();
  for (const root of matcher.view.calls()) {
    const call = matcher.match(root);
    if (call !== undefined) replacements.set(root.index, call);
  }
  return editProgram(program, replacements);
}

class Matcher {
  constructor(readonly view: ProgramView) {}

  match(root: CallLayer): NewCall | undefined {
    if (root.op !== "cast" || root.types[0]!.dtype !== "int8") return undefined;
    const clip = this.step(root.inputs[0], "clip");
    if (clip?.attributes.a_min !== -128 || clip.attributes.a_max !== 127) return undefined;
    const low = this.step(clip.inputs[0], "cast");
    const shifted = this.step(low?.inputs[0], "right_shift");
    const rounded = this.step(shifted?.inputs[0], "add");
    const scaled = this.view.made(rounded?.inputs[0], "multiply");
    const wide = this.step(scaled?.inputs[0], "cast");
    if (!low || !shifted || !rounded || !scaled || !wide || low.types[0]!.dtype !== "int32") return undefined;
    const rounding = this.rounding(rounded, scaled);
    const added = this.step(wide.inputs[0], "add");
    const accumulator = added ? added.inputs[0] : wide.inputs[0];
    const reshaped = this.step(accumulator, "reshape");
    const dense = this.step(reshaped ? reshaped.inputs[0] : accumulator, "nn.dense");
    if (!rounding || !dense || this.view.type(dense.inputs[0]!).dtype !== "int8") return undefined;
    const units = dense.types[0]!.shape.at(-1) as number;
    if (root.types[0]!.shape.at(-1) !== units) return undefined;
    const bias = added && this.bias(added.inputs[1]!, units);
    const multiplier = perUnit(this.view.constant(scaled.inputs[1]), units);
    const shift = perUnit(this.view.constant(shifted.inputs[1]), units);
    if ((added && !bias) || !multiplier || !shift || !agree(rounding.terms, shift, units)) return undefined;
    if (
      !multiplier.every((value) => value > 0 && value <= 2 ** 31) ||
      !shift.every((value) => value > 0 && value <= 62)
    )
      return undefined;
    return {
      op: "esp.dense",
      inputs: [...dense.inputs, ...(bias ? [bias] : [])],
      attributes: { multiplier, shift },
      absorbed: [
        clip,
        low,
        shifted,
        rounded,
        ...rounding.calls,
        scaled,
        wide,
        ...(added ? [added] : []),
        ...(reshaped ? [reshaped] : []),
        dense,
      ],
    };
  }

  private step(operand: Operand | undefined, op: string): CallLayer | undefined {
    const call = this.view.made(operand, op);
    return call !== undefined && this.view.isPrivate(call) ? call : undefined;
  }

  private bias(operand: Operand, units: number): Operand | undefined {
    const tensor = this.view.constant(operand);
    return tensor?.dtype === "int32" && tensor.size === units ? operand : undefined;
  }

  /** The rounding term: where(scaled ≥ 0, above, below). `scaled` is read by it and by the sum, by nobody else. */
  private rounding(sum: CallLayer, scaled: CallLayer): { calls: CallLayer[]; terms: readonly Tensor[] } | undefined {
    const where = this.step(sum.inputs[1], "where");
    const test = this.step(where?.inputs[0], "greater_equal");
    const zero = this.view.constant(test?.inputs[1]);
    const above = this.view.constant(where?.inputs[1]);
    const below = this.view.constant(where?.inputs[2]);
    if (!where || !test || !zero || !above || !below) return undefined;
    const readsScaled = this.view.made(test.inputs[0], "multiply") === scaled;
    const isPrivate = this.view.users(scaled).length === 2 && !this.view.isOutput(scaled);
    if (!readsScaled || !isPrivate || !zero.toNumbers().every((value) => value === 0)) return undefined;
    return { calls: [where, test], terms: [above, below] };
  }
}

/** One number a unit, or a single one when all are equal; undefined when the constant is not of that kind. */
function perUnit(tensor: Tensor | undefined, units: number): number[] | undefined {
  const values = tensor?.toNumbers() ?? [];
  if (values.length > 0 && values.every((value) => value === values[0])) return [values[0]!];
  return values.length === units ? values : undefined;
}

/** True when the terms are 2^(shift − 1) and one less, for every unit. */
function agree([above, below]: readonly Tensor[], shift: readonly number[], units: number): boolean {
  const at = (tensor: Tensor, i: number): bigint => BigInt(tensor.data[i] as number | bigint);
  const count = Math.max(above!.size, below!.size);
  for (let i = 0; i < count; i++) {
    const half = 1n << BigInt(shift[shift.length === 1 ? 0 : i % units]! - 1);
    if (at(above!, i % above!.size) !== half || at(below!, i % below!.size) !== half - 1n) return false;
  }
  return true;
}

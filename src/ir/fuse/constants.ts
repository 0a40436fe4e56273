import { KERNELS, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { isReshape } from "../graph/operators/table.js";
import type { CallLayer, Operand, Program } from "../graph/program.js";
import { editProgram, type Replacement } from "./edit-program.js";
import { keyOf, ProgramView, resultOf } from "./program-view.js";

/**
 * Computes what depends on constants alone, and drops integer terms that are nothing: x · 0, x ± 0. (A float x · 0 is
 * NaN for an infinite x and so stays.) Where this leaves a convolution's zero-point terms, they were all zero.
 */
export function foldConstants(program: Program): Program {
  const folding = new Folding(new ProgramView(program));
  for (const call of new ProgramView(program).calls()) folding.visit(call);
  return editProgram(program, folding.replacements);
}

class Folding {
  readonly replacements = new Map<number, Replacement>();
  private readonly known = new Map<string, Tensor>();

  constructor(private readonly view: ProgramView) {}

  visit(call: CallLayer): void {
    const constants = call.inputs.map((operand) => this.constant(operand));
    if (call.types.length === 1 && constants.every((tensor) => tensor !== undefined)) this.fold(call, constants);
    else if (/^(int|uint)/.test(call.types[0]!.dtype)) this.dropZero(call, constants);
  }

  private constant(operand: Operand): Tensor | undefined {
    return this.view.constant(operand) ?? this.known.get(keyOf(operand));
  }

  private become(call: CallLayer, tensor: Tensor): void {
    this.replacements.set(call.index, tensor);
    this.known.set(keyOf(resultOf(call)), tensor);
  }

  private fold(call: CallLayer, inputs: readonly Tensor[]): void {
    const [{ dtype, shape }] = call.types as [{ dtype: Tensor["dtype"]; shape: readonly number[] }];
    const output = isReshape(call.op) ? (inputs[0] as Tensor).reshape(shape) : Tensor.zeros(dtype, shape);
    if (!isReshape(call.op)) KERNELS.get(call.op)!(inputs, call.attributes, [output], TVM_ARITHMETIC);
    this.become(call, output);
  }

  private dropZero(call: CallLayer, constants: readonly (Tensor | undefined)[]): void {
    const [{ dtype, shape }] = call.types as [{ dtype: Tensor["dtype"]; shape: readonly number[] }];
    const [left, right] = constants.map((tensor) => tensor !== undefined && isZero(tensor));
    if (call.op === "multiply" && (left || right)) this.become(call, Tensor.zeros(dtype, shape));
    const kept =
      right && (call.op === "add" || call.op === "subtract")
        ? call.inputs[0]
        : left && call.op === "add"
          ? call.inputs[1]
          : undefined;
    if (kept === undefined || this.view.type(kept).shape.join() !== shape.join()) return;
    this.replacements.set(call.index, kept);
  }
}

function isZero({ data }: Tensor): boolean {
  for (let i = 0; i < data.length; i++) if (Number(data[i]) !== 0) return false;
  return true;
}

import { KERNELS, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { CallLayer } from "../../../src/ir/graph/program.js";
import { type Mistakes, naiveConvolution } from "./naive.js";
import { callOf, inputsOf, type Subject, subject, tensorOf } from "./subjects.js";

/** A fault put into one layer of one model. */
export interface Fault {
  readonly name: string;
  readonly subject: Subject;
  readonly call: CallLayer;
  readonly board: Tensor;
  /** What the first hypothesis must be: `family/cause`, matched from the start; undefined for a fault that no cause describes. */
  readonly expected?: string;
}

export type Make = (subject: Subject, call: CallLayer) => Tensor;

export function fault(name: string, model: string, op: string, nth: number, make: Make, expected?: string): Fault {
  const found = subject(model);
  const call = callOf(found, op, nth);
  return {
    name: `${name} · ${model} ${op} ${nth}`,
    subject: found,
    call,
    board: make(found, call),
    ...(expected ? { expected } : {}),
  };
}

export const conv =
  (mistakes: Mistakes | ((call: CallLayer) => Mistakes)): Make =>
  (s, call) =>
    naiveConvolution(call, inputsOf(s, call), typeof mistakes === "function" ? mistakes(call) : mistakes);

/** Changes bytes of the right output. */
export const patch =
  (edit: (data: Int8Array, s: Subject, call: CallLayer) => void): Make =>
  (s, call) => {
    const right = tensorOf(s, call.id);
    const data = right.data.slice() as Int8Array;
    edit(data, s, call);
    return new Tensor(right.dtype, right.shape, data);
  };

/** Runs the right kernel on other inputs or attributes. */
export const rerun =
  (edit: (inputs: Tensor[], call: CallLayer, s: Subject) => { inputs?: Tensor[]; attributes?: object }): Make =>
  (s, call) => {
    const { inputs = inputsOf(s, call), attributes = {} } = edit(inputsOf(s, call), call, s);
    const output = Tensor.zeros(call.types[0]!.dtype, call.types[0]!.shape);
    KERNELS.get(call.op)!(inputs, { ...call.attributes, ...attributes }, [output], TVM_ARITHMETIC);
    return output;
  };

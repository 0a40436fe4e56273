import { Tensor } from "../base/tensor/tensor.js";
import type { InterpretOptions } from "../execution/interpreter/interpret.js";
import type { KernelExecutor } from "../isa/kernels/executor.js";

/** Calls of a program computed by a chip's assembly, for the interpreter. */
export function byKernels(kernels: KernelExecutor): NonNullable<InterpretOptions["compute"]> {
  return (layer, inputs) => {
    const outputs = layer.types.map(({ dtype, shape }) => Tensor.zeros(dtype, shape));
    return kernels.compute(layer, inputs, outputs) ? outputs : undefined;
  };
}

import { KERNELS, KernelError, sizeOf, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, TensorType } from "./graph.js";
import { inferType } from "./infer.js";

/** Operators of several results, and those that TVM leaves alone. */
const NOT_FOLDED: ReadonlySet<string> = new Set(["full", "split", "zeros"]);

/** Constants are folded through everything but quantization and what the board's own kernels make of it. */
function isFolded(op: string): boolean {
  return !NOT_FOLDED.has(op) && !/^(esp|espdl|qnn)\./.test(op);
}

/** From this many elements on, flash is dearer than the work: a result must not be larger than what it is made of. */
const LARGE = 1024;

function isWorthIt({ shape }: TensorType, inputs: readonly Tensor[]): boolean {
  return sizeOf(shape) <= Math.max(LARGE, ...inputs.map(({ size }) => size));
}

/**
 * The result of a one-result operator on known tensors; undefined for operators that constants are not folded through,
 * for results too large to keep, and for what the kernel refuses (whoever runs the layer says so).
 */
export function evaluate(op: string, inputs: readonly Tensor[], attributes: Attributes): Tensor | undefined {
  const kernel = isFolded(op) ? KERNELS.get(op) : undefined;
  if (kernel === undefined || inputs.some((input) => input.dtype === "float16")) return undefined;
  const type = inferType(op, inputs, attributes)[0] as TensorType;
  if (!isWorthIt(type, inputs)) return undefined;
  const result = Tensor.zeros(type.dtype, type.shape);
  try {
    kernel(inputs, attributes, [result], TVM_ARITHMETIC);
  } catch (error) {
    if (error instanceof KernelError) return undefined;
    throw error;
  }
  return result;
}

/** As the operator `cast`: floats truncate toward zero, integers keep their low bits. */
export function castTensor(tensor: Tensor, dtype: Tensor["dtype"]): Tensor {
  return evaluate("cast", [tensor], { dtype }) as Tensor;
}

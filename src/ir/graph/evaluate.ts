import { KERNELS, KernelError, sizeOf, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, TensorType } from "./graph.js";
import { inferType } from "./infer.js";

/** Those that TVM leaves alone. */
const NOT_FOLDED: ReadonlySet<string> = new Set(["full", "zeros"]);

/** A result this small costs no more than the operator that would make it on the chip. */
const SMALL = 4096;

/** Floats that grow, as a broadcast's do, are better made on the chip than kept in flash. */
function isWorthKeeping(inputs: readonly Tensor[], { dtype, shape }: TensorType): boolean {
  const size = sizeOf(shape);
  return !dtype.startsWith("float") || size <= SMALL || size <= Math.max(...inputs.map((input) => input.size));
}

/**
 * The result of a one-result operator on known tensors: what stands between a model's constants and their readers, and
 * chains that compute shapes. Undefined for an operator without a kernel (`qnn.*`), for float16, which no kernel
 * computes, for floats that grow beyond `SMALL`, and for
 * what the kernel refuses (whoever runs the layer says so).
 */
export function evaluate(op: string, inputs: readonly Tensor[], attributes: Attributes): Tensor | undefined {
  const kernel = NOT_FOLDED.has(op) ? undefined : KERNELS.get(op);
  if (kernel === undefined || inputs.some((input) => input.dtype === "float16")) return undefined;
  const types = inferType(op, inputs, attributes);
  const type = types[0] as TensorType;
  if (types.length !== 1 || type.dtype === "float16" || !isWorthKeeping(inputs, type)) return undefined;
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

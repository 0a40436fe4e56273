import { KERNELS, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, TensorType } from "./graph.js";
import { inferType } from "./infer.js";

/** What stands between a model's constants and their readers: scales, type changes, layouts. */
const FOLDED: ReadonlySet<string> = new Set([
  "add",
  "cast",
  "expand_dims",
  "layout_transform",
  "multiply",
  "nn.batch_flatten",
  "reshape",
  "squeeze",
  "subtract",
  "transpose",
]);

/**
 * The result of a one-result operator on known tensors; undefined for operators that constants are not folded through,
 * and for float16, which no kernel computes.
 */
export function evaluate(op: string, inputs: readonly Tensor[], attributes: Attributes): Tensor | undefined {
  const kernel = FOLDED.has(op) ? KERNELS.get(op) : undefined;
  if (kernel === undefined || inputs.some((input) => input.dtype === "float16")) return undefined;
  const { dtype, shape } = inferType(op, inputs, attributes)[0] as TensorType;
  const result = Tensor.zeros(dtype, shape);
  kernel(inputs, attributes, [result], TVM_ARITHMETIC);
  return result;
}

/** As the operator `cast`: floats truncate toward zero, integers keep their low bits. */
export function castTensor(tensor: Tensor, dtype: Tensor["dtype"]): Tensor {
  return evaluate("cast", [tensor], { dtype }) as Tensor;
}

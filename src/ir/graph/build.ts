import { sizeOf } from "../../../kernels-ref/array.js";
import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, ConstantValue, InputValue, Node, Origin, ResultValue, TensorType, Value } from "./graph.js";
import { completeAttributes, inferType } from "./infer.js";
import { require, show, TypeRuleError } from "./operators/rule.js";

/** No board holds more elements in one tensor; a shape beyond it comes from a damaged model. */
const MAX_ELEMENTS = 2 ** 28;

const NO_ORIGIN: Origin = { onnx: [] };

/**
 * A node with inferred result types; attributes left out take Relay's defaults.
 * @throws UserError naming the ONNX nodes (or the operator) and the rule that the inputs break.
 */
export function node(
  op: string,
  inputs: readonly Value[],
  attributes: Attributes = {},
  origin: Origin = NO_ORIGIN,
): Node {
  try {
    const complete = completeAttributes(op, attributes);
    const types = inferType(
      op,
      inputs.map((value) => value.type),
      complete,
    );
    for (const type of types)
      require(sizeOf(type.shape) <= MAX_ELEMENTS, () => `the result ${show(type)} is too large`);
    const results: ResultValue[] = [];
    const made: Node = { op, inputs, attributes: complete, results, origin };
    types.forEach((type, index) => {
      results.push({ kind: "result", node: made, index, type });
    });
    return made;
  } catch (error) {
    if (!(error instanceof TypeRuleError)) throw error;
    const name = origin.onnx.join(", ") || op;
    throw new UserError(`${name}: ${op}: ${error.message} (check the shapes and attributes of this node)`);
  }
}

/** The first result of `node(...)`. */
export function call(
  op: string,
  inputs: readonly Value[],
  attributes: Attributes = {},
  origin: Origin = NO_ORIGIN,
): ResultValue {
  return node(op, inputs, attributes, origin).results[0] as ResultValue;
}

export function constant(tensor: Tensor): ConstantValue {
  return { kind: "constant", tensor, type: { dtype: tensor.dtype, shape: tensor.shape } };
}

export function scalar(dtype: DType, value: number | bigint): ConstantValue {
  return constant(Tensor.scalar(dtype, value));
}

export function graphInput(name: string, type: TensorType): InputValue {
  return { kind: "input", name, type };
}

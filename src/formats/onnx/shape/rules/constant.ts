import type { DType } from "../../../../base/tensor/dtype.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import type { OnnxDim } from "../../model.js";
import { multiplyDims, productOfDims } from "../dim.js";
import type { NodeView } from "../node-view.js";
import type { Shape, ShapeRule, ValueFacts } from "../rule.js";

/** Element values are followed through tensors up to this size: shapes, axes, pads. */
const MAX_ELEMENTS = 1024;

/** The facts of a tensor held in the file. */
export function constantFacts(tensor: Tensor): ValueFacts {
  const followed = !tensor.dtype.startsWith("float") && tensor.shape.length <= 1 && tensor.size <= MAX_ELEMENTS;
  return {
    dtype: tensor.dtype,
    shape: tensor.shape,
    constant: tensor,
    ...(followed && { elements: tensor.toNumbers() }),
  };
}

export const constant: ShapeRule = (node) => [constantFacts(constantTensor(node))];

function constantTensor(node: NodeView): Tensor {
  const [only] = node.node.attributes.values();
  switch (only?.type) {
    case "tensor":
      return only.value;
    case "float":
      return Tensor.scalar("float32", only.value);
    case "int":
      return Tensor.scalar("int64", BigInt(only.value));
    case "floats":
      return new Tensor("float32", [only.value.length], Float32Array.from(only.value));
    case "ints":
      return new Tensor("int64", [only.value.length], BigInt64Array.from(only.value, BigInt));
    default:
      return node.fail("the value must be a tensor or numbers", only?.type ?? "none");
  }
}

/** Input: the shape. Attribute value: one element, float32 0 by default. */
export const constantOfShape: ShapeRule = (node) => {
  const value = node.attribute("value", "tensor");
  if (value !== undefined && value.size !== 1) node.fail("value must have one element", `${value.size}`);
  const dtype: DType = value?.dtype ?? "float32";
  const shape = shapeFromElements(node, 0);
  const length = shape?.length === 1 ? shape[0] : undefined;
  if (typeof length !== "number" || length > MAX_ELEMENTS || dtype.startsWith("float")) return [{ dtype, shape }];
  return [{ dtype, shape, elements: new Array<OnnxDim>(length).fill(value?.item() ?? 0) }];
};

/** start and end (15) cut the list of sizes. */
export const shape: ShapeRule = (node) => {
  const dims = node.shape(0);
  if (dims === undefined) return [{ dtype: "int64", shape: [null] }];
  const elements = dims.slice(node.int("start", 0), node.attribute("end", "int"));
  return [{ dtype: "int64", shape: [elements.length], elements }];
};

export const size: ShapeRule = (node) => {
  const dims = node.shape(0);
  return [{ dtype: "int64", shape: [], ...(dims && { elements: [productOfDims(dims)] }) }];
};

/** The shape that an integer input spells out; unknown sizes where only its length is known. */
export function shapeFromElements(node: NodeView, index: number): Shape | undefined {
  const elements = node.elements(index);
  if (elements !== undefined) {
    if (elements.some((dim) => typeof dim === "number" && dim < 0))
      node.fail("sizes must not be negative", `[${elements.join(", ")}]`);
    return elements;
  }
  const rank = node.shape(index)?.[0];
  return typeof rank === "number" && rank <= 64 ? new Array<OnnxDim>(rank).fill(null) : undefined;
}

export const tile: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const repeats = node.elements(1);
  if (repeats !== undefined && shape !== undefined && repeats.length !== shape.length) {
    node.fail(`repeats must have ${shape.length} elements`, `${repeats.length}`);
  }
  return [{ dtype, shape: shape?.map((dim, axis) => multiplyDims(dim, repeats?.[axis] ?? null)) }];
};

/** start, limit, delta: the length is known when all three are. */
export const range: ShapeRule = (node) => {
  const { dtype } = node.input(0);
  const [start, limit, delta] = [0, 1, 2].map(
    (index) => node.constant(index)?.toNumbers()[0] ?? node.integers(index)?.[0],
  );
  if (start === undefined || limit === undefined || !delta) return [{ dtype, shape: [null] }];
  return [{ dtype, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
};

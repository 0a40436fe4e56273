import { Tensor } from "../../base/tensor/tensor.js";
import { constant, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import { addBias } from "./bias-add.js";
import type { Importer, ImporterTable, Operands } from "./operands.js";

const unary =
  (op: string): Importer =>
  (operands) => [operands.call(op, [operands.value(0)])];

const binary =
  (op: string): Importer =>
  (operands) => [operands.call(op, [operands.value(0), operands.value(1)])];

/** A bound of Clip: the attribute before opset 11, then an optional constant input. */
function bound(operands: Operands, name: "min" | "max", index: number): number {
  const open = name === "min" ? -3.4028234663852886e38 : 3.4028234663852886e38;
  if (operands.opset < 11) return operands.float(name, open);
  const tensor = operands.optionalTensor(index, name);
  if (tensor !== undefined && tensor.size !== 1)
    operands.fail(`${name} must be one value`, `${tensor.size} values`, "export the model again");
  return tensor?.item() ?? open;
}

/** x·alpha + beta, clipped to 0 … 1. */
function hardSigmoid(operands: Operands, alpha: number): Value {
  const scaled = operands.call("multiply", [operands.value(0), scalar("float32", alpha)]);
  const shifted = operands.call("add", [scaled, scalar("float32", operands.float("beta", 0.5))]);
  return operands.call("clip", [shifted], { a_min: 0, a_max: 1 });
}

/** Relay's PRelu takes a slope an element: the slope is broadcast, and both are flattened around it. */
function prelu(operands: Operands): Value {
  const data = operands.value(0);
  const slope = operands.call("broadcast_to_like", [operands.value(1), data]);
  const flatSlope = operands.call("reshape", [slope], { newshape: [-1] });
  const flat = operands.call("reshape", [data], { newshape: [-1] });
  const out = operands.call("nn.prelu", [flat, flatSlope], { axis: 0 });
  return operands.call("reshape", [out], { newshape: data.type.shape });
}

function softmax(operands: Operands): Value {
  const data = operands.value(0);
  const { shape } = data.type;
  const axis = operands.int("axis", operands.opset < 13 ? 1 : -1);
  const wrapped = axis < 0 ? axis + shape.length : axis;
  if (operands.opset >= 13 || wrapped === shape.length - 1)
    return operands.call("nn.softmax", [data], { axis: wrapped });
  const rows = shape.slice(0, wrapped).reduce((product, dim) => product * dim, 1);
  const flat = operands.call("reshape", [data], { newshape: wrapped === 0 ? [-1] : [rows, -1] });
  return operands.call("reshape", [operands.call("nn.softmax", [flat])], { newshape: shape });
}

function constantNode(operands: Operands): Value {
  const { attributes } = operands.node;
  if (attributes.has("value")) return constant(operands.attribute("value", "tensor")!.value);
  if (attributes.has("value_float")) return scalar("float32", operands.float("value_float", 0));
  if (attributes.has("value_int"))
    return constant(new Tensor("int64", [], BigInt64Array.of(BigInt(operands.int("value_int", 0)))));
  return operands.fail(
    "Constant must have a tensor value",
    [...operands.node.attributes.keys()].join(", "),
    "make it an initializer",
  );
}

export const ELEMENTWISE: ImporterTable = {
  Abs: unary("abs"),
  Exp: unary("exp"),
  Neg: unary("negative"),
  Relu(operands) {
    operands.expectDtype(operands.value(0), ["float32", "int8", "int16", "int32"], "the data of Relu");
    return [operands.call("nn.relu", [operands.value(0)])];
  },
  Sigmoid: unary("sigmoid"),
  Sqrt: unary("sqrt"),
  Tanh: unary("tanh"),
  Add: (operands) => [addBias(operands, operands.value(0), operands.value(1))],
  Div: binary("divide"),
  Max: binary("maximum"),
  Min: binary("minimum"),
  Mul: binary("multiply"),
  Sub: binary("subtract"),
  Clip: (operands) => [
    operands.call("clip", [operands.value(0)], { a_min: bound(operands, "min", 1), a_max: bound(operands, "max", 2) }),
  ],
  Constant: (operands) => [constantNode(operands)],
  HardSigmoid: (operands) => [hardSigmoid(operands, operands.float("alpha", 0.2))],
  HardSwish: (operands) => [operands.call("multiply", [operands.value(0), hardSigmoid(operands, 1 / 6)])],
  Identity: (operands) => [operands.value(0)],
  LeakyRelu: (operands) => [
    operands.call("nn.leaky_relu", [operands.value(0)], { alpha: operands.float("alpha", 0.01) }),
  ],
  PRelu: (operands) => [prelu(operands)],
  Softmax: (operands) => [softmax(operands)],
};

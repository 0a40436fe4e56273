import { Tensor } from "../../base/tensor/tensor.js";
import { constant, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import { addBias } from "./bias-add.js";
import type { Importer, ImporterTable, Operands } from "./operands.js";

export const unary =
  (op: string): Importer =>
  (operands) => [operands.call(op, [operands.value(0)])];

export const binary =
  (op: string): Importer =>
  (operands) => [operands.call(op, [operands.value(0), operands.value(1)])];

/** An operator of any number of inputs, folded from the left; of one input it is that input. */
export const variadic =
  (op: string): Importer =>
  (operands) => [operands.values().reduce((a, b) => operands.call(op, [a, b]))];

/** A bound of Clip: the attribute before opset 11, then an optional constant input. */
function bound(operands: Operands, name: "min" | "max", index: number): number {
  const open = name === "min" ? -3.4028234663852886e38 : 3.4028234663852886e38;
  if (operands.opset < 11) return operands.float(name, open);
  const tensor = operands.optionalTensor(index, name);
  if (tensor !== undefined && tensor.size !== 1)
    operands.fail(`${name} must be one value`, `${tensor.size} values`, "export the model again");
  return tensor?.item() ?? open;
}

/** ONNX takes the maximum with `min` first: where `min` is above `max`, everything becomes `max`. */
function clip(operands: Operands): Value {
  const a_max = bound(operands, "max", 2);
  const a_min = Math.min(bound(operands, "min", 1), a_max);
  return operands.call("clip", [operands.value(0)], { a_min, a_max });
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

function constantNode(operands: Operands): Value {
  const { attributes } = operands.node;
  if (attributes.has("value")) return constant(operands.attribute("value", "tensor")!.value);
  if (attributes.has("value_float")) return scalar("float32", operands.float("value_float", 0));
  if (attributes.has("value_int")) return scalar("int64", BigInt(operands.int("value_int", 0)));
  const floats = operands.attribute("value_floats", "floats")?.value;
  if (floats !== undefined) return constant(new Tensor("float32", [floats.length], Float32Array.from(floats)));
  const ints = operands.ints("value_ints");
  if (ints !== undefined)
    return constant(
      new Tensor(
        "int64",
        [ints.length],
        BigInt64Array.from(ints, (value) => BigInt(value)),
      ),
    );
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
  Max: variadic("maximum"),
  Min: variadic("minimum"),
  Mul: binary("multiply"),
  Sub: binary("subtract"),
  Clip: (operands) => [clip(operands)],
  Constant: (operands) => [constantNode(operands)],
  Identity: (operands) => [operands.value(0)],
  LeakyRelu: (operands) => [
    operands.call("nn.leaky_relu", [operands.value(0)], { alpha: operands.float("alpha", 0.01) }),
  ],
  PRelu: (operands) => [prelu(operands)],
};

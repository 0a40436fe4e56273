import { KERNELS } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { EXACT } from "../held.js";
import { type FastCall, type FastRule, isHeld, isTensor } from "../rule.js";

/** Where the result has no element of the data but the filling. */
const FILLING = -1;

/**
 * Any operator that only moves elements: the reference kernel, given the positions as data, tells where each comes from.
 * What it fills in must be one number.
 */
export const moved: FastRule = (call, emitter) => {
  const { inputs, inputTypes, type } = call;
  const [data, ...others] = inputs;
  if (!isHeld(data) || !others.every(isTensor) || type.dtype !== inputTypes[0]!.dtype) return undefined;
  const size = data.shape.reduce((a, b) => a * b, 1);
  if (size >= EXACT) return undefined;
  const order = new Float32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  const positions = new Tensor("float32", data.shape, order);
  const sources = Tensor.zeros("float32", type.shape);
  const { value, constants, attributes } = filling(call);
  KERNELS.get(call.op)!([positions, ...constants], attributes, [sources], call.arithmetic);
  const from = sources.data as Float32Array;
  const isFilled = from.includes(FILLING);
  const plain = emitter.plain(data);
  let flat = emitter.node("Reshape", [plain.name, emitter.ints([-1, size])]);
  if (isFilled) flat = emitter.node("Pad", [flat, emitter.ints([0, 0, 0, 1]), emitter.scalar(value)]);
  const indices = new Int32Array(from.length);
  for (let i = 0; i < indices.length; i++) indices[i] = from[i] === FILLING ? size : from[i]!;
  const gathered = emitter.node("Gather", [flat, emitter.indices(indices)], { axis: 1 });
  const name = emitter.node("Reshape", [gathered, emitter.ints([-1, ...type.shape.slice(1)])]);
  const real = data.grid === undefined ? value : value * 2 ** -data.grid;
  const grid = isFilled && !Number.isInteger(real) ? undefined : data.grid;
  const bounds = isFilled ? { low: Math.min(data.low, real), high: Math.max(data.high, real) } : {};
  return { ...plain, name, shape: type.shape, grid, ...bounds };
};

/** What is filled in, and the call that fills in FILLING instead. */
function filling({ op, attributes, inputs }: FastCall) {
  const constants = inputs.slice(1).filter(isTensor);
  if (op === "nn.pad")
    return { value: constants[0]!.item(), constants: [Tensor.scalar("float32", FILLING)], attributes };
  const value = typeof attributes.value === "number" ? attributes.value : 0;
  return { value, constants, attributes: op === "espdl.pad" ? { ...attributes, value: FILLING } : attributes };
}

/** `image.resize2d`, where it only repeats elements. */
export const nearestResize: FastRule = (call, emitter) =>
  call.attributes.method === "nearest_neighbor" ? moved(call, emitter) : undefined;

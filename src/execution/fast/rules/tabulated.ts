import { KERNELS } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { EXACT } from "../held.js";
import { type FastRule, isHeld, isTensor } from "../rule.js";
import { emitTable, gatheredTable } from "./esp-lookup.js";
import { integerRange } from "./integer-range.js";

/** Any function of one int8 or int16, element by element: the reference kernel makes its table of all of them. */
export const tabulated: FastRule = (call, emitter) => {
  const { op, attributes, inputs, inputTypes, type, arithmetic } = call;
  const [data, ...others] = inputs;
  const { dtype } = inputTypes[0]!;
  const range = integerRange(dtype);
  if (!isHeld(data) || range === undefined || data.grid !== 0) return undefined;
  const constants = others.filter(isTensor);
  if (constants.length !== others.length || data.shape.join() !== type.shape.join()) return undefined;
  const size = range.high - range.low + 1;
  const all = Tensor.zeros(dtype, [size]);
  for (let i = 0; i < size; i++) all.data[i] = range.low + i;
  const result = Tensor.zeros(type.dtype, [size]);
  KERNELS.get(op)!([all, ...constants], attributes, [result], arithmetic);
  const table = result.toNumbers();
  if (type.dtype === "float32") {
    const held = table.every(Number.isFinite) ? gatheredTable(emitter, data, table, range.low) : undefined;
    return held && { ...held, grid: undefined, low: -EXACT, high: EXACT };
  }
  if (integerRange(type.dtype) === undefined) return undefined;
  return dtype === "int8" ? emitTable(emitter, data, table) : gatheredTable(emitter, data, table, range.low);
};

import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { hasCeilDifference, pool3d } from "./pooling3d.js";
import { padSame, samePaddingInPlace, type Window, windowOf, withHeight } from "./window.js";

const INT8_MIN = -128;
const FLOAT32_MIN = -3.4028234663852886e38;

function poolAttributes(operands: Operands, window: Window) {
  return {
    pool_size: window.kernel,
    strides: window.strides,
    padding: window.padding,
    dilation: window.dilation,
    ceil_mode: operands.int("ceil_mode", 0) !== 0,
  };
}

/** Windows that Relay's pools have no word for: over three axes, and ceil_mode where the two count differently. */
function isGeneral(operands: Operands, data: Value): boolean {
  return data.type.dtype === "float32" && (data.type.shape.length === 5 || hasCeilDifference(operands, data));
}

/** AveragePool of a float value; auto_pad goes into the padding, so that it is not counted. */
export function averagePool(operands: Operands, data: Value): Value {
  const count_include_pad = operands.int("count_include_pad", 0) !== 0;
  if (isGeneral(operands, data)) return pool3d(operands, data, "esp.avg_pool3d", { count_include_pad });
  const window = windowOf(operands, data.type.shape.length - 2);
  return withHeight(operands, data, (data2d) => {
    const attributes = poolAttributes(operands, samePaddingInPlace(operands, data2d, window));
    return operands.call("nn.avg_pool2d", [data2d], { ...attributes, count_include_pad });
  });
}

function maxPool(operands: Operands): Value {
  const data = operands.value(0);
  if (operands.node.outputs.length > 1)
    operands.fail("MaxPool must have one output", "indices too", "drop the indices");
  operands.only("storage_order", 0);
  if (isGeneral(operands, data)) return pool3d(operands, data, "esp.max_pool3d");
  if (hasCeilDifference(operands, data))
    operands.fail("the last window must begin inside of the data", "ceil_mode", "write the padding as pads");
  const window = windowOf(operands, data.type.shape.length - 2);
  return withHeight(operands, data, (data2d) => {
    const fill = data2d.type.dtype === "int8" ? INT8_MIN : FLOAT32_MIN;
    const padded = padSame(operands, data2d, window, fill);
    return operands.call("nn.max_pool2d", [padded], poolAttributes(operands, window));
  });
}

/** Over all axes behind the channels. */
function globally(operands: Operands, op: string): Value {
  const data = operands.value(0);
  const axis = data.type.shape.flatMap((_, index) => (index < 2 ? [] : [index]));
  return operands.call(op, [data], { axis, keepdims: true });
}

function globalLpPool(operands: Operands): Value {
  const p = operands.int("p", 2);
  if (p !== 1 && p !== 2) operands.fail("attribute p must be 1 or 2", String(p), "use another norm");
  return globally(operands, `reduce_l${p}`);
}

export const POOLING: ImporterTable = {
  MaxPool: (operands) => [maxPool(operands)],
  AveragePool(operands) {
    operands.expectDtype(operands.value(0), ["float32"], "the data of AveragePool");
    return [averagePool(operands, operands.value(0))];
  },
  GlobalAveragePool(operands) {
    const data = operands.value(0);
    if (data.type.shape.length > 4) return [globally(operands, "mean")];
    return [withHeight(operands, data, (data2d) => operands.call("nn.global_avg_pool2d", [data2d]))];
  },
  GlobalLpPool: (operands) => [globalLpPool(operands)],
  GlobalMaxPool: (operands) => [globally(operands, "max")],
  LpPool(operands) {
    return [pool3d(operands, operands.value(0), "esp.lp_pool3d", { p: operands.int("p", 2) })];
  },
};

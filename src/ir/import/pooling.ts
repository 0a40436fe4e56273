import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { autoPad, padSame, samePaddingInPlace, type Window, windowOf, withHeight } from "./window.js";

const INT8_MIN = -128;
const FLOAT32_MIN = -3.4028234663852886e38;

/** A pool's window. TVM computes SAME padding as if nothing were dilated, which is not ONNX's. */
function poolWindow(operands: Operands, data: Value): Window {
  const window = windowOf(operands, data.type.shape.length - 2);
  const { dilation } = window;
  if (dilation.some((step) => step !== 1) && autoPad(operands).startsWith("SAME")) {
    operands.fail(
      "dilations of a pool must be 1 with auto_pad SAME",
      `[${dilation.join(", ")}]`,
      "write the padding as pads",
    );
  }
  return window;
}

function poolAttributes(operands: Operands, window: Window) {
  return {
    pool_size: window.kernel,
    strides: window.strides,
    padding: window.padding,
    dilation: window.dilation,
    ceil_mode: operands.int("ceil_mode", 0) !== 0,
  };
}

/** AveragePool of a float value; auto_pad goes into the padding, so that it is not counted. */
export function averagePool(operands: Operands, data: Value): Value {
  const window = poolWindow(operands, data);
  return withHeight(operands, data, (data2d) => {
    const attributes = poolAttributes(operands, samePaddingInPlace(operands, data2d, window));
    return operands.call("nn.avg_pool2d", [data2d], {
      ...attributes,
      count_include_pad: operands.int("count_include_pad", 0) !== 0,
    });
  });
}

function maxPool(operands: Operands): Value {
  const data = operands.value(0);
  if (operands.node.outputs.length > 1)
    operands.fail("MaxPool must have one output", "indices too", "drop the indices");
  if (operands.int("storage_order", 0) !== 0)
    operands.fail("attribute storage_order must be 0", "1", "export the model row-major");
  const window = poolWindow(operands, data);
  return withHeight(operands, data, (data2d) => {
    const fill = data2d.type.dtype === "int8" ? INT8_MIN : FLOAT32_MIN;
    const padded = padSame(operands, data2d, window, fill);
    return operands.call("nn.max_pool2d", [padded], poolAttributes(operands, window));
  });
}

export const POOLING: ImporterTable = {
  MaxPool: (operands) => [maxPool(operands)],
  AveragePool(operands) {
    operands.expectDtype(operands.value(0), ["float32"], "the data of AveragePool");
    return [averagePool(operands, operands.value(0))];
  },
  GlobalAveragePool(operands) {
    return [withHeight(operands, operands.value(0), (data) => operands.call("nn.global_avg_pool2d", [data]))];
  },
};

import type { Attributes } from "../../../../kernels-ref/operator.js";
import { type AttributeSpec, flag, ints, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { permuteShape } from "../layout.js";
import { padding4 } from "./convolution.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

const POOL2D: readonly AttributeSpec[] = [
  ints("pool_size"),
  ints("strides", [1, 1]),
  ints("padding", [0, 0]),
  ints("dilation", [1, 1]),
  text("layout", "NCHW"),
  text("out_layout", ""),
  flag("ceil_mode", false),
];

const GLOBAL: readonly AttributeSpec[] = [text("layout", "NCHW"), text("out_layout", "")];

function inferPool2d(data: TensorType, attributes: Attributes): TensorType {
  require(data.shape.length === 4, () => `the data must have 4 dimensions, got ${show(data)}`);
  const layout = textOf(attributes, "layout");
  const [n, c, h, w] = permuteShape(data.shape, layout, "NCHW") as [number, number, number, number];
  const [kh, kw] = numbers(attributes, "pool_size") as [number, number];
  const [sh, sw] = numbers(attributes, "strides") as [number, number];
  const [dh, dw] = numbers(attributes, "dilation") as [number, number];
  const [top, left, bottom, right] = padding4(numbers(attributes, "padding"));
  const round = attributes.ceil_mode === true ? Math.ceil : Math.floor;
  const oh = round((h + top + bottom - ((kh - 1) * dh + 1)) / sh) + 1;
  const ow = round((w + left + right - ((kw - 1) * dw + 1)) / sw) + 1;
  require(oh > 0 && ow > 0, () => `a ${kh}×${kw} window does not fit into ${show(data)}`);
  return tensor(data.dtype, permuteShape([n, c, oh, ow], "NCHW", textOf(attributes, "out_layout") || layout));
}

/** Pooling over height and width. */
export const POOLING: OperatorTable = {
  "nn.max_pool2d": { attributes: POOL2D, infer: (inputs, a) => [inferPool2d(input(inputs, 0), a)] },
  "nn.avg_pool2d": {
    attributes: [...POOL2D, flag("count_include_pad", false)],
    infer: (inputs, a) => [inferPool2d(input(inputs, 0), a)],
  },
  "nn.global_avg_pool2d": {
    attributes: GLOBAL,
    infer(inputs, attributes) {
      const data = input(inputs, 0);
      const layout = textOf(attributes, "layout");
      const [n, c] = permuteShape(data.shape, layout, "NCHW") as [number, number];
      return [tensor(data.dtype, permuteShape([n, c, 1, 1], "NCHW", textOf(attributes, "out_layout") || layout))];
    },
  },
};

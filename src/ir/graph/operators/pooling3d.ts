import type { Attributes } from "../../../../kernels-ref/operator.js";
import { type AttributeSpec, flag, float, ints } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { input, type OperatorRule, type OperatorTable, require, show, tensor } from "./rule.js";

const POOL3D: readonly AttributeSpec[] = [
  ints("pool_size"),
  ints("strides"),
  ints("padding"),
  ints("dilation"),
  ints("overhang", [0, 0, 0]),
];

/** Padding holds [begins, ends]; `overhang` is how far the last window of an axis may reach beyond it. */
function inferPool3d(data: TensorType, attributes: Attributes): TensorType {
  require(data.shape.length === 5 && data.dtype === "float32", () =>
    `the data must be float32 of 5 dimensions, got ${show(data)}`);
  const list = (name: string): readonly number[] => numbers(attributes, name);
  const [taps, strides, padding] = [list("pool_size"), list("strides"), list("padding")];
  const [dilation, overhang] = [list("dilation"), list("overhang")];
  const spatial = data.shape.slice(2).map((size, axis) => {
    const room = size + padding[axis]! + padding[axis + 3]! + overhang[axis]!;
    return Math.floor((room - (taps[axis]! - 1) * dilation[axis]! - 1) / strides[axis]!) + 1;
  });
  require(spatial.every((size) => size > 0), () => `a window of [${taps.join(", ")}] does not fit into ${show(data)}`);
  return tensor(data.dtype, [...data.shape.slice(0, 2), ...spatial]);
}

const pool3d = (more: readonly AttributeSpec[] = []): OperatorRule => ({
  attributes: [...POOL3D, ...more],
  infer: (inputs, attributes) => [inferPool3d(input(inputs, 0), attributes)],
});

/** Pooling over depth, height and width, and of kinds that Relay does not have. */
export const POOLING3D: OperatorTable = {
  "esp.max_pool3d": pool3d(),
  "esp.avg_pool3d": pool3d([flag("count_include_pad", false)]),
  "esp.lp_pool3d": pool3d([float("p", 2)]),
};

import { FLOAT_FUNCTIONS } from "../../../../kernels-ref/float-functions.js";
import {
  batchNormLayout,
  concatenateLayout,
  padLayout,
  preluLayout,
  qnnConcatenateLayout,
  reduceLayout,
  requantizeLayout,
  slicedLayout,
  splitLayout,
  squeezeLayout,
  standardizeLayout,
  transposeLayout,
} from "./axes.js";
import { anyLayout, broadcastLayout } from "./elementwise.js";
import type { LayoutRule } from "./rule.js";
import { convolutionLayout, denseLayout, poolLayout, resizeLayout } from "./windows.js";

const rules = (names: readonly string[], rule: LayoutRule): [string, LayoutRule][] => names.map((name) => [name, rule]);

const UNARY = [
  ...FLOAT_FUNCTIONS.keys(),
  "abs",
  "bitwise_not",
  "cast",
  "clip",
  "fixed_point_multiply",
  "isinf",
  "isnan",
  "logical_not",
  "negative",
  "nn.leaky_relu",
  "nn.relu",
  "round",
  "rsqrt",
  "sigmoid",
  "sign",
  "sqrt",
];
const BINARY = [
  "add",
  "bitwise_and",
  "bitwise_or",
  "bitwise_xor",
  "divide",
  "equal",
  "floor_mod",
  "greater",
  "greater_equal",
  "left_shift",
  "less",
  "less_equal",
  "logical_and",
  "logical_or",
  "logical_xor",
  "maximum",
  "minimum",
  "mod",
  "multiply",
  "power",
  "right_shift",
  "subtract",
];

/** Operators that can say which layout they read and make; at all others the original layout is restored. */
export const LAYOUT_RULES: ReadonlyMap<string, LayoutRule> = new Map([
  ...rules(UNARY, anyLayout),
  ...rules(BINARY, broadcastLayout),
  ...rules(["nn.conv2d", "nn.conv2d_transpose", "qnn.conv2d"], convolutionLayout),
  ...rules(["nn.avg_pool2d", "nn.global_avg_pool2d", "nn.max_pool2d"], poolLayout),
  ...rules(["nn.dense", "qnn.dense"], denseLayout),
  ...rules(["argmax", "argmin", "max", "mean", "min", "sum"], reduceLayout),
  ["concatenate", concatenateLayout],
  ...rules(["image.resize2d", "nn.depth_to_space", "nn.space_to_depth"], resizeLayout),
  ["nn.batch_norm", batchNormLayout],
  ["nn.pad", padLayout],
  ["nn.standardize", standardizeLayout],
  ["nn.prelu", preluLayout],
  ["qnn.concatenate", qnnConcatenateLayout],
  ["qnn.requantize", requantizeLayout],
  ["split", splitLayout],
  ["squeeze", squeezeLayout],
  ["strided_slice", slicedLayout],
  ["transpose", transposeLayout],
]);

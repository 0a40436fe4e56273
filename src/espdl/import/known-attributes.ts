import type { EspdlNode } from "../model.js";

const POOL = ["kernel_shape", "strides", "pads", "dilations", "ceil_mode", "auto_pad", "storage_order"];
const REDUCE = ["keepdims", "noop_with_empty_axes", "axes"];
const PRODUCT = ["activation"];

/** Attributes that any node may have: its arithmetic's width, and the name of its table. */
const COMMON: readonly string[] = ["quant_type", "lut"];

/**
 * The attributes of each operator that have a meaning here, those of ONNX with no effect on the chip included. What is
 * not in the list may change what the chip computes, in a way that is not known here.
 */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Attention: ["layout", "scale", "is_causal", "q_num_heads", "kv_num_heads"],
  AveragePool: [...POOL, "count_include_pad"],
  Clip: ["min", "max"],
  Concat: ["axis"],
  Conv: [...PRODUCT, "kernel_shape", "strides", "pads", "dilations", "group", "auto_pad"],
  DepthToSpace: ["blocksize", "mode"],
  DequantizeLinear: ["axis", "block_size", "output_dtype"],
  Elu: ["alpha"],
  Flatten: ["axis"],
  GRU: [
    ...["hidden_size", "gate_exponent", "linear_before_reset", "direction", "layout"],
    ...["activations", "activation_alpha", "activation_beta", "clip"],
  ],
  Gather: ["axis"],
  Gelu: ["approximate"],
  Gemm: [...PRODUCT, "alpha", "beta", "transA", "transB"],
  HardSigmoid: ["alpha", "beta"],
  InsertZeros: ["stride", "output_padding"],
  LSTM: [
    ...["hidden_size", "gate_exponent", "direction", "layout", "input_forget"],
    ...["activations", "activation_alpha", "activation_beta", "clip"],
  ],
  LUT: ["int16_lut_step", "original_op_type", "alpha", "beta", "gamma", "approximate"],
  LayerNormalization: ["axis", "epsilon", "stash_type"],
  LeakyRelu: ["alpha"],
  LogSoftmax: ["axis"],
  LpNormalization: ["axis", "p"],
  MatMul: [...PRODUCT, "input1_layout"],
  MaxPool: POOL,
  Mod: ["fmod"],
  Pad: ["mode"],
  QuantizeLinear: ["axis", "block_size", "output_dtype", "saturate", "precision"],
  RMSNormalization: ["axis", "epsilon", "stash_type"],
  RequantizeLinear: ["axis"],
  Reshape: ["allowzero"],
  Resize: [
    ...["mode", "coordinate_transformation_mode", "nearest_mode", "cubic_coeff_a"],
    ...["exclude_outside", "extrapolation_value", "antialias", "axes", "keep_aspect_ratio_policy"],
  ],
  ReverseSequence: ["batch_axis", "time_axis"],
  ScatterND: ["reduction"],
  Softmax: ["axis"],
  SpaceToDepth: ["blocksize"],
  Split: ["axis", "num_outputs"],
  Squeeze: ["axes"],
  StreamingCache: ["window_size", "frame_axis"],
  Transpose: ["perm"],
  Unsqueeze: ["axes"],
  ...Object.fromEntries(
    ["L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"].map((name) => [
      `Reduce${name}`,
      REDUCE,
    ]),
  ),
};

/** Names of a node's attributes that have no meaning here; their effect on the chip is not known. */
export function unknownAttributes({ opType, attributes }: EspdlNode): string[] {
  const known = KNOWN[opType] ?? [];
  return [...attributes.keys()].filter((name) => !COMMON.includes(name) && !known.includes(name));
}

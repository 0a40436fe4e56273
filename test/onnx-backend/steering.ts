import type { OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";

/** Inputs that say what is done and are no data: in a network they are constants. */
const STEERING: Readonly<Record<string, readonly number[]>> = {
  CenterCropPad: [1],
  Clip: [1, 2],
  Col2Im: [1, 2],
  ConstantOfShape: [0],
  CumSum: [1],
  DequantizeLinear: [1, 2],
  Expand: [1],
  MatMulInteger: [2, 3],
  Mod: [],
  OneHot: [1, 2],
  Pad: [1, 2, 3],
  QLinearConv: [1, 2, 3, 4, 5, 6, 7, 8],
  QLinearMatMul: [1, 2, 3, 4, 5, 6, 7],
  QuantizeLinear: [1, 2],
  Range: [0, 1, 2],
  Reshape: [1],
  Resize: [1, 2, 3],
  Slice: [1, 2, 3, 4],
  Split: [1],
  Squeeze: [1],
  Tile: [1],
  TopK: [1],
  Trilu: [1],
  Unsqueeze: [1],
  Upsample: [1],
  AffineGrid: [1],
  BatchNormalization: [1, 2, 3, 4],
  DFT: [1, 2],
  Dropout: [1, 2],
};

function steers({ opType }: OnnxNode, index: number): boolean {
  return STEERING[opType]?.includes(index) ?? (opType.startsWith("Reduce") && index === 1);
}

/**
 * The names of a case's graph inputs that steer. A function's body ("…_expanded") takes them from the case that it
 * expands, whose inputs have the same names.
 */
export function steeringInputs(plain: OnnxModel): ReadonlySet<string> {
  const { nodes } = plain.graph;
  return new Set(nodes.flatMap((node) => node.inputs.filter((name, index) => name !== "" && steers(node, index))));
}

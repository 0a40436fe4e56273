import { itemSize } from "../../base/tensor/dtype.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { inferShapes } from "../../formats/onnx/shape/infer.js";
import { macsOf } from "../../ir/graph/macs.js";
import type { Program } from "../../ir/graph/program.js";

/** What one run of a model costs. */
export interface Work {
  /** Multiplications with accumulation. */
  readonly products: number;
  /** Bytes of all tensors that its operators make. */
  readonly bytes: number;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** The work of a compiled program. */
export function workOfProgram(program: Program): Work {
  let [products, bytes] = [0, 0];
  for (const layer of program.layers) {
    for (const { dtype, shape } of layer.types) bytes += sizeOf(shape) * itemSize(dtype);
    if (layer.kind === "call") products += macsOf(program, layer);
  }
  return { products, bytes };
}

/** The work of an ONNX model, float or quantized, by its shapes alone: nothing is computed. A free dimension counts as 1. */
export function workOfModel(given: OnnxModel): Work {
  const { graph } = inferShapes(given);
  const shapes = new Map([...graph.initializers].map(([name, { shape }]) => [name, shape]));
  for (const { name, shape } of [...graph.inputs, ...graph.outputs, ...graph.valueInfo.values()])
    shapes.set(
      name,
      (shape ?? []).map((extent) => (typeof extent === "number" ? extent : 1)),
    );
  let [products, bytes] = [0, 0];
  for (const node of graph.nodes) {
    for (const name of node.outputs) bytes += 4 * sizeOf(shapes.get(name) ?? []);
    products += productsOf(node, (name) => shapes.get(name ?? "") ?? []);
  }
  return { products, bytes };
}

type ShapeOf = (name: string | undefined) => readonly number[];

function productsOf({ opType, inputs, outputs }: OnnxNode, shapeOf: ShapeOf): number {
  const isQuantized = opType.startsWith("QLinear") || opType === "QGemm";
  const [data, weight] = [shapeOf(inputs[0]), shapeOf(inputs[isQuantized ? 3 : 1])];
  const made = sizeOf(shapeOf(outputs[0]));
  switch (opType.replace(/^(QLinear|Q(?=Gemm))/, "")) {
    case "Conv":
      return made * sizeOf(weight.slice(1));
    case "ConvTranspose":
      return sizeOf(data) * sizeOf(weight.slice(1));
    case "Gemm":
    case "MatMul":
      return made * (weight.length === 2 ? sizeOf(weight) / (shapeOf(outputs[0]).at(-1) || 1) : (data.at(-1) ?? 1));
    default:
      return 0;
  }
}

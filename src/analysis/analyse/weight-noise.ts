import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { Range } from "../../quantization/calibrate/range.js";
import { roundHalfEven } from "../../quantization/quantize/quantization-error.js";
import { Noise } from "../measure/noise.js";
import { floatOutputs } from "../measure/run-outputs.js";
import { floatPart } from "./float-part.js";
import type { IntegerLayer, Scaled } from "./layers.js";

/** What the rounding of its weights alone costs a layer, everything else exact. */
export async function weightNoise(
  float: OnnxModel,
  layer: IntegerLayer,
  values: readonly ReadonlyMap<string, Tensor>[],
  window: Range | undefined,
): Promise<Noise> {
  const model = floatPart(float, layer);
  const name = layer.weight!.tensor;
  const weight = model.graph.initializers.get(name) as Tensor;
  const axis =
    layer.node.opType === "Conv" || layer.node.attributes.get("transB")?.value === 1 ? 0 : weight.shape.length - 1;
  const initializers = new Map(model.graph.initializers).set(name, onGrid(weight, layer.weight!, axis));
  const inputs = values.map((sample) => new Map(layer.inputs.map((input) => [input, sample.get(input)!])));
  const rounded = await floatOutputs({ ...model, graph: { ...model.graph, initializers } }, inputs);
  const noise = new Noise();
  rounded.forEach(([tensor], sample) => {
    const exact = values[sample]!.get(layer.tensor)!.data as Float32Array;
    noise.add(cutTo(exact, window), cutTo(tensor!.data as Float32Array, window));
  });
  return noise;
}

function onGrid(weight: Tensor, { exponent, bits }: Scaled, axis: number): Tensor {
  const exponents = [exponent].flat();
  const most = 2 ** (bits - 1) - 1;
  const inner = weight.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const data = Float32Array.from(weight.data as Float32Array, (w, i) => {
    const channel = Math.floor(i / inner) % weight.shape[axis]!;
    const scale = 2 ** exponents[exponents.length === 1 ? 0 : channel]!;
    return Math.min(Math.max(roundHalfEven(w / scale), -most), most) * scale;
  });
  return new Tensor("float32", weight.shape, data);
}

/** The values cut to what a Relu or Clip behind them lets through. */
export function cutTo(values: Float32Array, window: Range | undefined): Float32Array {
  if (window === undefined || (window.min === Number.NEGATIVE_INFINITY && window.max === Number.POSITIVE_INFINITY))
    return values;
  return values.map((x) => Math.min(Math.max(x, window.min), window.max));
}

/** Channels of a layer's output, and the elements between two of neighbouring ones. */
export function channelsOf({ opType }: OnnxNode, shape: readonly number[]): { count: number; inner: number } {
  if (opType === "Gemm" || opType === "MatMul" || shape.length < 2) return { count: shape.at(-1) ?? 1, inner: 1 };
  return { count: shape[1]!, inner: shape.slice(2).reduce((product, dim) => product * dim, 1) };
}

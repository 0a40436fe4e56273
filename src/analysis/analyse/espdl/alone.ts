import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { macsOf } from "../../../ir/graph/macs.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { floatOutputs } from "../../measure/run-outputs.js";
import type { Alone } from "../alone.js";
import { floatPart } from "../float-part.js";
import type { EspdlLayer } from "./layers.js";
import { partOf } from "./part.js";
import type { Run } from "./run.js";

/**
 * Runs one layer alone: in the chip's integers and in float, on inputs that are exact but for their own rounding, which
 * is the cost of those who make them. A network's input is nobody's else: its rounding counts for who reads it.
 * @param values float tensors of every sample
 */
export async function runLayerAlone(
  float: OnnxModel,
  { inputs, reads, tensor, operand }: EspdlLayer,
  run: Run,
  values: readonly Sample[],
): Promise<Alone> {
  const isGiven = new Set(float.graph.inputs.map(({ name }) => name));
  const given = inputs.map((name, i) => {
    const place = { name, operand: reads[i]! };
    return { ...place, tensors: values.map((sample) => run.toFile(place, sample.get(name)!)) };
  });
  const chip = await run.from(given, [{ name: tensor, operand }]);
  const read = values.map((sample, i) => {
    const rounded = given.map((place) => [place.name, run.toFloat(place, place.tensors[i]!)] as const);
    return new Map(rounded.map(([name, x]) => [name, isGiven.has(name) ? sample.get(name)! : x]));
  });
  const inFloat = await floatOutputs(floatPart(float, { inputs, tensor }), read);
  const data = (outputs: Tensor[][]): Float32Array[] => outputs.map(([made]) => made!.data as Float32Array);
  const own = partOf(run.source.program, reads, [operand]);
  const macs = own.layers.reduce((sum, layer) => sum + (layer.kind === "call" ? macsOf(own, layer) : 0), 0);
  return { chip: data(chip), float: data(inFloat), macs };
}

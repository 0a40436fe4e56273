import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { floatOutputs } from "../../measure/run-outputs.js";
import { floatPart } from "../float-part.js";
import type { EspdlLayer } from "./layers.js";
import type { Run } from "./run.js";
import { inSixteenBits } from "./sixteen-bits.js";

/** What the network gives when one layer is float, or in 16 bits, and all others are as they are: a list a sample. */
export interface Replaced {
  readonly inFloat: Tensor[][];
  /** Absent for a layer that has 16 bits already, or of which the chip has no such kernel. */
  readonly wide: Tensor[][] | undefined;
}

/** Puts a layer's result in float, and that in 16 bits, in the place of its own. @param scores outputs that are measured */
export async function replaced(
  float: OnnxModel,
  layer: EspdlLayer,
  run: Run,
  scores: readonly string[],
): Promise<Replaced> {
  const { tensor, operand, inputs } = layer;
  const part = floatPart(float, layer);
  const read = run.tensors.map((sample) => new Map(inputs.map((name) => [name, sample.get(name)!])));
  const exact = (await floatOutputs(part, read)).map(([made]) => made!);
  const wide = layer.output.bits === 8 ? await inSixteenBits(part, layer, run, read) : [];
  const all = [...exact, ...wide];
  const place = { name: tensor, operand };
  const others = scores.filter((name) => name !== tensor);
  const tensors = all.map((made) => run.toFile(place, made));
  const found = others.length === 0 ? [] : await run.from([{ ...place, tensors }], run.placesOf(others));
  // An output goes to nobody who would round it.
  const made = all.map((own, i) => scores.map((name) => (name === tensor ? own : found[i]![others.indexOf(name)]!)));
  return { inFloat: made.slice(0, exact.length), wide: wide.length > 0 ? made.slice(exact.length) : undefined };
}

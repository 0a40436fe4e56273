import type { Chip } from "../../espdl/chip.js";
import type { EspdlProgram } from "../../espdl/compile.js";
import { biasBits } from "../../espdl/write/quantization.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { BiasTarget } from "./targets.js";

/** The biases of a compiled `.espdl`'s 8-bit convolutions and products, by the index of the layer that adds each. */
export function espdlTargets(float: OnnxModel, program: EspdlProgram, chip: Chip): Map<number, BiasTarget> {
  const makers = new Map(float.graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const found = new Map<number, BiasTarget>();
  for (const layer of program.layers) {
    if (layer.kind !== "call" || typeof layer.exponent !== "number") continue;
    const param = program.layers[layer.inputs[2]?.layer ?? -1];
    const { dtype, shape } = layer.types[0]!;
    const channels = shape.at(-1)!;
    if (param?.kind !== "param" || param.tensor.dtype !== "int32" || param.tensor.size !== channels) continue;
    const before = makers.get(layer.name);
    const maker = before?.opType === "Relu" ? makers.get(before.inputs[0]!) : before;
    if (dtype !== "int8" || maker === undefined) continue;
    const window = { min: -128 * 2 ** layer.exponent, max: 127 * 2 ** layer.exponent };
    found.set(layer.index, {
      ...{
        tensor: layer.name,
        sums: maker.outputs[0] as string,
        param,
        chain: [layer],
        tail: [layer],
        exponent: layer.exponent,
        channels,
        window,
      },
      last: maker.opType !== "Conv",
      bits: biasBits(chip, 8),
    });
  }
  return found;
}

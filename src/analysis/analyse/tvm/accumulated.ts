import { Tensor } from "../../../base/tensor/tensor.js";
import { layerLayouts } from "../../../comparison/diff/layer-layouts.js";
import { createFastRunner } from "../../../execution/fast/runner.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { compileForDebug } from "../../../ir/passes/compile.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import type { IntegerLayer } from "../layers.js";

/** Every layer's tensor in the whole int8 network, as real values in the order of the float tensor; by its name. */
export async function chipValues(
  quantized: OnnxModel,
  layers: readonly IntegerLayer[],
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, Float32Array>[]> {
  const { program } = compileForDebug(quantized);
  const layouts = layerLayouts(program);
  const makers = new Map(quantized.graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node.name])));
  const last = new Map<string, number>();
  for (const layer of program.layers) for (const name of layer.onnx) last.set(name, layer.index);
  const runner = createFastRunner(program);
  try {
    const traces = await runner.trace(samples);
    return traces.map((trace) => {
      const byIndex = new Map(trace.layers.map((layer) => [layer.index, layer]));
      const found = new Map<string, Float32Array>();
      for (const { tensor, output } of layers) {
        const index = last.get(makers.get(output.quantized) ?? "");
        const made = index === undefined ? undefined : byIndex.get(index);
        if (made === undefined || typeof output.exponent !== "number") continue;
        const scale = 2 ** output.exponent;
        const integers = layouts.get(made.id) === "NHWC" ? channelsFirst(made.tensor) : made.tensor;
        found.set(
          tensor,
          Float32Array.from(integers.data as Int8Array, (q) => q * scale),
        );
      }
      return found;
    });
  } finally {
    await runner.close();
  }
}

/** An image that has its channels last, as ONNX has it. */
function channelsFirst(tensor: Tensor): Tensor {
  const [batch, height, width, channels] = tensor.shape as [number, number, number, number];
  const made = Tensor.zeros(tensor.dtype, [batch, channels, height, width]);
  for (let i = 0; i < made.size; i++) {
    const [pixel, channel] = [i % (height * width), Math.floor(i / (height * width)) % channels];
    const image = Math.floor(i / (height * width * channels));
    made.data[i] = tensor.data[(image * height * width + pixel) * channels + channel] as never;
  }
  return made;
}

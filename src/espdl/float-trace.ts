import { withChannelsAs } from "../base/tensor/channels.js";
import type { Tensor } from "../base/tensor/tensor.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { Trace, TraceLayer } from "../formats/trace/trace.js";
import { outputId } from "../ir/graph/output-id.js";
import { floatTensors } from "../quantization/ort/float-tensors.js";
import type { EspdlProgram } from "./compile.js";
import { asReadByOrt } from "./write/onnx/values.js";

/**
 * Runs the float model that an `.espdl` came from in ONNX Runtime. Every tensor that both name has the id of the
 * program's layer and stands in its order of axes (channels last, where the exporter moved them).
 * @param feeds real values by input name, channels where the `.espdl` has them
 * @throws UserError when ONNX Runtime refuses the model or a feed.
 */
export async function espdlFloatTrace(
  float: OnnxModel,
  program: EspdlProgram,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<Trace> {
  const shaped = new Map(
    Array.from(feeds, ([name, tensor]) => {
      const shape = float.graph.inputs.find((input) => input.name === name)?.shape;
      return [
        name,
        withChannelsAs(
          tensor,
          (shape ?? []).map((dim, axis) => symbolic(dim, tensor.shape[axis])),
        ),
      ];
    }),
  );
  const tensors = await floatTensors(asReadByOrt(float), program.tensors.keys(), shaped);
  const layers: TraceLayer[] = [];
  for (const [name, { layer: index, output }] of program.tensors) {
    const tensor = tensors.get(name);
    const layer = program.layers[index];
    if (tensor === undefined || layer.kind === "param") continue;
    const { op, onnx } = layer.kind === "call" ? layer : { op: layer.kind, onnx: [] };
    const id = outputId(layer.id, output);
    layers.push({ index, name, id, op, onnx, tensor: withChannelsAs(tensor, layer.types[output].shape) });
  }
  layers.sort((a, b) => a.index - b.index);
  return { runner: "ONNX Runtime", model: float.graph.name, layers };
}

/** A dimension that the float model leaves open is what the tensor has there. */
function symbolic(dim: number | string | null | undefined, length: number): number {
  return typeof dim === "number" ? dim : length;
}

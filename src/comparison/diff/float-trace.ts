import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { floatTensors } from "../../quantization/ort/float-tensors.js";

/**
 * Runs the float model in ONNX Runtime, keeping every tensor, and gives each the id of the quantized program's layer that
 * stands for it: the last layer of the ONNX node that makes the tensor of that name (`x`, or `x_quantized`).
 * @param float the model before quantization; tensors that its optimization folded away are absent from the trace
 * @param quantized the model that `program` was compiled from
 * @param feeds one tensor for each input, by name
 * @throws UserError when ONNX Runtime refuses the model or a feed.
 */
export async function floatTrace(
  float: OnnxModel,
  quantized: OnnxModel,
  program: Program,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<Trace> {
  const names = layerTensors(quantized, program);
  const tensors = await floatTensors(float, names.values(), feeds);
  const layers = program.layers.flatMap((layer): TraceLayer[] => {
    const tensor = tensors.get(names.get(layer.id) ?? "");
    if (tensor === undefined) return [];
    const op = layer.kind === "call" ? layer.op : layer.kind;
    return [{ index: layer.index, name: layer.name, id: layer.id, op, onnx: layer.onnx, tensor }];
  });
  return { runner: "ONNX Runtime", model: float.graph.name, layers };
}

/** The float tensor that each layer stands for, by the layer's id: a layer in the middle of a node stands for none. */
function layerTensors({ graph }: OnnxModel, program: Program): Map<string, string> {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const result = new Map<string, string>();
  const last = new Map<string, string>();
  const dtypes = new Map(program.layers.map((layer) => [layer.id, layer.types[0]?.dtype]));
  for (const layer of program.layers) {
    if (layer.kind === "input") result.set(layer.id, layer.name);
    const name = layer.kind === "call" ? layer.onnx.at(-1) : undefined;
    if (name !== undefined) last.set(name, layer.id);
  }
  for (const [name, id] of last) {
    const tensor = nodes.get(name)?.outputs[0];
    if (tensor === undefined || tensor.endsWith("/conv_bias:0")) continue;
    const float = tensor.replace(/_?quantized$/, "");
    // Integers kept in a float between a node's rounding and its clipping stand for no tensor of the float model.
    if (float === tensor || dtypes.get(id) === "int8") result.set(id, float);
  }
  return result;
}

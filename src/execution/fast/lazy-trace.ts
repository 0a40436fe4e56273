import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { RunTrace } from "../../formats/trace/run-trace.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import { outputId, outputIds } from "../../ir/graph/output-id.js";
import type { Layer, Operand, Program } from "../../ir/graph/program.js";
import { call } from "../interpreter/run-layer.js";

/** Who made the trace, as trace.json states it. */
export const FAST_INTERPRETER = "espdl-lab fast interpreter";

/**
 * The trace of a whole program of which some tensors are known, by their ids. Any other is computed when it is first
 * read, by the reference kernel of its layer, from those before it.
 */
export function lazyTrace(
  program: Program,
  known: ReadonlyMap<string, Tensor>,
  feeds: ReadonlyMap<string, Tensor>,
  arithmetic: Arithmetic,
  model: string,
): RunTrace {
  const computed = new Map<number, readonly Tensor[]>();
  const tensor = ({ layer: index, output }: Operand): Tensor => {
    const layer = program.layers[index]!;
    if (layer.kind === "param") return layer.tensor;
    if (layer.kind === "input") return feeds.get(layer.name)!;
    const found = known.get(outputId(layer.id, output));
    if (found !== undefined) return found;
    const results = computed.get(index) ?? call(layer, layer.inputs.map(tensor), arithmetic);
    computed.set(index, results);
    return results[output]!;
  };
  const layers = program.layers.flatMap((layer) => layer.types.map((_, output) => lazyLayer(layer, output, tensor)));
  return new RunTrace({ runner: FAST_INTERPRETER, model, layers }, outputIds(program));
}

function lazyLayer(layer: Layer, output: number, tensor: (operand: Operand) => Tensor): TraceLayer {
  const { index, name, id, onnx, exponent } = layer;
  return {
    index,
    name,
    id: outputId(id, output),
    op: layer.kind === "call" ? layer.op : layer.kind,
    onnx,
    ...(exponent === undefined ? {} : { exponent }),
    get tensor() {
      return tensor({ layer: index, output });
    },
  };
}

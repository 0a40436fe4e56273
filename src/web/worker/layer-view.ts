import { storedLayouts } from "../../comparison/diff/stored-layout.js";
import type { Trace } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import { tensorView } from "../../presentation/display/views/tensor.js";
import { tensorMap } from "../../presentation/figures/tensor-map.js";
import type { LayerView } from "../protocol.js";
import { picture, shown } from "./shown.js";

/** Elements above which no picture of single elements is made. */
const LARGEST = 4_000_000;

/** One tensor of a run: heat map, histogram, what it is made of and who reads it. */
export function layerView(program: Program, trace: Trace, id: string, width: number): LayerView | undefined {
  const layer = trace.layers.find((candidate) => candidate.id === id);
  if (layer === undefined) return undefined;
  const { tensor, op, onnx } = layer;
  const source = program.layers[layer.index]!;
  const order =
    storedLayouts(program)(layer) ?? (source.kind === "call" && op.startsWith("espdl.") ? "NHWC" : undefined);
  const inputs = source.kind === "call" ? source.inputs : [];
  const readers = program.layers.filter(
    (reader) => reader.kind === "call" && reader.inputs.some((from) => idOf(program, from) === id),
  );
  return {
    ...{ id, onnx, op, size: tensor.size },
    facts: shown(tensorView(tensor), width),
    ...(tensor.size > 1 &&
      tensor.size <= LARGEST && { map: picture(tensorMap(tensor, "Stored numbers", order), width) }),
    inputs: inputs.map((from) => {
      const { kind, types } = program.layers[from.layer]!;
      const { dtype, shape } = types[from.output]!;
      return { id: idOf(program, from), op: kind, type: `${dtype} [${shape.join(", ")}]` };
    }),
    readers: readers.map((reader) => reader.id),
  };
}

const idOf = (program: Program, { layer, output }: { layer: number; output: number }): string =>
  outputId(program.layers[layer]!.id, output);

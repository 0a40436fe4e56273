import type { TensorType } from "./graph.js";
import type { Layer, Program } from "./program.js";
import { planStorage, reads } from "./storage-plan.js";

export interface DumpNode {
  readonly op: string;
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly inputs: readonly string[];
  readonly shape: readonly number[];
}

/** The structure of TVM's `_tvmdbg_graph_dump.json`. */
export interface GraphDump {
  readonly nodes: readonly DumpNode[];
  readonly arg_nodes: readonly number[];
  readonly heads: readonly (readonly [number, number, number])[];
  readonly attrs: {
    readonly dltype: readonly ["list_str", readonly string[]];
    readonly device_index: readonly ["list_int", readonly number[]];
    readonly storage_id: readonly ["list_int", readonly number[]];
    readonly shape: readonly ["list_shape", readonly (readonly number[])[]];
  };
  readonly node_row_ptr: readonly number[];
}

/** TVM's graph has no bool: it is an integer of one bit. */
const typeName = ({ dtype }: TensorType): string => (dtype === "bool" ? "uint1" : dtype);

/** kDLCPU. */
const CPU = 1;

function nodeOf(layer: Layer, layers: readonly Layer[]): DumpNode {
  const [first] = layer.types as [TensorType];
  const T = `type: ${typeName(first)}`;
  if (layer.kind !== "call") return { op: "param", name: layer.name, inputs: [], attrs: { T }, shape: first.shape };
  const operands = reads(layer);
  const layouts = Object.entries(layer.attributes).filter(([name]) => name.includes("layout"));
  const attrs = {
    num_outputs: String(layer.types.length),
    num_inputs: String(operands.length),
    flatten_data: "0",
    func_name: layer.func,
    ...Object.fromEntries(layouts.map(([name, value]) => [name, String(value)])),
    T,
  };
  const inputs = operands.map((operand) => (layers[operand.layer] as Layer).name);
  return { op: layer.func, name: layer.name, attrs, inputs, shape: first.shape };
}

/** The program as TVM's debugger writes its graph; without the functions' hashes, which have no meaning here. */
export function graphDump(program: Program): GraphDump {
  const { layers, outputs } = program;
  const types = layers.flatMap((layer) => layer.types);
  const rows = [0];
  for (const layer of layers) rows.push((rows.at(-1) as number) + layer.types.length);
  return {
    nodes: layers.map((layer) => nodeOf(layer, layers)),
    arg_nodes: layers.filter((layer) => layer.kind !== "call").map((layer) => layer.index),
    heads: outputs.map(({ layer, output }) => [layer, output, 0]),
    attrs: {
      dltype: ["list_str", types.map(typeName)],
      device_index: ["list_int", types.map(() => CPU)],
      storage_id: ["list_int", planStorage(program)],
      shape: ["list_shape", types.map((type) => type.shape)],
    },
    node_row_ptr: rows,
  };
}

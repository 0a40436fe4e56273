import { ModelMessage } from "../../../src/formats/onnx/schema.js";

/** Fields of onnx.proto messages, by the names of src/formats/onnx/schema.ts. */
export type Fields = Record<string, unknown>;

const FLOAT = { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 2 }] } } };

function typed(values: unknown): unknown {
  return (values as Fields[]).map((value) =>
    "type" in value || value.name === "untyped" ? value : { ...value, type: FLOAT },
  );
}

/** y = x + w as GraphProto fields; inputs and outputs without a type are float32 [2]. */
export function smallGraph(fields: Fields = {}): Fields {
  const graph: Fields = {
    name: "small",
    node: [{ name: "sum", opType: "Add", input: ["x", "w"], output: ["y"] }],
    initializer: [{ name: "w", dims: [2], dataType: 1, floatData: [1, 2] }],
    input: [{ name: "x" }],
    output: [{ name: "y" }],
    ...fields,
  };
  return { ...graph, input: typed(graph.input), output: typed(graph.output) };
}

/** The bytes of a model file around `smallGraph`, with any field replaced. */
export function smallModel(fields: Fields = {}): Uint8Array {
  return ModelMessage.encode({
    irVersion: 8,
    graph: smallGraph(),
    opsetImport: [{ domain: "", version: 13 }],
    ...fields,
  }).finish();
}

/** Packed varints, as int32_data, int64_data and uint64_data hold them; a negative value takes ten bytes. */
export function varints(...values: (number | bigint)[]): Uint8Array {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
  }
  return Uint8Array.from(bytes);
}

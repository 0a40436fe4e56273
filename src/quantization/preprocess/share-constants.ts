import { toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { dataTypeOf } from "../../formats/onnx/data-type.js";
import type { OnnxModel } from "../../formats/onnx/model.js";

const SHARED = new Set(["float32", "float64", "float16", "int32", "int64"]);

/**
 * One initializer for all equal one-element initializers ([] or [1]), named as onnxruntime 1.14 names them:
 * `ortshared_<number>_<data type>_<rank>`. It numbers them in the order of a hash table, so only a lone one is certain
 * to get the same number; last first agrees most often.
 */
export function shareConstants(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const kept = new Set([...graph.outputs.map(({ name }) => name), ...(graph.replaceable ?? [])]);
  const keys = new Map<string, string>();
  for (const [name, tensor] of graph.initializers) {
    if (isShared(tensor) && !kept.has(name) && !name.startsWith("ortshared_")) keys.set(name, keyOf(tensor));
  }
  if (keys.size === 0) return model;
  const numbers = new Map<string, string>();
  let number = 0;
  for (const key of [...keys.values()].reverse()) {
    if (numbers.has(key)) continue;
    let name: string;
    do name = `ortshared_${number++}_${key.split(":", 1)[0]}`;
    while (graph.initializers.has(name));
    numbers.set(key, name);
  }
  const renamed = (name: string): string => {
    const key = keys.get(name);
    return key === undefined ? name : numbers.get(key)!;
  };
  return {
    ...model,
    graph: {
      ...graph,
      initializers: new Map([...graph.initializers].map(([name, tensor]) => [renamed(name), tensor])),
      nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(renamed) })),
    },
  };
}

function isShared({ dtype, shape, size }: Tensor): boolean {
  return size === 1 && shape.length <= 1 && SHARED.has(dtype);
}

function keyOf({ dtype, shape, data }: Tensor): string {
  return `${dataTypeOf(dtype)}_${shape.length}:${toBytes(data).join(",")}`;
}

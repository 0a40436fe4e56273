import type { NodeFacts, TensorFacts } from "../../espdl/inspect/inspection.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Subject } from "./subject.js";

/** The nodes of a model that is only drawn. */
export function drawnOnnx({ graph }: OnnxModel): Subject["graph"] {
  const fact = (name: string, rest: Partial<TensorFacts> = {}): TensorFacts => ({
    name,
    exponents: [],
    layout: "",
    ...rest,
  });
  const nodes = graph.nodes.map(
    (node, index): NodeFacts => ({
      index,
      name: node.name,
      op: node.opType,
      registered: true,
      attributes: {},
      inputs: node.inputs.filter((name) => name !== "" && !graph.initializers.has(name)),
      constants: node.inputs.flatMap((name) => {
        const tensor = graph.initializers.get(name);
        return tensor === undefined ? [] : [fact(name, { dtype: tensor.dtype, shape: tensor.shape })];
      }),
      outputs: node.outputs.filter((name) => name !== "").map((name) => fact(name)),
      constantBytes: 0,
    }),
  );
  return {
    nodes,
    inputs: graph.inputs.map(({ name, dtype, shape }) =>
      fact(name, { ...(dtype && { dtype }), ...(shape && { shape }) }),
    ),
    outputs: graph.outputs.map(({ name }) => fact(name)),
  };
}

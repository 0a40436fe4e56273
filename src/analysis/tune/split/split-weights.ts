import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { printable } from "../../../formats/onnx/printable.js";
import { nameMaker } from "../../../quantization/preprocess/unique-name.js";

/**
 * Takes output channels out of a convolution or dense layer into one of their own, and adds both up: x·W + b =
 * (x·W₁ + b) + x·W₂, where W₁ and W₂ are W with the other's channels 0. The network computes the same in float; in
 * integers each part has an exponent of its own.
 * @param parts channels of the second part, by the tensor of the layer
 * @throws UserError when the model has no such layer of constant weights.
 */
export function splitWeights(model: OnnxModel, parts: ReadonlyMap<string, readonly number[]>): OnnxModel {
  if (parts.size === 0) return model;
  const initializers = new Map(model.graph.initializers);
  const left = new Set(parts.keys());
  const own = nameMaker(model.graph);
  const nodes = model.graph.nodes.flatMap((node): OnnxNode[] => {
    const tensor = node.outputs[0] ?? "";
    const channels = parts.get(tensor);
    const axis = channelAxis(node);
    const [input = "", name = "", bias] = node.inputs;
    const weight = initializers.get(name);
    if (channels === undefined || axis === undefined || weight === undefined) return [node];
    left.delete(tensor);
    const second = new Set(channels);
    const [one, two] = [own(`${tensor}_first`), own(`${tensor}_second`)];
    const [first, other] = [own(`${name}_first`), own(`${name}_second`)];
    initializers.set(
      first,
      kept(weight, axis, (channel) => !second.has(channel)),
    );
    initializers.set(
      other,
      kept(weight, axis, (channel) => second.has(channel)),
    );
    const rest = bias === undefined ? [] : [bias];
    return [
      { ...node, name: own(`${node.name}_first`), inputs: [input, first, ...rest], outputs: [one] },
      { ...node, name: own(`${node.name}_second`), inputs: [input, other], outputs: [two] },
      { ...node, opType: "Add", inputs: [one, two], attributes: new Map() },
    ];
  });
  const [unknown] = left;
  if (unknown !== undefined)
    throw new UserError(
      `recipe: split: the model has no layer with constant weights at ${printable(unknown)}, expected the model it was made for; make a new one with tune`,
    );
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const used = new Map([...initializers].filter(([name]) => read.has(name)));
  return { ...model, graph: { ...model.graph, nodes, initializers: used } };
}

/** Axis of the weights with an entry for each output channel; undefined for a node without weights. */
export function channelAxis({ opType, attributes }: OnnxNode): 0 | 1 | undefined {
  if (opType === "Conv") return 0;
  if (opType !== "Gemm" || attributes.get("transA")?.value === 1) return undefined;
  return attributes.get("transB")?.value === 1 ? 0 : 1;
}

function kept({ shape, data }: Tensor, axis: number, isKept: (channel: number) => boolean): Tensor {
  const inner = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from(data as Float32Array, (w, i) =>
    isKept(Math.floor(i / inner) % shape[axis]!) ? w : 0,
  );
  return new Tensor("float32", shape, values);
}

import { toBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attribute } from "../graphdef/attribute.js";
import { type GraphDefModel, type GraphNode, splitTensor } from "../graphdef/graph.js";
import { orderNodes } from "../graphdef/order.js";
import type { TfArtifacts } from "./tfjs.js";

/** Variables, which tfjs takes as constants. */
const VARIABLES = new Set(["VarHandleOp", "VariableV2"]);

/**
 * The graph as a graph-model of tfjs, so that its executor runs it: the nodes that the outputs need, before anything of
 * the conversion was done to them, with variables as constants.
 */
export function graphArtifacts({ nodes, inputs, outputs, weights }: GraphDefModel): TfArtifacts {
  const fed = new Set(inputs.map(({ tensor }) => splitTensor(tensor)[0]));
  const ends = outputs.map(({ tensor }) => splitTensor(tensor)[0]);
  const needed = [...nodes.filter(({ name }) => fed.has(name)), ...orderNodes(nodes, ends, fed)];
  const constants = needed.flatMap((node): [string, Tensor][] => {
    const value = node.attributes.get("value");
    if (node.op === "Const" && value?.kind === "tensor") return [[node.name, narrowed(value.value())]];
    const stored = weights.get(node.name);
    return stored === undefined ? [] : [[node.name, narrowed(stored())]];
  });
  return {
    modelTopology: { node: needed.map(nodeJson), versions: { producer: 0, minConsumer: 0 } },
    weightSpecs: constants.map(([name, { dtype, shape }]) => ({ name, dtype, shape: [...shape] })),
    weightData: new Uint8Array(Buffer.concat(constants.map(([, { data }]) => toBytes(data)))).buffer,
  };
}

/** tfjs has whole numbers of 32 bits alone. */
function narrowed(tensor: Tensor): Tensor {
  if (tensor.dtype === "float32" || tensor.dtype === "bool") return tensor;
  return new Tensor("int32", tensor.shape, Int32Array.from(tensor.toNumbers()));
}

/** Attributes that TensorFlow leaves out at their default and tfjs does not know without. */
const DEFAULTS: readonly (readonly [op: RegExp, attribute: string, value: Attribute])[] = [
  [/^(_Fused)?Conv2D$|Depthwise/, "dilations", { kind: "numbers", value: [1, 1, 1, 1] }],
  [/^Conv3D$/, "dilations", { kind: "numbers", value: [1, 1, 1, 1, 1] }],
  [/Conv2D|Depthwise|Pool|^BiasAdd$|^FusedBatchNorm|DepthToSpace/, "data_format", { kind: "text", value: "NHWC" }],
  [/^FusedBatchNorm/, "epsilon", { kind: "number", value: 1e-4 }],
];

function nodeJson({ name, op, inputs, attributes }: GraphNode): object {
  const defaults = DEFAULTS.filter(([pattern]) => pattern.test(op)).map(([, key, value]) => [key, value] as const);
  const attr = Object.fromEntries(
    Array.from(new Map([...defaults, ...attributes]), ([key, value]) => [key, attributeJson(value)]),
  );
  const known = VARIABLES.has(op) ? "Const" : op === "ReadVariableOp" ? "Identity" : op;
  return { name, op: known, input: inputs, attr };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function attributeJson(attribute: Attribute): object {
  switch (attribute.kind) {
    case "text":
      return { s: base64(attribute.value) };
    case "number":
      return { f: attribute.value };
    case "bool":
      return { b: attribute.value };
    case "type":
      return { type: attribute.value };
    case "shape":
      return {
        shape:
          attribute.value === undefined ? { unknownRank: true } : { dim: attribute.value.map((size) => ({ size })) },
      };
    case "texts":
      return { list: { s: attribute.value.map(base64) } };
    case "numbers":
      return { list: { f: attribute.value } };
    default:
      return {};
  }
}

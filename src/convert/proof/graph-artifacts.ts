import { toBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attribute } from "../graphdef/attribute.js";
import { type GraphDefModel, type GraphFunction, type GraphNode, splitTensor } from "../graphdef/graph.js";
import { orderNodes } from "../graphdef/order.js";
import type { TfArtifacts } from "./tfjs.js";

/** Variables, which tfjs takes as constants. */
const VARIABLES = new Set(["VarHandleOp", "VariableV2"]);

/**
 * The graph as a graph-model of tfjs, so that its executor runs it: the nodes that the outputs need, before anything of
 * the conversion was done to them, with variables as constants.
 */
export function graphArtifacts({ nodes, inputs, outputs, weights, functions }: GraphDefModel): TfArtifacts {
  const fed = new Set(inputs.map(({ tensor }) => splitTensor(tensor)[0]));
  const ends = outputs.map(({ tensor }) => splitTensor(tensor)[0]);
  const needed = [...nodes.filter(({ name }) => fed.has(name)), ...orderNodes(nodes, ends, fed)];
  const bodies = functionsOf(needed, functions);
  const constants = [...needed, ...bodies.flatMap((body) => body.nodes)].flatMap((node): [string, Tensor][] => {
    const value = node.attributes.get("value");
    if (node.op === "Const" && value?.kind === "tensor") return [[node.name, narrowed(value.value())]];
    const stored = weights.get(node.name) ?? (node.op === "Const" ? weights.get(node.origin ?? node.name) : undefined);
    return stored === undefined ? [] : [[node.name, narrowed(stored())]];
  });
  return {
    modelTopology: {
      node: needed.map(nodeJson),
      library: { function: bodies.map(functionJson) },
      versions: { producer: 0, minConsumer: 0 },
    },
    weightSpecs: constants.map(([name, { dtype, shape }]) => ({ name, dtype, shape: [...shape] })),
    weightData: new Uint8Array(Buffer.concat(constants.map(([, { data }]) => toBytes(data)))).buffer,
  };
}

/**
 * The functions that nodes call, with names that no other function has: tfjs looks all constants up in one table. Their
 * own calls are left as they are.
 */
function functionsOf(nodes: readonly GraphNode[], functions: GraphDefModel["functions"]): GraphFunction[] {
  const found = new Map<string, GraphFunction>();
  const visit = (node: GraphNode): void => {
    for (const attribute of node.attributes.values()) {
      const body = attribute.kind === "function" ? functions.get(attribute.value) : undefined;
      if (body === undefined || found.has(body.name)) continue;
      found.set(body.name, renamed(body));
      body.nodes.forEach(visit);
    }
  };
  nodes.forEach(visit);
  return [...found.values()];
}

function renamed({ name, inputs, nodes, outputs }: GraphFunction): GraphFunction {
  const own = new Set(nodes.map((node) => node.name));
  const here = (tensor: string): string => (own.has(tensor.split(":")[0]!) ? `${name}/${tensor}` : tensor);
  const moved = nodes.map((node) => ({
    ...{ ...node, name: here(node.name), origin: node.name },
    inputs: node.inputs.map(here),
  }));
  const known = new Map(nodes.map((node) => [node.name, node]));
  // tfjs frees what a round does not return, copies returned in its place or not: a list's elements are to live.
  const made = (tensor: string): string => {
    const node = known.get(tensor.split(":")[0]!);
    return node?.op === "Identity" && node.inputs.length === 1 ? made(node.inputs[0]!) : tensor;
  };
  return { name, inputs, nodes: moved, outputs: outputs.map((tensor) => here(made(tensor))) };
}

const functionJson = ({ name, inputs, nodes, outputs }: GraphFunction): object => ({
  signature: {
    name,
    inputArg: inputs.map((argument) => ({ name: argument, type: "DT_FLOAT" })),
    outputArg: outputs.map((_, i) => ({ name: `result ${i}`, type: "DT_FLOAT" })),
  },
  nodeDef: nodes.map(nodeJson),
  ret: Object.fromEntries(outputs.map((tensor, i) => [`result ${i}`, tensor])),
});

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
    case "function":
      return { func: { name: attribute.value } };
    case "texts":
      return { list: { s: attribute.value.map(base64) } };
    case "numbers":
      return { list: { f: attribute.value } };
    default:
      return {};
  }
}

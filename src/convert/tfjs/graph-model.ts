import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { checkJson } from "../../base/json-text.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import { splitInputs } from "../graphdef/decode.js";
import type { Graph, GraphDefModel, GraphFunction, GraphInput, GraphNode, GraphOutput } from "../graphdef/graph.js";
import { splitTensor } from "../graphdef/graph.js";
import { inlineFunctions } from "../graphdef/inline.js";
import { storedType } from "../graphdef/tensor.js";
import { attributeOf, shapeOf, typeOf } from "./graph-attribute.js";

const attributes = v.optional(v.nullable(v.record(v.string(), v.unknown())));
const node = v.object({ name: v.string(), op: v.string(), input: v.optional(v.array(v.string())), attr: attributes });
const named = v.object({ name: v.string() });
const library = v.object({
  function: v.optional(
    v.array(
      v.object({
        signature: v.object({
          name: v.string(),
          inputArg: v.optional(v.array(named)),
          outputArg: v.optional(v.array(named)),
        }),
        nodeDef: v.optional(v.array(node)),
        ret: v.optional(v.record(v.string(), v.string())),
      }),
    ),
  ),
});
const topologySchema = v.object({ node: v.array(node), library: v.optional(v.nullable(library)) });
const info = v.object({
  name: v.string(),
  dtype: v.union([v.string(), v.number()]),
  tensorShape: v.optional(v.unknown()),
});
const infos = v.optional(v.nullable(v.record(v.string(), info)));
const signatureSchema = v.object({ inputs: infos, outputs: infos });

const AGAIN = "convert the model with tensorflowjs_converter again";

type Info = v.InferOutput<typeof info>;
type NodeJson = v.InferOutput<typeof node>;

/** What tfjs's converter writes: a graph as JSON, and its constants beside it. */
export interface GraphArtifacts {
  readonly topology: unknown;
  /** Which tensors go in and out; absent in old files. */
  readonly signature: unknown;
  readonly weights: ReadonlyMap<string, () => Tensor>;
}

/** A graph-model of tfjs. @param name of the file, for messages @throws UserError */
export function graphModel({ topology, signature, weights }: GraphArtifacts, name: string): GraphDefModel {
  const graph = graphOf(checkJson(topologySchema, topology, name, AGAIN));
  const given = checkJson(signatureSchema, signature ?? {}, name, AGAIN);
  const outputs = outputsOf(given.outputs, graph);
  const { nodes, final } = inlineFunctions(
    graph,
    outputs.map(({ tensor }) => splitTensor(tensor)[0]),
  );
  const inputs = inputsOf(given.inputs, graph, name).map((input) => ({ ...input, tensor: final(input.tensor) }));
  const ends = outputs.map(({ name, tensor }) => ({ name, tensor: final(tensor) }));
  return { name: "graph-model", nodes, inputs, outputs: ends, weights, functions: graph.functions };
}

function graphOf({ node, library }: v.InferOutput<typeof topologySchema>): Graph {
  const functions = (library?.function ?? []).map(({ signature, nodeDef = [], ret = {} }): GraphFunction => {
    const outputs = (signature.outputArg ?? []).map(({ name }) => (Object.hasOwn(ret, name) ? ret[name]! : ""));
    if (outputs.includes(""))
      throw new UserError(`function ${printable(signature.name)}: a result is missing; save the model again`);
    const inputs = (signature.inputArg ?? []).map(({ name }) => name);
    return { name: signature.name, inputs, nodes: nodeDef.map(nodeOf), outputs };
  });
  return { nodes: node.map(nodeOf), functions: new Map(functions.map((made) => [made.name, made])) };
}

const nodeOf = ({ name, op, input = [], attr }: NodeJson): GraphNode => ({
  ...{ name, op, ...splitInputs(input) },
  attributes: new Map(Object.entries(attr ?? {}).map(([key, value]) => [key, attributeOf(value)])),
});

function inputsOf(infos: Record<string, Info> | null | undefined, { nodes }: Graph, name: string): GraphInput[] {
  const entries = Object.entries(infos ?? {});
  if (entries.length > 0)
    return entries.map(([key, { name: tensor, dtype, tensorShape }]) => ({
      ...{ name: key, tensor, shape: shapeOf(tensorShape) },
      dtype: storedType(typeOf(dtype), `${name}: input ${printable(key)}`),
    }));
  return nodes
    .filter(({ op }) => op === "Placeholder")
    .map(({ name: tensor, attributes }) => {
      const [shape, dtype] = [attributes.get("shape"), attributes.get("dtype")];
      return {
        ...{ name: tensor, tensor, shape: shape?.kind === "shape" ? shape.value : undefined },
        dtype: storedType(dtype?.kind === "type" ? dtype.value : "DT_FLOAT", `${name}: input ${printable(tensor)}`),
      };
    });
}

/** Without a signature: what no other node reads. */
function outputsOf(infos: Record<string, Info> | null | undefined, { nodes }: Graph): GraphOutput[] {
  const entries = Object.entries(infos ?? {});
  if (entries.length > 0) return entries.map(([name, { name: tensor }]) => ({ name, tensor }));
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => splitTensor(input)[0])));
  const ends = nodes.filter(({ name, op }) => !read.has(name) && !["Const", "Placeholder", "NoOp"].includes(op));
  return ends.map(({ name }) => ({ name, tensor: name }));
}

import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Attribute } from "./attribute.js";
import { elementTypeName } from "./element-type.js";
import type { Graph, GraphFunction, GraphNode } from "./graph.js";
import type { AttributeProto, FunctionProto, GraphProto, NodeProto } from "./schema.js";
import { shapeOf, toNumber } from "./shape.js";
import { tensorOf } from "./tensor.js";

const utf8 = new TextDecoder();

/** The nodes and functions of a GraphDef. @throws UserError */
export function decodeGraph({ node, library }: GraphProto): Graph {
  const functions = (library?.function ?? []).map(functionOf);
  return { nodes: node.map(nodeOf), functions: new Map(functions.map((made) => [made.name, made])) };
}

/** Splits what a node reads from what only has to run before it. */
export function splitInputs(inputs: readonly string[]): Pick<GraphNode, "inputs" | "controls"> {
  return {
    inputs: inputs.filter((input) => !input.startsWith("^")),
    controls: inputs.filter((input) => input.startsWith("^")).map((input) => input.slice(1)),
  };
}

function nodeOf({ name, op, input, attr }: NodeProto): GraphNode {
  const attributes = new Map(attr.map(({ key, value }) => [key, attributeOf(value, `${printable(name)}: ${key}`)]));
  return { name, op, ...splitInputs(input), attributes };
}

function attributeOf(value: AttributeProto | null, label: string): Attribute {
  const has = (field: keyof AttributeProto): boolean => value !== null && Object.hasOwn(value, field);
  if (value === null) return { kind: "other" };
  if (has("s")) return { kind: "text", value: utf8.decode(value.s) };
  if (has("i")) return { kind: "number", value: toNumber(value.i) };
  if (has("f")) return { kind: "number", value: value.f };
  if (has("b")) return { kind: "bool", value: value.b };
  if (has("type")) return { kind: "type", value: elementTypeName(value.type) };
  if (value.shape !== null) return { kind: "shape", value: shapeOf(value.shape) };
  if (value.func !== null) return { kind: "function", value: value.func.name };
  const { tensor, list } = value;
  // Texts are no tensor here: a graph holds them as names of files and variables alone.
  if (tensor !== null && tensor.stringVal.length > 0) return textsOf(tensor.stringVal);
  if (tensor !== null) return { kind: "tensor", value: () => tensorOf(tensor, label) };
  if (list === null) return { kind: "other" };
  if (list.s.length > 0) return textsOf(list.s);
  return { kind: "numbers", value: list.i.length > 0 ? list.i.map(toNumber) : list.f };
}

const textsOf = (texts: readonly Uint8Array[]): Attribute => ({
  kind: "texts",
  value: texts.map((text) => utf8.decode(text)),
});

function functionOf({ signature, nodeDef, ret }: FunctionProto): GraphFunction {
  if (signature === null) throw new UserError("the graph holds a function without a signature; copy the whole file");
  const { name, inputArg, outputArg } = signature;
  const returned = new Map(ret.map(({ key, value }) => [key, value]));
  return {
    name,
    inputs: inputArg.map((argument) => argument.name),
    nodes: nodeDef.map(nodeOf),
    outputs: outputArg.map((argument) => {
      const tensor = returned.get(argument.name);
      if (tensor === undefined)
        throw new UserError(
          `function ${printable(name)}: its result ${printable(argument.name)} is missing; save the model again`,
        );
      return tensor;
    }),
  };
}

import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "./model.js";
import { nodeLabel, printable } from "./printable.js";
import { sortNodes } from "./sort-nodes.js";

const IR_VERSIONS = [3, 13] as const;
const OPSETS = [7, 25] as const;

/**
 * The structural rules of ONNX: versions, unique names, every input defined, no cycle.
 * @returns the model with its nodes in topological order (the model itself when they already are).
 * @throws UserError of one line for the first rule broken.
 */
export function checkModel(model: OnnxModel): OnnxModel {
  checkVersions(model);
  checkDefinitions(model);
  checkNumbers(model);
  const nodes = sortNodes(model.graph.nodes);
  return nodes === model.graph.nodes ? model : { ...model, graph: { ...model.graph, nodes } };
}

function checkVersions({ irVersion, opsets }: OnnxModel): void {
  if (irVersion < IR_VERSIONS[0] || irVersion > IR_VERSIONS[1])
    throw new UserError(
      `model: IR version ${irVersion}, expected ${IR_VERSIONS[0]} to ${IR_VERSIONS[1]}; export it with another version of onnx`,
    );
  const opset = opsets.get("");
  if (opset === undefined || opset < OPSETS[0] || opset > OPSETS[1])
    throw new UserError(
      `model: opset ${opset ?? "missing"} of ai.onnx, expected ${OPSETS[0]} to ${OPSETS[1]}; convert it with onnx.version_converter or export it with opset 13`,
    );
}

/** Infinities are legal (the bounds of a Clip); a NaN would reach every result. */
function checkNumbers({ graph }: OnnxModel): void {
  for (const [name, { dtype, data }] of graph.initializers) {
    if (dtype !== "float32" && dtype !== "float64") continue;
    for (let i = 0; i < data.length; i++)
      if (Number.isNaN(data[i]))
        throw new UserError(
          `initializer "${printable(name)}": NaN at index ${i}, expected numbers; the training diverged or the file is damaged`,
        );
  }
}

function checkDefinitions({ graph }: OnnxModel): void {
  const defined = new Map<string, string>();
  const define = (name: string, by: string): void => {
    const other = defined.get(name);
    if (other !== undefined)
      throw new UserError(
        `${by}: "${printable(name)}" is already defined by ${other}, expected unique names; rename one of them`,
      );
    defined.set(name, by);
  };
  for (const name of graph.initializers.keys()) define(name, "initializer");
  for (const { name } of graph.inputs) {
    if (name === "") throw new UserError("graph: an input has no name, expected one; export the model again");
    define(name, "graph input");
  }
  graph.nodes.forEach((node, index) => {
    const label = nodeLabel(node, index);
    if (node.opType === "") throw new UserError(`${label}: no operator type, expected one; export the model again`);
    if (!node.outputs.some((name) => name !== ""))
      throw new UserError(`${label}: no output, expected at least one; remove the node`);
    for (const name of node.outputs) if (name !== "") define(name, label);
  });
  graph.nodes.forEach((node, index) => {
    for (const name of node.inputs)
      if (name !== "" && !defined.has(name))
        throw new UserError(
          `${nodeLabel(node, index)}: input "${printable(name)}" is not defined, expected an initializer, a graph input or a node's output; export the model again`,
        );
  });
  checkOutputs(
    graph.outputs.map(({ name }) => name),
    defined,
  );
}

function checkOutputs(names: readonly string[], defined: ReadonlyMap<string, string>): void {
  if (names.length === 0) throw new UserError("graph: no output, expected at least one; export the model again");
  const seen = new Set<string>();
  for (const name of names) {
    if (!defined.has(name))
      throw new UserError(
        `graph output "${printable(name)}": not defined, expected a node's output, an input or an initializer; export the model again`,
      );
    if (seen.has(name))
      throw new UserError(`graph output "${printable(name)}": listed twice, expected unique names; remove one of them`);
    seen.add(name);
  }
}

import type { Chip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { graphInput } from "../../ir/graph/build.js";
import type { Graph, InputValue, Value } from "../../ir/graph/graph.js";
import type { EspdlModel, EspdlNode, EspdlValueInfo } from "../model.js";
import { NodeView } from "./node-view.js";
import { importers } from "./table.js";
import { TensorTable } from "./tensor-table.js";

/** An `.espdl` model in the IR. */
export interface ImportedModel {
  readonly graph: Graph;
  /** Every node of the file in its order, which is the order of execution, with the values of its outputs. */
  readonly steps: readonly { readonly node: EspdlNode; readonly results: readonly Value[] }[];
  /** The file's name of every value: inputs, constants, results. */
  readonly names: ReadonlyMap<Value, string>;
  /** Exponents the file states for a tensor, by its name; none for float32. */
  readonly exponents: (name: string) => readonly number[];
}

/**
 * Imports an `.espdl` model: every node becomes one call of an operator of the IR (Split one for each output).
 * @param chip the file does not say which chip it is for; computed matrices of MatMul are packed for one
 * @throws UserError of one line: an operator, dtype, shape or exponent that the chip's runtime does not run.
 */
export function importEspdl(model: EspdlModel, chip: Chip): ImportedModel {
  try {
    return importGraph(model, chip);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(oneLine(error.message));
  }
}

/** Longest message: a damaged file may name things of any length. */
const MESSAGE_LENGTH = 400;

/** A message on one line, without control characters. */
function oneLine(message: string): string {
  const line = message.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH)}…` : line;
}

function importGraph(model: EspdlModel, chip: Chip): ImportedModel {
  const tensors = new TensorTable(model.graph);
  const table = importers(chip);
  const inputs = model.graph.inputs.map((info) => importInput(info, tensors));
  const steps = model.graph.nodes.map((node) => {
    const view = new NodeView(node, tensors);
    const importer = table.get(node.opType);
    if (importer === undefined)
      throw new UserError(
        `${view.name}: the chip's runtime registers no operator ${JSON.stringify(node.opType)} (replace it before quantizing)`,
      );
    checkQuantType(view);
    const results = importer(view);
    node.outputs.forEach((name, index) => {
      if (name !== "" && results[index] !== undefined) define(name, results[index], tensors, view);
    });
    return { node, results };
  });
  const outputs = model.graph.outputs.map(({ name }) => {
    const value = tensors.value(name);
    if (value === undefined)
      throw new UserError(`output ${JSON.stringify(name)}: no node computes it (export the model again)`);
    return value;
  });
  return { graph: { inputs, outputs }, steps, names: tensors.names(), exponents: (name) => tensors.exponents(name) };
}

/** Widths of a node's arithmetic that esp-ppq names: int8, int16, int8 weights over int16 data, float32. */
const QUANT_TYPES = ["S8", "S16", "W8A16", "F32"];

function checkQuantType(view: NodeView): void {
  const type = view.text("quant_type", "S8");
  if (!QUANT_TYPES.includes(type))
    view.fail(
      `quant_type must be one of ${QUANT_TYPES.join(", ")}`,
      JSON.stringify(type),
      "no ESP-DL known here has another",
    );
}

function define(name: string, value: Value, tensors: TensorTable, view: NodeView): void {
  if (tensors.value(name) !== undefined || tensors.initializer(name) !== undefined)
    view.fail("an output must have a name of its own", JSON.stringify(name), "export the model again");
  tensors.set(name, value);
}

function importInput({ name, dtype, dims }: EspdlValueInfo, tensors: TensorTable): InputValue {
  const shape = dims?.map((dim) => (typeof dim === "number" ? dim : Number.NaN));
  if (dtype === undefined || shape === undefined || shape.some(Number.isNaN))
    throw new UserError(
      `input ${JSON.stringify(name)}: must have an element type and a fixed shape, got ${dtype ?? "no type"} [${dims?.join(", ") ?? "no shape"}] (export with a fixed shape)`,
    );
  const value = graphInput(name, { dtype, shape });
  if (tensors.value(name) !== undefined)
    throw new UserError(`input ${JSON.stringify(name)}: is listed twice (export the model again)`);
  tensors.set(name, value);
  return value;
}

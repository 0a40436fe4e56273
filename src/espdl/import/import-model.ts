import type { Chip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { graphInput } from "../../ir/graph/build.js";
import type { Graph, InputValue, Value } from "../../ir/graph/graph.js";
import type { EspdlModel, EspdlNode, EspdlValueInfo } from "../model.js";
import { nodeName } from "../node-name.js";
import { type Importer, NodeView } from "./node-view.js";
import { importers } from "./table.js";
import { TensorTable } from "./tensor-table.js";

/** An `.espdl` model in the IR. */
export interface ImportedModel {
  readonly graph: Graph;
  /** Every node of the file in its order, which is the order of execution, with the values of its outputs. */
  readonly steps: readonly { readonly node: EspdlNode; readonly results: readonly Value[] }[];
  /** The file's name of every value: inputs, constants, results. */
  readonly names: ReadonlyMap<Value, string>;
  /** Nodes that were not imported, in the file's order; empty unless `partial`. */
  readonly stopped: readonly StoppedNode[];
  /** Exponents the file states for a tensor, by its name; none for float32. */
  readonly exponents: (name: string) => readonly number[];
}

/** A node that is not run. */
export interface StoppedNode {
  /** The node's name, and its operator. */
  readonly node: string;
  readonly op: string;
  /** Why, in one line: what its operator would do on the chip, or which unknown tensor it reads. */
  readonly reason: string;
  /** True where only a tensor of an earlier stopped node is missing. */
  readonly follows: boolean;
}

export interface ImportOptions {
  /** Leave out nodes that the chip's runtime does not run, and those that need them, instead of refusing the model. */
  readonly partial?: boolean;
  /** Give the memory of every StreamingCache to the model as an input, named `<output>/cache`. */
  readonly streams?: boolean;
}

/**
 * Imports an `.espdl` model: every node becomes one call of an operator of the IR (Split one for each output).
 * @param chip the file does not say which chip it is for; computed matrices of MatMul are packed for one
 * @throws UserError of one line: an operator, dtype, shape or exponent that the chip's runtime does not run.
 */
export function importEspdl(model: EspdlModel, chip: Chip, options: ImportOptions = {}): ImportedModel {
  try {
    return new GraphImport(model, chip, options).run();
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

class GraphImport {
  private readonly tensors: TensorTable;
  private readonly stopped: StoppedNode[] = [];
  /** Tensors that stopped nodes would have made. */
  private readonly missing = new Set<string>();

  constructor(
    private readonly model: EspdlModel,
    private readonly chip: Chip,
    private readonly options: ImportOptions,
  ) {
    this.tensors = new TensorTable(model.graph);
  }

  run(): ImportedModel {
    const { graph } = this.model;
    const table = importers(this.chip);
    const inputs = graph.inputs.map((info) => importInput(info, this.tensors));
    const steps = graph.nodes.map((node) => ({ node, results: this.step(node, table) }));
    const outputs = graph.outputs.flatMap(({ name }) => {
      const value = this.tensors.value(name);
      if (value !== undefined) return [value];
      if (this.missing.has(name)) return [];
      throw new UserError(`output ${JSON.stringify(name)}: no node computes it (export the model again)`);
    });
    const names = this.tensors.names();
    const exponents = (name: string): readonly number[] => this.tensors.exponents(name);
    return {
      graph: { inputs: [...inputs, ...this.tensors.states()], outputs },
      steps,
      names,
      stopped: this.stopped,
      exponents,
    };
  }

  private step(node: EspdlNode, table: ReadonlyMap<string, Importer>): readonly Value[] {
    const view = new NodeView(node, this.tensors, this.options.streams ?? false);
    const absent = node.inputs.find((name) => this.missing.has(name));
    if (absent !== undefined) return this.stop(node, `reads ${JSON.stringify(absent)}, which was not computed`, true);
    try {
      return importNode(node, view, table.get(node.opType), this.tensors);
    } catch (error) {
      if (!(this.options.partial && error instanceof UserError)) throw error;
      const reason = [`${view.name}: `, `${node.opType}: `].reduce(
        (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
        oneLine(error.message),
      );
      return this.stop(node, reason, false);
    }
  }

  private stop(node: EspdlNode, reason: string, follows: boolean): readonly Value[] {
    this.stopped.push({ node: nodeName(node), op: node.opType, reason, follows });
    for (const name of node.outputs) if (name !== "" && this.tensors.value(name) === undefined) this.missing.add(name);
    return [];
  }
}

function importNode(
  node: EspdlNode,
  view: NodeView,
  importer: Importer | undefined,
  tensors: TensorTable,
): readonly Value[] {
  if (importer === undefined)
    throw new UserError(
      `${view.name}: the chip's runtime registers no operator ${JSON.stringify(node.opType)} (replace it before quantizing)`,
    );
  checkQuantType(view);
  const results = importer(view);
  node.outputs.forEach((name, index) => {
    if (name !== "" && results[index] !== undefined) define(name, results[index], tensors, view);
  });
  return results;
}

/** Widths of a node's arithmetic that esp-ppq names: int8, int16, int8 weights over int16 data, float32. */
/** Widths of arithmetic that a node may state. */
export const QUANT_TYPES: readonly string[] = ["S8", "S16", "W8A16", "F32"];

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

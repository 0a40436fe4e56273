import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { CallLayer } from "../../ir/graph/program.js";
import { callsOf } from "../calls-of.js";
import type { Chip } from "../chip.js";
import { compileEspdl, type EspdlProgram } from "../compile.js";
import { guessChip } from "../guess-chip.js";
import { unknownAttributes } from "../import/known-attributes.js";
import { REGISTERED } from "../import/table.js";
import type { EspdlModel, EspdlNode, EspdlTensor } from "../model.js";
import { nodeName } from "../node-name.js";
import { makerOf } from "../versions.js";
import { workOf } from "../work.js";
import { attributeText } from "./attribute-text.js";
import type { Inspection, MemoryFacts, NodeFacts, OperatorFacts, ScaleFacts, TensorFacts } from "./inspection.js";
import { bytesOf, liveBytes } from "./live.js";

/**
 * Everything that an `.espdl` model says of itself, with shapes computed, not read: graph, operators, exponents,
 * layouts, memory. A model that does not run is inspected all the same.
 * @param chip the one that it is for, if known
 */
export function inspectEspdl(model: EspdlModel, chip?: Chip): Inspection {
  const guess = chip === undefined ? guessChip(model) : { chips: [chip], reason: "as told" };
  const compiled = compile(model, guess.chips[0]!);
  const program = typeof compiled === "string" ? undefined : compiled;
  const facts = new Facts(model, program);
  const nodes = model.graph.nodes.map((node, index) => facts.node(node, index));
  return {
    name: model.graph.name,
    producer: [model.producerName, model.producerVersion].join(" ").trim(),
    maker: {
      ...makerOf(model),
      unknown: model.graph.nodes.flatMap((node) => {
        const attributes = unknownAttributes(node);
        return attributes.length === 0 ? [] : [{ node: nodeName(node), attributes }];
      }),
    },
    metadata: Object.fromEntries(model.metadata),
    chips: guess.chips,
    chipReason: guess.reason,
    ...refusal(compiled),
    inputs: model.graph.inputs.map(({ name }) => facts.tensor(name)),
    outputs: model.graph.outputs.map(({ name }) => facts.tensor(name)),
    nodes,
    operators: operators(nodes),
    layouts: layouts(model.graph.initializers),
    scales: scales(model, nodes),
    memory: memory(model, program),
  };
}

/** Why the chip would refuse the model: the first of its nodes that it does not run. */
function refusal(compiled: EspdlProgram | string): { readonly refused?: string } {
  if (typeof compiled === "string") return { refused: compiled };
  const [first] = compiled.stopped;
  return first === undefined ? {} : { refused: `${printable(first.node)}: ${printable(first.op)}: ${first.reason}` };
}

function compile(model: EspdlModel, chip: Chip): EspdlProgram | string {
  try {
    return compileEspdl(model, { chip, partial: true });
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

class Facts {
  private readonly stated: ReadonlyMap<string, TensorFacts>;
  private readonly constants: ReadonlyMap<string, EspdlTensor>;
  private readonly live: readonly number[];

  constructor(
    { graph }: EspdlModel,
    private readonly program: EspdlProgram | undefined,
  ) {
    this.constants = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
    this.stated = new Map(
      [...graph.valueInfo, ...graph.inputs, ...graph.outputs].map(({ name, dtype, dims, exponents, layout }) => [
        name,
        { name, ...(dtype && { dtype }), ...(dims && { shape: dims }), exponents, layout },
      ]),
    );
    this.live = program === undefined ? [] : liveBytes(program);
  }

  tensor(name: string): TensorFacts {
    const constant = this.constants.get(name);
    if (constant !== undefined) {
      const { dtype, dims, exponents, layout } = constant;
      return { name, dtype, shape: dims, exponents, layout };
    }
    const operand = this.program?.tensors.get(name);
    const type = operand && this.program?.layers[operand.layer].types[operand.output];
    return { ...(this.stated.get(name) ?? { name, exponents: [], layout: "" }), ...type };
  }

  node(node: EspdlNode, index: number): NodeFacts {
    const name = nodeName(node);
    const calls = this.program === undefined ? [] : callsOf(this.program, node);
    const table = node.attributes.get("lut");
    const read = [...node.inputs, ...(table?.type === "string" ? [table.value] : [])].filter((input) => input !== "");
    const constants = read.filter((input) => this.constants.has(input));
    const known = calls.length > 0;
    return {
      index,
      name,
      op: node.opType,
      registered: REGISTERED.has(node.opType),
      attributes: Object.fromEntries(Array.from(node.attributes, ([key, value]) => [key, attributeText(value)])),
      inputs: read.filter((input) => !this.constants.has(input)),
      constants: constants.map((input) => this.tensor(input)),
      outputs: node.outputs.filter((output) => output !== "").map((output) => this.tensor(output)),
      ...(known ? { work: sum(calls.map((call) => workOf(this.program!, call))) } : {}),
      constantBytes: sum(constants.map((input) => this.constants.get(input)!.bytes.length)),
      ...(known ? { liveBytes: calls.reduce((most, call) => Math.max(most, this.live[call.index]!), 0) } : {}),
    };
  }
}

function operators(nodes: readonly NodeFacts[]): OperatorFacts[] {
  const found = new Map<string, OperatorFacts>();
  for (const { op, registered, work = 0 } of nodes) {
    const before = found.get(op) ?? { op, count: 0, registered, work: 0 };
    found.set(op, { ...before, count: before.count + 1, work: before.work + work });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.op < b.op ? -1 : 1));
}

function layouts(initializers: readonly EspdlTensor[]) {
  const found = new Map<string, { layout: string; tensors: number; bytes: number }>();
  for (const { layout, bytes } of initializers) {
    const name = layout === "" ? "UNK" : layout;
    const entry = found.get(name) ?? { layout: name, tensors: 0, bytes: 0 };
    entry.tensors++;
    entry.bytes += bytes.length;
    found.set(name, entry);
  }
  return [...found.values()].sort((a, b) => b.bytes - a.bytes);
}

function scales({ graph }: EspdlModel, nodes: readonly NodeFacts[]): ScaleFacts {
  const isInteger = ({ dtype }: { readonly dtype?: string | undefined }): boolean =>
    dtype === "int8" || dtype === "int16";
  const weights = graph.initializers.filter(
    (tensor) => isInteger(tensor) && tensor.layout !== "" && tensor.layout !== "UNK",
  );
  const activations = range(nodes.flatMap(({ outputs }) => outputs.filter(isInteger).flatMap((t) => t.exponents)));
  const weight = range(weights.flatMap(({ exponents }) => exponents));
  return {
    ...(activations && { activations }),
    ...(weight && { weights: weight }),
    perChannel: weights.filter(({ exponents }) => exponents.length > 1).length,
  };
}

function range(values: readonly number[]): readonly [number, number] | undefined {
  if (values.length === 0) return undefined;
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function memory({ graph }: EspdlModel, program: EspdlProgram | undefined): MemoryFacts {
  const stored = (tensors: readonly EspdlTensor[]): number => sum(tensors.map(({ bytes }) => bytes.length));
  const constant = {
    constantBytes: stored(graph.initializers),
    testBytes: stored([...graph.testInputs, ...graph.testOutputs]),
  };
  if (program === undefined) return constant;
  const live = liveBytes(program);
  const calls = program.layers.filter((layer) => layer.kind === "call");
  const fullest = calls.reduce<CallLayer | undefined>(
    (most, call) => (most === undefined || live[call.index]! > live[most.index]! ? call : most),
    undefined,
  );
  const inputs = program.layers.filter(({ kind }) => kind === "input");
  return {
    ...constant,
    ...(fullest && { liveBytes: live[fullest.index]!, liveNode: fullest.onnx[0] ?? fullest.id }),
    activationBytes: sum([...inputs, ...calls].flatMap(({ types }) => types.map(bytesOf))),
    inputBytes: sum(inputs.flatMap(({ types }) => types.map(bytesOf))),
    outputBytes: sum(program.outputs.map(({ layer, output }) => bytesOf(program.layers[layer].types[output]))),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

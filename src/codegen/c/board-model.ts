import { createHash } from "node:crypto";
import { UserError } from "../../base/errors.js";
import { isReshape } from "../../ir/graph/operators/table.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Operand } from "../../ir/graph/program.js";
import { bytesOf, type Place } from "../memory/lifetimes.js";
import { portsOf } from "./interface.js";
import type { CallFunction, Network } from "./network.js";
import { stringLiteral } from "./text.js";

/**
 * The table that templates/board/espdl_link.h asks for: every tensor of the program but the weights, and every call (a
 * reshape is a call that does nothing), each runnable alone.
 * @throws UserError for an input whose name is longer than the link carries.
 */
export function boardModelSource(network: Network, id: string): string {
  return new BoardModel(network).text(id);
}

/** Tells one model from another: of its C, constants included. */
export const boardModelId = (sources: readonly string[]): string =>
  createHash("sha256").update(sources.join("")).digest("hex").slice(0, 16);

class BoardModel {
  private readonly tensors: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly indices: number[] = [];
  private readonly passed: ReadonlyMap<CallLayer, readonly string[]>;
  private readonly ports: ReturnType<typeof portsOf>;

  constructor(private readonly network: Network) {
    this.ports = portsOf(network.program);
    this.passed = new Map(network.functions.map(({ call, constants }) => [call, constants]));
    for (const layer of network.program.layers) {
      if (layer.kind === "param") continue;
      layer.types.forEach((type, output) => {
        const operand = { layer: layer.index, output };
        this.tensor(operand, outputId(layer.id, output), bytesOf(type));
      });
    }
  }

  private tensor(operand: Operand, id: string, bytes: number): void {
    if (Buffer.byteLength(id) > 255)
      throw new UserError(`input ${id}: its name is longer than 255 bytes; rename it in the model`);
    this.numbers.set(keyOf(operand), this.tensors.length);
    this.tensors.push(`{${stringLiteral(id.replaceAll("\0", "␀"))}, ${bytes}, ${this.pointer(operand)}}`);
  }

  private place({ layer, output }: Operand): Place {
    return this.network.plan.places[layer]![output]!;
  }

  private pointer(operand: Operand): string {
    const place = this.place(operand);
    if (place.kind === "input") return `input_${place.input}`;
    if (place.kind === "output") return `output_${place.output}`;
    if (place.kind === "arena") return `tvmgen_default_workspace + ${this.network.plan.buffers[place.buffer]!.offset}`;
    const layer = this.network.program.layers[place.layer]!;
    return layer.kind === "param" ? `(void *)${this.network.flash.store(layer.tensor)}` : "NULL";
  }

  /** Where a list of tensors begins in `indices`. */
  private span(operands: readonly Operand[]): string {
    const start = this.indices.length;
    this.indices.push(...operands.map((operand) => this.number(operand)));
    return `indices + ${start}`;
  }

  /** The same of constants, whose numbers go on behind those of the tensors, which are all known by then. */
  private constantSpan(names: readonly string[]): string {
    const start = this.indices.length;
    const order = [...this.network.flash.constants.keys()];
    this.indices.push(...names.map((name) => this.tensors.length + order.indexOf(name)));
    return names.length === 0 ? "NULL" : `indices + ${start}`;
  }

  /** A constant that is an output of the model gets an entry of its own. */
  private number(operand: Operand): number {
    const layer = this.network.program.layers[operand.layer]!;
    if (!this.numbers.has(keyOf(operand))) this.tensor(operand, layer.id, bytesOf(layer.types[operand.output]!));
    return this.numbers.get(keyOf(operand))!;
  }

  private isTensor = (operand: Operand): boolean => this.network.program.layers[operand.layer]!.kind !== "param";

  private call(call: CallLayer): string {
    const reads = call.inputs.filter(this.isTensor);
    const writes = call.types.map((_, output) => ({ layer: call.index, output }));
    const run = isReshape(call.op) ? "nothing" : `run_${call.index}`;
    const constants = this.passed.get(call) ?? [];
    const lists = [this.span(reads), this.span(writes), this.constantSpan(constants)];
    return `{${[run, ...lists, reads.length, writes.length, constants.length].join(", ")}}`;
  }

  private runner({ name, call, constants }: CallFunction): string {
    const pointer = (operand: Operand): string => `(void *)(${this.pointer(operand)})`;
    const writes = call.types.map((_, output) => ({ layer: call.index, output }));
    const pointers = [...call.inputs.filter(this.isTensor).map(pointer), ...constants, ...writes.map(pointer)];
    return `static int32_t run_${call.index}(void) { return ${name}(${pointers.join(", ")}); }`;
  }

  text(id: string): string {
    const { program, functions } = this.network;
    const calls = program.layers.filter((layer) => layer.kind === "call");
    const { inputs, outputs } = this.ports;
    const inputLayers = program.layers.filter((layer) => layer.kind === "input");
    const ends = [this.span(inputLayers.map(({ index }) => ({ layer: index, output: 0 }))), this.span(program.outputs)];
    const callTable = calls.map((call) => this.call(call));
    const constants = [...this.network.flash.constants].map(
      ([name, { data }]) => `{"${name}", ${data.byteLength}, (void *)${name}}`,
    );
    const buffer = (name: string, bytes: number): string =>
      `static uint8_t ${name}[${Math.max(bytes, 1)}] __attribute__((aligned(16)));`;
    const set = (kind: string, fields: readonly { field: string }[]): string =>
      fields.map(({ field }, i) => `  ${kind}s.${field} = ${kind}_${i};`).join("\n");
    return `/* Generated by espdl-lab: the model as the debug runner sees it. */
#include <stddef.h>
#include <stdint.h>

#include "espdl_link.h"
#include "tvmgen_default.h"
#include "tvmgen_default_calls.h"

${inputs.map(({ bytes }, i) => buffer(`input_${i}`, bytes)).join("\n")}
${outputs.map(({ bytes }, i) => buffer(`output_${i}`, bytes)).join("\n")}

${calls.some(({ op }) => isReshape(op)) ? "static int32_t nothing(void) { return 0; }\n" : ""}${functions.map((made) => this.runner(made)).join("\n")}

static int32_t run_all(void) {
  struct tvmgen_default_inputs inputs;
  struct tvmgen_default_outputs outputs;
${set("input", inputs)}
${set("output", outputs)}
  return tvmgen_default_run(&inputs, &outputs);
}

static const struct espdl_tensor tensors[] = {
    ${[...this.tensors, ...constants].join(",\n    ")},
};

static const uint16_t indices[] = {${this.indices.join(", ") || "0"}};

static const struct espdl_call calls[] = {
    ${callTable.join(",\n    ") || "{0}"},
};

static uint64_t costs[${Math.max(calls.length, 1)}];

const struct espdl_model espdl_model = {
    "${id}", tensors, calls, ${ends.join(", ")}, ${this.tensors.length}, ${calls.length}, ${inputs.length}, ${outputs.length}, run_all, costs,
    ${constants.length}, &tvmgen_default_watch,
};
`;
  }
}

function keyOf({ layer, output }: Operand): string {
  return `${layer}:${output}`;
}

import { sizeOf } from "../../../kernels-ref/array.js";
import { itemSize } from "../../base/tensor/dtype.js";
import type { TensorType } from "../../ir/graph/graph.js";
import { isReshape } from "../../ir/graph/operators/table.js";
import type { CallLayer, Layer, Operand, Program } from "../../ir/graph/program.js";
import type { Interval } from "./interval.js";

export interface PlanOptions {
  /**
   * The operand whose bytes the first result of a call may be written over, element by element: its index among the
   * call's inputs. It is used where that operand is dead afterwards and as large. Default: that of a table lookup, and the first one of elementwise operators of today's ESP-DL.
   */
  readonly inPlace?: (call: CallLayer) => number | undefined;
}

/** Where a result lives: in a buffer of the arena, in an input or output of the caller, or in flash. */
export type Place =
  | { readonly kind: "arena"; readonly buffer: number }
  | { readonly kind: "input"; readonly input: number }
  | { readonly kind: "output"; readonly output: number }
  | { readonly kind: "param"; readonly layer: number };

/** The bytes that some results share, and from which layer to which they are needed. */
export interface SharedBytes extends Interval {
  readonly results: readonly Operand[];
}

/** An output that no call can write itself: `from` has to be copied into it after the last call. */
export interface OutputCopy {
  readonly from: Operand;
  readonly output: number;
}

export interface Lifetimes {
  /** By layer and output. */
  readonly places: readonly (readonly Place[])[];
  /** What the arena has to hold. */
  readonly buffers: readonly SharedBytes[];
  readonly copies: readonly OutputCopy[];
}

interface Group {
  results: Operand[];
  readonly bytes: number;
  first: number;
  last: number;
  place?: Place;
}

/** Bytes of a tensor of a type. */
export const bytesOf = (type: TensorType): number => sizeOf(type.shape) * itemSize(type.dtype);

/** Operators of today's ESP-DL that read the elements of their first operand each before the result is written there. */
const ELEMENTWISE =
  /^espdl\.(add|clip|div|elu|exp|hard_sigmoid|hard_swish|leaky_relu|log|lut|mod|mul|neg|pow|prelu|relu|requantize|sigmoid|sqrt|sub|swish|tanh)$/;

/** A first operand as large as the result is not stretched: each element is read before its own bytes are written. */
const firstInPlace = ({ op }: CallLayer): number | undefined =>
  op === "esp.lookup" || ELEMENTWISE.test(op) ? 0 : undefined;

class Grouping {
  private readonly groups: Group[][] = [];
  readonly copies: OutputCopy[] = [];

  constructor(program: Program) {
    let inputs = 0;
    for (const layer of program.layers) {
      if (layer.kind === "call") for (const operand of layer.inputs) this.of(operand).last = layer.index;
      this.groups.push(layer.types.map((type, output) => this.result(layer, type, output)));
      const [group] = this.groups[layer.index] as [Group];
      if (layer.kind === "input") group.place = { kind: "input", input: inputs++ };
      if (layer.kind === "param") group.place = { kind: "param", layer: layer.index };
    }
    program.outputs.forEach((from, output) => {
      const group = this.of(from);
      if (group.place === undefined) group.place = { kind: "output", output };
      else this.copies.push({ from, output });
    });
  }

  private of({ layer, output }: Operand): Group {
    return this.groups[layer]![output]!;
  }

  private result(layer: Layer, type: TensorType, output: number): Group {
    const operand = { layer: layer.index, output };
    if (layer.kind === "call" && isReshape(layer.op)) {
      const group = this.of(layer.inputs[0] as Operand);
      group.results.push(operand);
      return group;
    }
    return { results: [operand], bytes: bytesOf(type), first: layer.index, last: layer.index };
  }

  /** Lets a call's first result take over the bytes of a dead operand. */
  merge(call: CallLayer, input: number): void {
    const dead = this.of(call.inputs[input] as Operand);
    const result = this.of({ layer: call.index, output: 0 });
    const isDead = dead.place === undefined && dead.last === call.index;
    if (dead === result || !isDead || dead.bytes !== result.bytes || isReshape(call.op)) return;
    result.first = dead.first;
    result.results = [...dead.results, ...result.results];
    for (const { layer, output } of dead.results) this.groups[layer]![output] = result;
  }

  finish(): Lifetimes {
    const buffers: Group[] = [];
    for (const group of this.groups.flat()) {
      if (group.place !== undefined) continue;
      group.place = { kind: "arena", buffer: buffers.length };
      buffers.push(group);
    }
    return {
      places: this.groups.map((results) => results.map(({ place }) => place as Place)),
      buffers: buffers.map(({ results, bytes, first, last }) => ({ results, bytes, first, last })),
      copies: this.copies,
    };
  }
}

/**
 * From which layer to which the bytes of every result are needed. A reshape shares the bytes of its operand; what ends
 * in a model's output is computed there.
 */
export function lifetimes(program: Program, { inPlace = firstInPlace }: PlanOptions = {}): Lifetimes {
  const grouping = new Grouping(program);
  for (const layer of program.layers) {
    const input = layer.kind === "call" ? inPlace(layer) : undefined;
    if (layer.kind === "call" && input !== undefined) grouping.merge(layer, input);
  }
  return grouping.finish();
}

import { outputId } from "../../../../src/ir/graph/output-id.js";
import type { CallLayer, Program } from "../../../../src/ir/graph/program.js";
import { boardCalls } from "./board-model.js";

/** Where a tensor lies on the board. */
export interface Place {
  readonly base: string;
  readonly offset: number;
  readonly bytes: number;
}

/** One call of the program, by the trace ids of what it reads and makes. */
export interface Step {
  readonly call: CallLayer;
  readonly reads: readonly string[];
  readonly makes: readonly string[];
  /** False for a reshape that moves nothing. */
  readonly writes: boolean;
}

/** The board's static memory over time, read off its C. */
export class MemoryMap {
  readonly places: ReadonlyMap<string, Place>;
  readonly steps: readonly Step[];
  private readonly outputs: ReadonlySet<string>;

  constructor(program: Program, text: string) {
    const rows = text.matchAll(/^ {4}\{"([^"]+)", (\d+), (\w+)(?: \+ (\d+))?\},$/gm);
    this.places = new Map(
      [...rows].map(([, id, bytes, base, offset = "0"]) => [
        id!,
        { base: base!, offset: Number(offset), bytes: Number(bytes) },
      ]),
    );
    const writers = new Set(boardCalls(text).map(({ layer }) => layer));
    const id = ({ layer, output }: { layer: number; output: number }): string =>
      outputId(program.layers[layer]!.id, output);
    this.steps = program.layers
      .filter((layer): layer is CallLayer => layer.kind === "call")
      .map((call) => ({
        call,
        reads: call.inputs.map(id).filter((name) => this.places.has(name)),
        makes: call.types.map((_, output) => outputId(call.id, output)),
        writes: writers.has(call.index),
      }));
    this.outputs = new Set(program.outputs.map(id));
  }

  /** Position of the step that makes a tensor; −1 for an input of the model. */
  made(id: string): number {
    return this.steps.findIndex(({ makes }) => makes.includes(id));
  }

  /** Position of the last step that needs a tensor. */
  lastRead(id: string): number {
    if (this.outputs.has(id)) return this.steps.length;
    return this.steps.findLastIndex(({ reads }) => reads.includes(id));
  }

  /** Tensors whose values are needed while a step runs: made before it or by it, read by it or later. */
  live(step: number): string[] {
    return [...this.places.keys()].filter((id) => this.made(id) <= step && this.lastRead(id) >= step);
  }

  /** Whether a tensor's bytes are still whole when a step begins. */
  intact(id: string, step: number): boolean {
    const place = this.places.get(id)!;
    const made = this.made(id);
    return (
      made < step &&
      this.steps.every(
        ({ makes, writes }, at) =>
          !writes || at <= made || at >= step || makes.every((other) => !overlap(place, this.places.get(other)!)),
      )
    );
  }

  /** Tensors other than those named whose bytes a write at `place` in a step would spoil. */
  spoiled(place: Place, step: number, except: readonly string[]): string[] {
    return this.live(step).filter((id) => !except.includes(id) && overlap(place, this.places.get(id)!));
  }

  /** Bytes of the static memory that `base` names. */
  size(base: string): number {
    return Math.max(...[...this.places.values()].map((at) => (at.base === base ? at.offset + at.bytes : 0)));
  }
}

export const overlap = (a: Place, b: Place): boolean =>
  a.base === b.base && a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;

/** The C expression of a place. */
export const expression = ({ base, offset }: Place): string => `(void *)(${base} + ${offset})`;

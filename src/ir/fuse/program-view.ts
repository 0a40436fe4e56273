import type { Tensor } from "../../base/tensor/tensor.js";
import type { TensorType } from "../graph/graph.js";
import type { CallLayer, Layer, Operand, Program } from "../graph/program.js";

/** Who makes and who reads each tensor of a program. */
export class ProgramView {
  private readonly readers = new Map<string, CallLayer[]>();
  private readonly outputs: ReadonlySet<string>;

  constructor(readonly program: Program) {
    this.outputs = new Set(program.outputs.map(keyOf));
    for (const layer of this.calls()) {
      for (const operand of layer.inputs) {
        const key = keyOf(operand);
        this.readers.set(key, [...(this.readers.get(key) ?? []), layer]);
      }
    }
  }

  calls(): CallLayer[] {
    return this.program.layers.filter((layer) => layer.kind === "call");
  }

  layer({ layer }: Operand): Layer {
    return this.program.layers[layer] as Layer;
  }

  type(operand: Operand): TensorType {
    return this.layer(operand).types[operand.output] as TensorType;
  }

  /** The call that makes `operand`, if its operator is `op`. */
  made(operand: Operand | undefined, op: string): CallLayer | undefined {
    const layer = operand && this.layer(operand);
    return layer?.kind === "call" && layer.op === op ? layer : undefined;
  }

  constant(operand: Operand | undefined): Tensor | undefined {
    const layer = operand && this.layer(operand);
    return layer?.kind === "param" ? layer.tensor : undefined;
  }

  /** The calls that read a call's first result; a call that reads it twice counts twice. */
  users(layer: CallLayer): readonly CallLayer[] {
    return this.readers.get(keyOf({ layer: layer.index, output: 0 })) ?? [];
  }

  isOutput(layer: CallLayer): boolean {
    return this.outputs.has(keyOf({ layer: layer.index, output: 0 }));
  }

  /** True when nobody but one call sees the result. */
  isPrivate(layer: CallLayer): boolean {
    return this.users(layer).length === 1 && !this.isOutput(layer);
  }
}

/** An operand as a key of maps. */
export function keyOf({ layer, output }: Operand): string {
  return `${layer}:${output}`;
}

/** The first result of a layer. */
export function resultOf(layer: Layer): Operand {
  return { layer: layer.index, output: 0 };
}

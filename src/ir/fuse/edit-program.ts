import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes } from "../graph/graph.js";
import type { CallLayer, KernelChoice, Layer, Operand, ParamLayer, Program } from "../graph/program.js";
import { keyOf } from "./program-view.js";

/** What a layer becomes: a call (with new constants among its inputs), a constant, or another operand's value. */
export type Replacement = NewCall | Tensor | Operand;

export interface NewCall {
  readonly op: string;
  readonly inputs: readonly (Operand | Tensor)[];
  readonly attributes: Attributes;
  /** The calls whose work it does besides that of the layer it replaces. */
  readonly absorbed: readonly CallLayer[];
  readonly kernel?: KernelChoice;
}

type Draft = Layer extends infer L ? (L extends Layer ? Omit<L, "index"> : never) : never;

/**
 * The program with some calls replaced (by index; operands are those of the old program). A replacement keeps the
 * name, id, types and exponent of the layer it stands for; what nobody reads any more is dropped.
 */
export function editProgram(program: Program, replacements: ReadonlyMap<number, Replacement>): Program {
  if (replacements.size === 0) return program;
  const editor = new Editor(program, replacements);
  return editor.run();
}

class Editor {
  private readonly drafts: Draft[] = [];
  private readonly placed = new Map<string, Operand>();
  private readonly needed = new Set<number>();

  constructor(
    private readonly program: Program,
    private readonly replacements: ReadonlyMap<number, Replacement>,
  ) {}

  run(): Program {
    const outputs = this.program.outputs.map((operand) => this.resolve(operand));
    this.mark(outputs);
    for (const layer of this.program.layers) {
      if (layer.kind === "input" || this.needed.has(layer.index)) this.place(layer);
    }
    const layers = this.drafts.map((draft, index) => ({ ...draft, index }) as Layer);
    return { layers, outputs: outputs.map((operand) => this.placed.get(keyOf(operand)) as Operand) };
  }

  /** The operand that stands for `operand` once replaced values are followed. */
  private resolve(operand: Operand): Operand {
    for (let found = operand; ; ) {
      const replacement = this.replacements.get(found.layer);
      if (replacement === undefined || replacement instanceof Tensor || "op" in replacement) return found;
      found = replacement;
    }
  }

  private inputs(layer: Layer): readonly (Operand | Tensor)[] {
    const replacement = this.replacements.get(layer.index);
    if (replacement instanceof Tensor || layer.kind !== "call") return [];
    const inputs = replacement && "op" in replacement ? replacement.inputs : layer.inputs;
    return inputs.map((input) => (input instanceof Tensor ? input : this.resolve(input)));
  }

  private mark(outputs: readonly Operand[]): void {
    const stack = outputs.map(({ layer }) => layer);
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (this.needed.has(index)) continue;
      this.needed.add(index);
      for (const input of this.inputs(this.program.layers[index] as Layer)) {
        if (!(input instanceof Tensor)) stack.push(input.layer);
      }
    }
  }

  private place(layer: Layer): void {
    const replacement = this.replacements.get(layer.index);
    if (layer.kind !== "call") this.add(layer);
    else if (replacement instanceof Tensor) this.add(param(layer, replacement));
    else {
      const inputs = this.inputs(layer).map((input, position) =>
        input instanceof Tensor ? this.addParam(layer, input, position) : (this.placed.get(keyOf(input)) as Operand),
      );
      this.add(replacement && "op" in replacement ? replaced(layer, replacement, inputs) : { ...layer, inputs });
    }
    const at = this.drafts.length - 1;
    layer.types.forEach((_, output) => {
      this.placed.set(keyOf({ layer: layer.index, output }), { layer: at, output });
    });
  }

  private addParam(layer: CallLayer, tensor: Tensor, position: number): Operand {
    const name = `${layer.id}.${position}`;
    this.add({ ...param(layer, tensor), name, id: name });
    return { layer: this.drafts.length - 1, output: 0 };
  }

  private add(draft: Draft): void {
    this.drafts.push(draft);
  }
}

function param({ name, id, onnx }: CallLayer, tensor: Tensor): Omit<ParamLayer, "index"> {
  return { kind: "param", name, id, onnx, types: [{ dtype: tensor.dtype, shape: tensor.shape }], tensor };
}

function replaced(layer: CallLayer, call: NewCall, inputs: readonly Operand[]): Omit<CallLayer, "index"> {
  const { op, attributes, absorbed, kernel } = call;
  const members = [...absorbed, layer].sort((a, b) => a.index - b.index);
  const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
  const covers = unique([...members.flatMap((member) => member.covers ?? [member.id]), layer.id]);
  covers.push(...covers.splice(covers.indexOf(layer.id), 1));
  const onnx = unique(members.flatMap((member) => member.onnx));
  return { ...layer, op, attributes, inputs, onnx, covers, ...(kernel ? { kernel } : {}) };
}

import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { CallLayer, Layer, Operand, Program } from "../../../src/ir/graph/program.js";

/** A program written as one line a layer, of int8 vectors. */
export class ProgramBuilder {
  private readonly layers: Layer[] = [];

  input(bytes: number): Operand {
    return this.push({ kind: "input", ...this.base("input", [bytes]) });
  }

  param(bytes: number): Operand {
    return this.push({ kind: "param", ...this.base("param", [bytes]), tensor: Tensor.zeros("int8", [bytes]) });
  }

  call(op: string, bytes: number | readonly number[], ...inputs: readonly Operand[]): Operand {
    const sizes = typeof bytes === "number" ? [bytes] : bytes;
    const call: CallLayer = { kind: "call", ...this.base(op, sizes), op, func: op, inputs, attributes: {} };
    return this.push(call);
  }

  build(...outputs: readonly Operand[]): Program {
    return { layers: this.layers, outputs };
  }

  private base(name: string, sizes: readonly number[]) {
    const index = this.layers.length;
    const types = sizes.map((bytes) => ({ dtype: "int8" as const, shape: [bytes] }));
    return { index, name, id: `${name}@${index}`, types, onnx: [] };
  }

  private push(layer: Layer): Operand {
    this.layers.push(layer);
    return { layer: layer.index, output: 0 };
  }
}

/** A program of `calls` calls that read up to three earlier results, some reshapes, some calls of two results. */
export function randomProgram(random: (limit: number) => number, calls: number): Program {
  const build = new ProgramBuilder();
  const known: { operand: Operand; bytes: number }[] = [];
  const remember = (operand: Operand, sizes: readonly number[]): void => {
    sizes.forEach((bytes, output) => {
      known.push({ operand: { ...operand, output }, bytes });
    });
  };
  remember(build.input(64), [64]);
  remember(build.param(48), [48]);
  for (let i = 0; i < calls; i++) {
    const pick = () => known[Math.max(0, known.length - 1 - random(random(4) === 0 ? known.length : 3))]!;
    const first = pick();
    if (random(6) === 0) {
      remember(build.call("reshape", first.bytes, first.operand), [first.bytes]);
      continue;
    }
    const sizes = Array.from({ length: 1 + (random(7) === 0 ? 1 : 0) }, () =>
      random(3) === 0 ? first.bytes : 1 + random(5000),
    );
    const others = Array.from({ length: random(3) }, () => pick().operand);
    remember(build.call("add", sizes, first.operand, ...others), sizes);
  }
  const outputs = Array.from(
    { length: 1 + random(3) },
    () => known[known.length - 1 - random(Math.min(5, known.length))]!.operand,
  );
  return build.build(...outputs);
}

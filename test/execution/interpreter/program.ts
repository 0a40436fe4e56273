import type { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Attributes, TensorType } from "../../../src/ir/graph/graph.js";
import type { Layer, Operand, Program } from "../../../src/ir/graph/program.js";

/** Builds small programs by hand, one layer a line. */
export class ProgramBuilder {
  private readonly layers: Layer[] = [];

  input(name: string, type: TensorType): Operand {
    return this.push({ kind: "input", index: this.layers.length, name, id: name, types: [type], onnx: [] });
  }

  param(name: string, tensor: Tensor): Operand {
    const types = [{ dtype: tensor.dtype, shape: tensor.shape }];
    return this.push({ kind: "param", index: this.layers.length, name, id: name, types, onnx: [], tensor });
  }

  call(
    name: string,
    op: string,
    inputs: readonly Operand[],
    types: readonly TensorType[],
    attributes: Attributes = {},
  ): Operand {
    const index = this.layers.length;
    const repeats = this.layers.some((layer) => layer.name === name);
    const id = repeats ? `${name}@${index}` : name;
    return this.push({ kind: "call", index, name, id, func: name, types, onnx: [`${op}_1`], op, inputs, attributes });
  }

  build(outputs: readonly Operand[]): Program {
    return { layers: this.layers, outputs };
  }

  private push(layer: Layer): Operand {
    this.layers.push(layer);
    return { layer: layer.index, output: 0 };
  }
}

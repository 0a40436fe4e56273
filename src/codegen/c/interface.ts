import type { DType } from "../../../kernels-ref/array.js";
import { sizeOf } from "../../../kernels-ref/array.js";
import { itemSize } from "../../base/tensor/dtype.js";
import type { Program } from "../../ir/graph/program.js";
import { uniqueIdentifiers } from "./text.js";

/** An input or output of the model as C sees it. */
export interface Port {
  /** Name in the model; outputs have none of their own. */
  readonly name: string;
  /** Field of `struct tvmgen_default_inputs` or `…_outputs`. */
  readonly field: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly bytes: number;
}

export interface Ports {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** Inputs under their own names; outputs are `output`, or `output0`, `output1`, … of several. */
export function portsOf(program: Program): Ports {
  const inputs = program.layers.filter((layer) => layer.kind === "input");
  const outputs = program.outputs.map((_, i) => (program.outputs.length === 1 ? "output" : `output${i}`));
  const names = [...inputs.map(({ name }) => name), ...outputs];
  const fields = uniqueIdentifiers(names);
  const types = [
    ...inputs.map(({ types: [type] }) => type!),
    ...program.outputs.map(({ layer, output }) => program.layers[layer]!.types[output]!),
  ];
  const ports = types.map(({ dtype, shape }, i): Port => {
    return { name: names[i]!, field: fields[i]!, dtype, shape, bytes: sizeOf(shape) * itemSize(dtype) };
  });
  return { inputs: ports.slice(0, inputs.length), outputs: ports.slice(inputs.length) };
}

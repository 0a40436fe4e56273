import { UserError } from "../base/errors.js";
import { toBytes } from "../base/tensor/dtype.js";
import type { Tensor } from "../base/tensor/tensor.js";
import type { EspdlModel, EspdlTensor, EspdlValueInfo } from "./model.js";

/**
 * The model with test inputs and the outputs expected for them embedded in place of any it held; the chip's own
 * `test()` runs them. Names, dtypes and shapes are those of the graph's inputs and outputs, whose exponents they take.
 * @throws UserError when one is missing or does not fit.
 */
export function withTestVectors(
  model: EspdlModel,
  inputs: ReadonlyMap<string, Tensor>,
  outputs: ReadonlyMap<string, Tensor>,
): EspdlModel {
  const testInputs = model.graph.inputs.map((info) => embedded(info, inputs.get(info.name), "test input"));
  const testOutputs = model.graph.outputs.map((info) => embedded(info, outputs.get(info.name), "test output"));
  return { ...model, graph: { ...model.graph, testInputs, testOutputs } };
}

function embedded(info: EspdlValueInfo, tensor: Tensor | undefined, role: string): EspdlTensor {
  const where = `${role} ${JSON.stringify(info.name)}`;
  if (tensor === undefined) throw new UserError(`${where}: is missing, the graph has a tensor of this name`);
  if (info.dtype !== undefined && tensor.dtype !== info.dtype) {
    throw new UserError(`${where}: is ${tensor.dtype}, the graph expects ${info.dtype}`);
  }
  if (info.dims !== undefined && !fits(info.dims, tensor.shape)) {
    throw new UserError(`${where}: has shape [${tensor.shape.join(", ")}], expected [${info.dims.join(", ")}]`);
  }
  return {
    name: info.name,
    dtype: tensor.dtype,
    dims: tensor.shape,
    layout: "",
    exponents: info.exponents,
    bytes: toBytes(tensor.data),
  };
}

/** True when every known size is equal. A scalar may be given as one element, which is how esp-ppq embeds it. */
function fits(dims: readonly (number | string | null)[], shape: readonly number[]): boolean {
  if (dims.length === 0 && shape.length === 1) return shape[0] === 1;
  return dims.length === shape.length && dims.every((dim, axis) => typeof dim !== "number" || dim === shape[axis]);
}

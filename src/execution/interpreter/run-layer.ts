import { type Arithmetic, KERNELS, KernelError, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer, Program } from "../../ir/graph/program.js";

/**
 * Runs one call of the program alone on given inputs, which need not come from the same run: this is how a layer is
 * isolated from the errors of the layers before it.
 * @param inputs one tensor for each of the call's operands, of the operand's dtype and shape
 * @returns the call's outputs
 * @throws UserError when `index` is not a call, or an input does not fit it; names the layer.
 */
export function runLayer(
  program: Program,
  index: number,
  inputs: readonly Tensor[],
  arithmetic: Arithmetic = program.arithmetic ?? TVM_ARITHMETIC,
): Tensor[] {
  const layer = program.layers[index];
  if (layer?.kind !== "call") {
    throw new UserError(
      `layer ${index}: is ${layer ? `of kind ${layer.kind}` : "not in the program"}; name the index of a call`,
    );
  }
  if (inputs.length !== layer.inputs.length) {
    throw new UserError(
      `${nameOf(layer)}: takes ${layer.inputs.length} inputs, got ${inputs.length}; give one an operand`,
    );
  }
  for (const [position, operand] of layer.inputs.entries()) {
    const expected = program.layers[operand.layer].types[operand.output];
    const found = inputs[position];
    if (found.dtype !== expected.dtype || found.shape.join() !== expected.shape.join()) {
      throw new UserError(
        `${nameOf(layer)}: input ${position} must be ${expected.dtype} [${expected.shape.join(", ")}], got ${found.dtype} ` +
          `[${found.shape.join(", ")}]; give the tensor that layer ${operand.layer} makes`,
      );
    }
  }
  return call(layer, inputs, arithmetic);
}

/** Runs a call whose inputs are known to fit. @throws UserError when the kernel refuses it, Error for a bug in it. */
export function call(layer: CallLayer, inputs: readonly Tensor[], arithmetic: Arithmetic): Tensor[] {
  const kernel = KERNELS.get(layer.op);
  if (!kernel) throw new UserError(`${nameOf(layer)}: has no reference kernel; replace the operator in the model`);
  const outputs = layer.types.map(({ dtype, shape }) => Tensor.zeros(dtype, shape));
  try {
    kernel(inputs, layer.attributes, outputs, arithmetic);
  } catch (error) {
    const message = `${nameOf(layer)}: ${error instanceof Error ? error.message : String(error)}`;
    if (error instanceof KernelError) throw new UserError(`${message}; change the ONNX node ${layer.onnx.join(", ")}`);
    throw new Error(message, { cause: error });
  }
  return outputs;
}

function nameOf({ index, id, op }: CallLayer): string {
  return `layer ${index} ${id} (${op})`;
}

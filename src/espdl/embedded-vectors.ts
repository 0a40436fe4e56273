import { sizeOf } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { fromBytes } from "../base/tensor/dtype.js";
import { Tensor } from "../base/tensor/tensor.js";
import { printable } from "../formats/onnx/printable.js";
import type { Chip } from "./chip.js";
import type { EspdlModel, EspdlTensor, EspdlValueInfo } from "./model.js";
import { requantized } from "./requantized.js";

/** Types of a test input that can be requantized to the input's. */
const FED: ReadonlySet<string> = new Set(["int8", "int16", "float32"]);

/** Whether a test input's type can be fed to an input. */
export const isFed = (test: Pick<EspdlTensor, "dtype">, { dtype }: Pick<EspdlValueInfo, "dtype">): boolean =>
  FED.has(test.dtype) || test.dtype === dtype;

/** A tensor of the file in C order of its dims. */
export function embeddedTensor({ dtype, dims, bytes }: EspdlTensor): Tensor {
  return new Tensor(dtype, dims, fromBytes(dtype, bytes));
}

/**
 * The test inputs that the file's maker embedded, by input name, as the chip's own test feeds them: one of another
 * dtype or exponent than the input is requantized, one of another shape but as many elements is reshaped.
 * @throws UserError when one is missing or has another size.
 */
export function embeddedInputs(model: EspdlModel, chip: Chip): Map<string, Tensor> {
  const embedded = new Map(model.graph.testInputs.map((tensor) => [tensor.name, tensor]));
  const feeds = new Map<string, Tensor>();
  for (const { name, dtype, dims, exponents } of model.graph.inputs) {
    const test = embedded.get(name);
    const where = `input "${printable(name)}"`;
    if (test === undefined)
      throw new UserError(
        `${where}: the file embeds no test input for it; give --img_path, or export with test values`,
      );
    const shape = dims?.filter((dim) => typeof dim === "number") ?? test.dims;
    if (sizeOf(shape) !== sizeOf(test.dims))
      throw new UserError(
        `${where}: its embedded test input must have ${sizeOf(shape)} elements, got [${test.dims.join(", ")}]; export the model again`,
      );
    if (!isFed(test, { dtype }))
      throw new UserError(
        `${where}: its embedded test input must be ${dtype ?? "int8, int16 or float32"}, got ${test.dtype}; export the model again`,
      );
    const tensor = embeddedTensor(test).reshape(shape);
    feeds.set(name, requantized(tensor, test.exponents[0] ?? 0, dtype ?? test.dtype, exponents[0] ?? 0, chip));
  }
  return feeds;
}

import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Draft } from "../draft.js";
import type { WriteContext } from "../options.js";
import { toIntegers } from "../quantize/to-integer.js";

/** Constants become integers, activations get dtype and exponents: of their producer, a graph input of its first reader. */
export function quantizeTensors(draft: Draft, { chip }: WriteContext, warn: (message: string) => void): void {
  for (const node of draft.nodes) {
    if (!node.quantized) continue;
    const names = [...node.inputs, ...node.outputs];
    [...node.inputQuantization, ...node.outputQuantization].forEach((quantization, index) => {
      const name = names[index]!;
      if (quantization === undefined || name === "" || draft.exponents.has(name)) return;
      draft.exponents.set(name, quantization.exponents);
      const constant = draft.constants.get(name);
      if (constant === undefined) {
        draft.dtypes.set(name, quantization.bits === 8 ? "int8" : "int16");
        return;
      }
      if (constant.data.some((value) => !Number.isFinite(Number(value))))
        throw new UserError(
          `${printable(name)}: infinite, expected a finite constant; keep ${printable(node.name)} float`,
        );
      const { tensor, clipped } = toIntegers(constant, quantization, chip);
      draft.constants.set(name, tensor);
      if (clipped > 0 && quantization.bits > 16)
        warn(
          `${printable(node.name)}: ${clipped} of ${tensor.size} biases do not fit ${quantization.bits} bits and are cut; raise the exponent of its input or weight`,
        );
    });
  }
}

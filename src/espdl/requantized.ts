import { KERNELS } from "../../kernels-ref/index.js";
import { Tensor } from "../base/tensor/tensor.js";
import { type Chip, chipArithmetic } from "./chip.js";

/** A tensor of scale 2^from in another dtype and scale 2^to, as the chip's own Quantize and Dequantize do it. */
export function requantized(tensor: Tensor, from: number, dtype: Tensor["dtype"], to: number, chip: Chip): Tensor {
  if (tensor.dtype === dtype && (from === to || dtype === "float32" || dtype === "bool")) return tensor;
  const result = Tensor.zeros(dtype, tensor.shape);
  const attributes = {
    input_exponent: tensor.dtype === "float32" ? 0 : from,
    output_exponent: dtype === "float32" ? 0 : to,
  };
  KERNELS.get("espdl.requantize")!([tensor], attributes, [result], chipArithmetic(chip));
  return result;
}

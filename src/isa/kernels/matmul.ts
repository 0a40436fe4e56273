import { type NdArray, sizeOf } from "../../../kernels-ref/array.js";
import { numbersAttribute, stringAttribute } from "../../../kernels-ref/attributes.js";
import { runConvolution } from "./conv.js";
import { type ChipKernel, notInteger } from "./kernel.js";

/** `espdl.matmul` of one plain matrix on the right, as Gemm has it: a convolution of 1 × 1 over rows. */
export const matmul: ChipKernel = (caller, [left, right, bias], attributes, [output]) => {
  if (left!.dtype !== "int8" && left!.dtype !== "int16") return notInteger(left!.dtype);
  if (stringAttribute(attributes, "right_layout", "plain") !== "plain" || right!.shape.length !== 2)
    return "several or packed matrices on the right are multiplied by the reference here";
  const [k, n] = right!.shape as [number, number];
  const rows = sizeOf(left!.shape) / k;
  const shaped = (array: NdArray, shape: readonly number[]): NdArray => ({ ...array, shape });
  return runConvolution(caller, {
    data: shaped(left!, [1, 1, rows, k]),
    kernel: shaped(right!, [1, 1, k, n]),
    bias,
    output: shaped(output!, [1, 1, rows, n]),
    depthwise: false,
    strides: [1, 1],
    dilations: [1, 1],
    pads: [0, 0, 0, 0],
    shifts: numbersAttribute(attributes, "shift"),
    relu: attributes.relu === true,
  });
};

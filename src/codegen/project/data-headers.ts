import { sizeOf } from "../../../kernels-ref/array.js";
import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { TensorType } from "../../ir/graph/graph.js";
import { pythonFloat } from "./python-number.js";

const C_TYPES: Readonly<Partial<Record<DType, string>>> = {
  float32: "float",
  float64: "double",
  uint8: "uint8_t",
  int8: "int8_t",
  uint16: "uint16_t",
  int16: "int16_t",
  int32: "int",
  uint32: "uint32_t",
  int64: "int64_t",
  uint64: "uint64_t",
  bool: "uint8_t",
};

/** The array of the `index`-th input or output: `input_data`, `input_data_1`, … */
export const arrayName = (stem: "input" | "output", index: number): string =>
  `${stem}_data${index === 0 ? "" : `_${index}`}`;

/** The constant with its number of elements: `input_len`, `input_len_1`, … */
export const lengthName = (stem: "input" | "output", index: number): string =>
  `${stem}_len${index === 0 ? "" : `_${index}`}`;

/**
 * `input_data.h`: the inputs of one run as constants, byte for byte as the original writes the only input.
 * @throws UserError for a NaN or infinite value, which C has no literal for.
 */
export function inputHeader(inputs: readonly Tensor[]): string {
  const arrays = inputs.map((tensor, i) => {
    const type = cType(tensor.dtype);
    return `const size_t ${lengthName("input", i)} = ${tensor.size};
const static __attribute__((aligned(16))) ${type} ${arrayName("input", i)}[] = {${literals(tensor)}};
`;
  });
  return `#include <tvmgen_default.h>\n${arrays.join("")}`;
}

/** `output_data.h`: room for the outputs, byte for byte as the original writes the only output. */
export function outputHeader(outputs: readonly TensorType[]): string {
  const arrays = outputs.map(({ dtype, shape }, i) => {
    const length = sizeOf(shape);
    return `const size_t ${lengthName("output", i)} = ${length};
static __attribute__((aligned(16))) ${cType(dtype)} ${arrayName("output", i)}[${length}]
={};
`;
  });
  return `#include <tvmgen_default.h>\n${arrays.join("")}`;
}

function cType(dtype: DType): string {
  const type = C_TYPES[dtype];
  if (type === undefined)
    throw new UserError(`a tensor of ${dtype} cannot be passed to a board; convert it to float32`);
  return type;
}

function literals({ data, dtype }: Tensor): string {
  const isFloat = dtype === "float32" || dtype === "float64";
  const texts = new Array<string>(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (isFloat && !Number.isFinite(value)) {
      throw new UserError(`input: element ${i} is ${value}, which cannot be compiled in; give finite values`);
    }
    texts[i] = isFloat ? pythonFloat(value as number) : String(value);
  }
  return texts.join(", ");
}

import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { fromBytes, itemSize } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import { halfToFloat } from "../graph/half.js";
import { count } from "../graph/value.js";

const quantization = v.object({
  dtype: v.picklist(["uint8", "uint16", "float16"]),
  scale: v.optional(v.number()),
  min: v.optional(v.number()),
});
const weight = v.object({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  dtype: v.picklist(["float32", "int32", "bool"]),
  quantization: v.optional(quantization),
});
export const manifestSchema = v.array(v.object({ paths: v.array(v.string()), weights: v.array(weight) }));

export type WeightSpec = v.InferOutput<typeof weight>;

/**
 * The tensors of one group of tfjs's weights manifest, one after the other in its bytes; quantized ones are brought back
 * to float32 as tfjs does. @throws UserError when the bytes are too few or too many
 */
export function decodeWeights(specs: readonly WeightSpec[], bytes: Uint8Array, name: string): Map<string, Tensor> {
  const result = new Map<string, Tensor>();
  let position = 0;
  for (const spec of specs) {
    const stored = spec.quantization?.dtype ?? (spec.dtype === "bool" ? "uint8" : spec.dtype);
    const length = count(spec.shape) * itemSize(stored);
    if (!(position + length <= bytes.length))
      throw new UserError(
        `${name}: weight ${printable(spec.name)} [${spec.shape.slice(0, 8)}] ends after the ${bytes.length} bytes there are; copy all files`,
      );
    const data = fromBytes(stored, bytes.subarray(position, position + length));
    position += length;
    const values = spec.quantization === undefined ? data : restored(data as ArrayLike<number>, spec);
    result.set(spec.name, new Tensor(spec.dtype, spec.shape, values));
  }
  if (position !== bytes.length)
    throw new UserError(`${name}: weights hold ${bytes.length} bytes, expected ${position}; copy all files`);
  return result;
}

function restored(data: ArrayLike<number>, { quantization, name, dtype }: WeightSpec): Float32Array | Int32Array {
  const { dtype: stored, scale, min } = quantization!;
  if (stored === "float16") return Float32Array.from(data, halfToFloat);
  if (scale === undefined || min === undefined)
    throw new UserError(
      `weight ${printable(name)}: quantized to ${stored} without scale and min; save the model again`,
    );
  const values = Float32Array.from(data, (value) => Math.fround(value * scale + min));
  return dtype === "int32" ? Int32Array.from(values, Math.round) : values;
}

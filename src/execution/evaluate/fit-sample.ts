import { UserError } from "../../base/errors.js";
import { withChannelsAs } from "../../base/tensor/channels.js";
import type { TypedArray } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Sample } from "../../quantization/calibrate/samples.js";

/** An input as a model declares it; sizes that are open are null or a name. */
interface DeclaredInput {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (number | string | null)[] | undefined;
}

/** A sample as a model takes it: bytes become floats of the same value, channels stand where the input has them. */
export function fitSample(inputs: readonly DeclaredInput[], sample: Sample): Sample {
  const fitted = new Map(sample);
  for (const { name, dtype, shape } of inputs) {
    const tensor = sample.get(name);
    if (tensor === undefined) continue;
    const sizes = shape?.map((dim, axis) => (typeof dim === "number" ? dim : tensor.shape[axis]!));
    const placed = sizes === undefined ? tensor : withChannelsAs(tensor, sizes);
    fitted.set(name, dtype === "float32" ? asFloat(name, placed) : placed);
  }
  return fitted;
}

/** int8 and int16 are what a quantized input holds, and of which scale nobody says. */
function asFloat(name: string, tensor: Tensor): Tensor {
  if (tensor.dtype === "float32") return tensor;
  if (tensor.dtype === "int8" || tensor.dtype === "int16")
    throw new UserError(
      `input ${name}: the model takes real values (float32), got ${tensor.dtype} without a scale; save the real values`,
    );
  return new Tensor("float32", tensor.shape, floats(tensor.data));
}

function floats(data: TypedArray): Float32Array {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  return new Float32Array(data);
}

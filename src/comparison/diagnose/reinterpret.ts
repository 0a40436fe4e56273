import { type DType, fromBytes, itemSize, toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";

/** A tensor's bytes as elements of another type, as whoever reads the wrong buffer sees them; a rest at the end is left out. */
export function reinterpret({ dtype, data }: Tensor, as: DType): Tensor["data"] {
  if (dtype === as) return data;
  const bytes = toBytes(data);
  return fromBytes(as, bytes.subarray(0, bytes.length - (bytes.length % itemSize(as)))) as Tensor["data"];
}

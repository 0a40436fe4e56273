import { Tensor } from "../../base/tensor/tensor.js";
import type { Tfjs, TfTensor } from "./tfjs.js";

/** A tensor for tfjs, which has whole numbers of 32 bits alone. */
export const toTf = (tf: Tfjs, { dtype, shape, data }: Tensor): TfTensor =>
  dtype === "float32"
    ? tf.tensor(data as Float32Array, shape, "float32")
    : tf.tensor(Int32Array.from(data as ArrayLike<number>, Number), shape, "int32");

/** The numbers of a tensor of tfjs, as float32. */
export const fromTf = (tensor: TfTensor): Tensor =>
  new Tensor("float32", [...tensor.shape], Float32Array.from(tensor.dataSync()));

export { UserError } from "../base/errors.js";
export type { DType } from "../base/tensor/dtype.js";
export { formatNpy, parseNpy } from "../base/tensor/npy.js";
export { formatNpz, parseNpz } from "../base/tensor/npz.js";
export { Tensor } from "../base/tensor/tensor.js";

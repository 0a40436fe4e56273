export * from "./arithmetic.js";
export { type DType, type NdArray, sizeOf, type TypedArray } from "./array.js";
export { requantize } from "./esp-conv2d.js";
export { CHIPS, type Chip, ESPDL_ARITHMETIC, isVectorChip, type VectorChip } from "./espdl/chip.js";
export { KernelError } from "./kernel-error.js";
export type { Attributes, AttributeValue, Kernel } from "./operator.js";
export { KERNELS } from "./table.js";
export { UNPINNED, type Unpinned, type VectorUnit } from "./vector-unit.js";

import type { Arithmetic } from "./arithmetic.js";
import type { NdArray } from "./array.js";

/** An operator's attribute: a scalar or a (nested) list of scalars. */
export type AttributeValue = string | number | bigint | boolean | readonly AttributeValue[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * One operator of the reference: reads `inputs`, writes every element of the preallocated `outputs`.
 * Shapes and dtypes have been checked by the graph's type rules before a kernel is called; a kernel never allocates
 * an output and never looks at anything but its arguments.
 */
export type Kernel = (
  inputs: readonly NdArray[],
  attributes: Attributes,
  outputs: readonly NdArray[],
  arithmetic: Arithmetic,
) => void;

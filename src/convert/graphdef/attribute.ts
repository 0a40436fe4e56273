import type { Tensor } from "../../base/tensor/tensor.js";

/** An attribute of a node. */
export type Attribute =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  /** An element type, such as `DT_FLOAT`. */
  | { readonly kind: "type"; readonly value: string }
  /** Sizes, -1 where one is free; undefined where even their number is. */
  | { readonly kind: "shape"; readonly value: readonly number[] | undefined }
  /** Decoded when it is asked for. @throws UserError */
  | { readonly kind: "tensor"; readonly value: () => Tensor }
  /** A function of the library, by name. */
  | { readonly kind: "function"; readonly value: string }
  | { readonly kind: "texts"; readonly value: readonly string[] }
  | { readonly kind: "numbers"; readonly value: readonly number[] }
  /** A form that no rule reads. */
  | { readonly kind: "other" };

export type Attributes = ReadonlyMap<string, Attribute>;

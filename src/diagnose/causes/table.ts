import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { attributes } from "./attributes.js";
import { lookup } from "./lookup.js";
import { operands } from "./operands.js";
import { outputOrder } from "./output-order.js";
import { quantization } from "./quantization.js";
import { steps } from "./steps.js";
import { sum } from "./sum.js";
import { unwritten } from "./unwritten.js";

/**
 * Causes that any operator can suffer from, each family with the candidates that make sense for a layer. Those of a
 * convolution's or dense layer's arithmetic are in `products.ts`. To add a cause: a candidate in its family's file; to add
 * a family: a file, and its name here.
 */
export const GENERAL_FAMILIES: readonly ((input: DiagnosisInput) => readonly Candidate[])[] = [
  unwritten,
  outputOrder,
  operands,
  attributes,
  steps,
  lookup,
  quantization,
  sum,
];

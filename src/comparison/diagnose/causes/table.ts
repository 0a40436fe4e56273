import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { attributes } from "./attributes.js";
import { broadcast } from "./broadcast.js";
import { constants } from "./constants.js";
import { espdlArithmetic } from "./espdl-arithmetic.js";
import { lookup } from "./lookup.js";
import { mean } from "./mean.js";
import { movement } from "./movement.js";
import { operands } from "./operands.js";
import { outputOrder } from "./output-order.js";
import { quantization } from "./quantization.js";
import { requantize } from "./requantize.js";
import { softmax } from "./softmax.js";
import { steps } from "./steps.js";
import { sum } from "./sum.js";
import { transfer } from "./transfer.js";
import { unwritten } from "./unwritten.js";
import { wideProducts } from "./wide-products.js";

type Family = (input: DiagnosisInput) => readonly Candidate[];

/*
 * Each family gives the candidates that make sense for a layer. Those of a convolution's or dense layer's arithmetic are in
 * `products.ts`. To add a cause: a candidate in its family's file; to add a family: a file, and its name here.
 */

/** What can happen to the bytes of a right result, whatever the operator: on the board, or on the way from it. */
export const BYTE_FAMILIES: readonly Family[] = [unwritten, outputOrder, transfer];

/** What else can be wrong in an operator. */
export const OPERATOR_FAMILIES: readonly Family[] = [
  operands,
  broadcast,
  constants,
  attributes,
  espdlArithmetic,
  steps,
  lookup,
  quantization,
  requantize,
  wideProducts,
  sum,
  mean,
  softmax,
  movement,
];

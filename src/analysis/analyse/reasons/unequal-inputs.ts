import { type Reason, times } from "./reason.js";

/** Inputs of very different size meet in one scale. */
export const unequalInputs: Reason = ({ operator, inputRatio }) =>
  inputRatio > 10 ? `${operator} of inputs whose sizes differ ${times(inputRatio)}` : undefined;

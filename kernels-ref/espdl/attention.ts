import type { Kernel } from "../operator.js";
import { attentionFloat } from "./attention-float.js";
import { attentionInt8 } from "./attention-int8.js";
import { attentionInt16 } from "./attention-int16.js";

/**
 * `espdl.attention`: scaled dot product attention. Inputs query, key, value and optionally a mask, see
 * `eachAttentionRow`; attributes `layout`, `scale`, `is_causal` and `exponents` of query, key, value and output.
 * Law: the ESP32-P4 has integer kernels; the kernel of every other chip is not known, `attentionFloat` stands for it.
 */
export const attention: Kernel = (inputs, attributes, [output], { rounding, vector }) => {
  const isInteger = vector?.chip === "esp32p4";
  if (isInteger && output.dtype === "int8") attentionInt8(inputs, attributes, output);
  else if (isInteger && output.dtype === "int16") attentionInt16(inputs, attributes, output);
  else attentionFloat(inputs, attributes, output, rounding);
};

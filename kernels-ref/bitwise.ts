import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** A kernel of one law for integers up to 32 bits, and for 64. */
function bitwise(narrow: (a: number, b: number) => number, wide: (a: bigint, b: bigint) => bigint): Kernel {
  return (inputs, _attributes, [output]) => {
    if (isInt64(output.data)) {
      inStrips<Int64Array>(inputs, output, ([a, b], out, count) => {
        for (let i = 0; i < count; i++) out[i] = wide(a[i], b[i]);
      });
    } else {
      inStrips(inputs, output, ([a, b], out, count) => {
        for (let i = 0; i < count; i++) out[i] = narrow(a[i], b[i]);
      });
    }
  };
}

/** `bitwise_and`, `bitwise_or`, `bitwise_xor` of integers with numpy broadcasting; on bool they are the logical ones. */
export const bitwiseAnd = bitwise(
  (a, b) => (a & b) >>> 0,
  (a, b) => a & b,
);
export const bitwiseOr = bitwise(
  (a, b) => (a | b) >>> 0,
  (a, b) => a | b,
);
export const bitwiseXor = bitwise(
  (a, b) => (a ^ b) >>> 0,
  (a, b) => a ^ b,
);

/** `bitwise_not`: every bit turned. */
export const bitwiseNot: Kernel = (inputs, _attributes, [output]) => {
  if (isInt64(output.data)) {
    inStrips<Int64Array>(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = ~x[i];
    });
  } else {
    inStrips(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = ~x[i];
    });
  }
};

/** `logical_not` of bool: 1 where the input is 0. */
export const logicalNot: Kernel = (inputs, _attributes, [output]) => {
  inStrips(inputs, output, ([x], out, count) => {
    for (let i = 0; i < count; i++) out[i] = x[i] ? 0 : 1;
  });
};

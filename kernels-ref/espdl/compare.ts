import type { Kernel } from "../operator.js";
import { stretchReal } from "./elementwise.js";

/** How two integers are compared; the chip looks at no exponent. */
const TESTS = {
  equal: (a: number, b: number) => a === b,
  greater: (a: number, b: number) => a > b,
  greater_or_equal: (a: number, b: number) => a >= b,
  less: (a: number, b: number) => a < b,
  less_or_equal: (a: number, b: number) => a <= b,
};

/** `espdl.equal` … `espdl.less_or_equal`: 1 where the integers compare so, else 0, with numpy broadcasting. */
export function comparison(name: keyof typeof TESTS): Kernel {
  const holds = TESTS[name];
  return ([left, right], _attributes, [output]) => {
    const a = stretchReal(left, output.shape);
    const b = stretchReal(right, output.shape);
    const out = output.data;
    for (let i = 0; i < out.length; i++) out[i] = holds(a[i], b[i]) ? 1 : 0;
  };
}

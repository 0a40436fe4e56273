import type { Tensor } from "../../src/base/tensor/tensor.js";

const near = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-4 + 1e-3 * Math.abs(b);

/** What differs between a result and ONNX's, in words; undefined where nothing does. Integers must be equal. */
export function difference(got: Tensor, expected: Tensor): string | undefined {
  const type = (tensor: Tensor): string => `${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (type(got) !== type(expected)) return `${type(got)}, expected ${type(expected)}`;
  const float = got.dtype.startsWith("float");
  for (let i = 0; i < got.size; i++) {
    const [a, b] = [got.data[i]!, expected.data[i]!];
    if (float ? !near(Number(a), Number(b)) : a !== b) return `element ${i} is ${a}, expected ${b}`;
  }
  return undefined;
}

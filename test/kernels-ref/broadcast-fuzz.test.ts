import fc from "fast-check";
import { expect, test } from "vitest";
import type { DType } from "../../src/base/tensor/dtype.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { integers, run, tensor } from "./run.js";

/** Shapes of up to some thousand elements, so that strips end inside, at, and far before the last element. */
const shape = fc
  .array(fc.constantFrom<number[]>(1, 2, 3, 7, 16, 33), { minLength: 1, maxLength: 4 })
  .filter((lengths) => lengths.reduce((a, b) => a * b) <= 6000);

/** An operand for `shape`: some axes of length 1, some leading axes left out. */
const operandShape = (of: readonly number[]) =>
  fc
    .tuple(fc.array(fc.boolean(), { minLength: of.length, maxLength: of.length }), fc.nat(of.length))
    .map(([ones, missing]) => of.map((length, axis) => (ones[axis] ? 1 : length)).slice(missing));

function random(dtype: DType, of: readonly number[], seed: number): Tensor {
  const next = integers(seed);
  const size = of.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, () => next(-(2 ** 15), 2 ** 15));
  return tensor(dtype, of, dtype === "int64" ? values.map(BigInt) : values);
}

/** The element that `operand`, broadcast to `to`, has at position `index`. */
function elementAt(operand: Tensor, to: readonly number[], index: number): number | bigint {
  let [rest, offset, stride] = [index, 0, 1];
  for (let axis = 1; axis <= to.length; axis++) {
    const length = operand.shape.at(-axis) ?? 1;
    const position = rest % to.at(-axis)!;
    rest = Math.floor(rest / to.at(-axis)!);
    if (length > 1) offset += position * stride;
    if (axis <= operand.shape.length) stride *= length;
  }
  return operand.data[offset];
}

const dtype = fc.constantFrom<DType[]>("int8", "uint8", "int16", "int32", "uint32", "int64", "float32");

test("add and where of random shapes equal numpy's definition of broadcasting", () => {
  const operands = shape.chain((to) =>
    fc.tuple(fc.constant(to), operandShape(to), operandShape(to), operandShape(to), dtype, fc.nat(1000)),
  );
  const property = fc.property(operands, ([to, left, right, condition, type, seed]) => {
    const [a, b] = [random(type, left, seed), random(type, right, seed + 1)];
    const size = to.reduce((x, y) => x * y, 1);
    const sums = Array.from({ length: size }, (_, i) => {
      const [x, y] = [elementAt(a, to, i), elementAt(b, to, i)];
      return typeof x === "bigint" ? x + (y as bigint) : x + (y as number);
    });
    expect(run("add", [a, b], {}, type, to)).toEqual(tensor(type, to, sums));

    const test = random("bool", condition, seed + 2);
    const chosen = Array.from({ length: size }, (_, i) => elementAt(elementAt(test, to, i) ? a : b, to, i));
    expect(run("where", [test, a, b], {}, type, to)).toEqual(tensor(type, to, chosen));
  });
  fc.assert(property, { seed: 30, numRuns: 100 });
});

test("transposes of random shapes move every element to its place", () => {
  const shuffled = shape.chain((from) =>
    fc.tuple(
      fc.constant(from),
      fc.shuffledSubarray(
        from.map((_, axis) => axis),
        { minLength: from.length },
      ),
      dtype,
    ),
  );
  const property = fc.property(shuffled, ([from, axes, type]) => {
    const x = random(type, from, 1);
    const to = axes.map((axis) => from[axis]);
    const turned = run("transpose", [x], { axes }, type, to);
    const inverse = from.map((_, axis) => axes.indexOf(axis));
    expect(run("transpose", [turned], { axes: inverse }, type, from)).toEqual(x);
    const strides = axes.map((axis) => from.slice(axis + 1).reduce((a, b) => a * b, 1));
    for (let i = 0; i < turned.size; i++) {
      let [rest, offset] = [i, 0];
      for (let axis = to.length - 1; axis >= 0; axis--) {
        offset += (rest % to[axis]) * strides[axis];
        rest = Math.floor(rest / to[axis]);
      }
      if (turned.data[i] !== x.data[offset]) expect(turned.data[i]).toBe(x.data[offset]);
    }
  });
  fc.assert(property, { seed: 31, numRuns: 60 });
});

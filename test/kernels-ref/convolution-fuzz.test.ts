import fc from "fast-check";
import { expect, test } from "vitest";
import type { Arithmetic, Rounding } from "../../kernels-ref/index.js";
import { attributesOf, type ConvolutionCase, randomOperands, referenceConvolution } from "./reference-convolution.js";
import { run, tensor } from "./run.js";

const small = (max: number, min = 1) => fc.integer({ min, max });
const ROUNDINGS: readonly Rounding[] = ["floor", "half-up", "half-even", "half-away", "toward-zero"];

/** Geometries whose output has at least one element. */
const geometry: fc.Arbitrary<ConvolutionCase> = fc
  .record({
    size: fc.tuple(small(6), small(6)),
    kernel: fc.tuple(small(3), small(3)),
    groups: small(3),
    groupInputs: small(3),
    groupOutputs: small(6),
    strides: fc.tuple(small(3), small(3)),
    dilation: fc.tuple(small(2), small(2)),
    padding: fc.tuple(small(2, 0), small(2, 0), small(2, 0), small(2, 0)),
  })
  .map(
    ({ size, kernel, groups, groupInputs, groupOutputs, ...rest }): ConvolutionCase => ({
      name: "random",
      size: [size[0] + 4, size[1] + 4, groups * groupInputs],
      kernel: [kernel[0], kernel[1], groups * groupOutputs],
      groups,
      ...rest,
    }),
  );

const arithmetic: fc.Arbitrary<Arithmetic> = fc.record({
  rounding: fc.constantFrom(...ROUNDINGS),
  bias: fc.constantFrom("before-shift" as const, "after-shift" as const),
  saturation: fc.constantFrom("each-step" as const, "at-end" as const),
  negativeShift: fc.constantFrom("saturating-left-shift" as const, "zero" as const),
});

test("int8 convolutions of random geometry equal the definition", () => {
  const property = fc.property(geometry, small(1000), (c, seed) => {
    const [x, k] = randomOperands(c, seed);
    const { shape, values } = referenceConvolution(c, x, k);
    const attributes = { ...attributesOf(c), data_layout: "NHWC", kernel_layout: "HWIO" };
    expect(run("nn.conv2d", [x, k], attributes, "int32", shape).toNumbers()).toEqual(values);
  });
  fc.assert(property, { seed: 20, numRuns: 300 });
});

test("the fused convolution equals exact rational arithmetic, whatever the choices", () => {
  const property = fc.property(
    geometry,
    small(1000),
    arithmetic,
    small(16, -3),
    fc.boolean(),
    (c, seed, choice, shift, relu) => {
      const [x, k] = randomOperands(c, seed);
      const { shape, values } = referenceConvolution(c, x, k);
      const channels = c.kernel[2];
      const bias = Array.from({ length: channels }, (_, o) => ((o * 37 + seed) % 255) - 127);
      const inputs = [x, k, tensor("int32", [channels], bias)];
      const attributes = { ...attributesOf(c), data_layout: "NHWC", kernel_layout: "HWIO", shift, relu };
      const expected = values.map((acc, i) => exact(BigInt(acc), BigInt(bias[i % channels]), shift, choice, relu));
      expect(run("esp.conv2d", inputs, attributes, "int8", shape, choice).toNumbers()).toEqual(expected);
    },
  );
  fc.assert(property, { seed: 21, numRuns: 300 });
});

/** The fused kernel's law in integers alone, written independently of it. */
function exact(acc: bigint, bias: bigint, shift: number, choice: Arithmetic, relu: boolean): number {
  const limit = (value: bigint, bits: bigint): bigint => {
    const top = 2n ** (bits - 1n);
    return value < -top ? -top : value >= top ? top - 1n : value;
  };
  const before = choice.bias === "before-shift" ? limit(acc + bias, 32n) : acc;
  let value = divide(before, shift, choice);
  if (choice.bias === "after-shift") value = (choice.saturation === "each-step" ? limit(value, 8n) : value) + bias;
  const result = Number(limit(value, 8n));
  return relu ? Math.max(result, 0) : result;
}

function divide(value: bigint, shift: number, { rounding, negativeShift }: Arithmetic): bigint {
  if (shift < 0) {
    const top = 2n ** 31n;
    const shifted = value << BigInt(-shift);
    if (negativeShift === "zero") return 0n;
    return shifted < -top ? -top : shifted >= top ? top - 1n : shifted;
  }
  const divisor = 2n ** BigInt(shift);
  const floor = value >> BigInt(shift);
  const twice = 2n * (value - floor * divisor);
  if (twice === 0n || rounding === "floor") return floor;
  if (rounding === "toward-zero") return value < 0n ? floor + 1n : floor;
  if (twice !== divisor) return twice > divisor ? floor + 1n : floor;
  if (rounding === "half-up") return floor + 1n;
  if (rounding === "half-away") return value > 0n ? floor + 1n : floor;
  return floor % 2n === 0n ? floor : floor + 1n;
}

import { type Arithmetic, roundToInteger, saturate } from "../../../kernels-ref/arithmetic.js";
import { numbersAttribute } from "../../../kernels-ref/attributes.js";
import { rangeOf } from "../../../kernels-ref/espdl/rounding.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer } from "../../ir/graph/program.js";
import type { ElementView } from "../protocol.js";
import { placeOf } from "./numbers.js";
import { type ProductSum, productSum } from "./products.js";

/** Products that are listed. */
const LISTED = 100;

type Step = ElementView["steps"][number];

/** How one element of a layer came to be, number by number, held against the run's own. */
export function explain(
  layer: CallLayer,
  inputs: readonly Tensor[],
  output: Tensor,
  index: number,
  arithmetic: Arithmetic,
): ElementView {
  const got = Number(output.data[index]);
  const heading = `${layer.id} at [${placeOf(index, output.shape).join(", ")}]: ${got}`;
  const sum = productSum(layer, inputs, output, index, arithmetic);
  if (sum === undefined)
    return { heading, steps: operands(layer, inputs, output, index), taps: [], more: 0, agrees: true };
  const steps = stepsOf(layer, sum, output, arithmetic);
  const taps = sum.taps.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, LISTED);
  return { heading, steps, taps, more: sum.taps.length - taps.length, agrees: Number(steps.at(-1)!.value) === got };
}

function stepsOf(layer: CallLayer, sum: ProductSum, output: Tensor, arithmetic: Arithmetic): Step[] {
  const products = sum.taps.reduce((total, { product }) => total + product, 0);
  const acc = step("accumulator", products, `the sum of ${sum.taps.length} products input · weight`);
  if (layer.op === "esp.dense") return [acc, ...denseSteps(layer, sum, products)];
  if (layer.op.startsWith("espdl.")) return [acc, ...shiftLast(layer, sum, products, output, arithmetic)];
  return [acc, ...biasLast(layer, sum, products, arithmetic)];
}

/** `.espdl`: the bias in the accumulator's scale, then one shift. */
function shiftLast(
  layer: CallLayer,
  { bias, shift }: ProductSum,
  products: number,
  output: Tensor,
  { rounding }: Arithmetic,
): Step[] {
  const total = products + (bias ?? 0);
  const { low, high } = rangeOf(output.dtype);
  const rounded = roundToInteger(total * 2 ** -shift, rounding);
  return [
    step("+ bias", total, bias === undefined ? "there is none" : `${bias}, in the accumulator's scale`),
    step(`÷ 2^${shift}`, total * 2 ** -shift, "output exponent − input exponent − weight exponent"),
    step("rounded", rounded, rounding),
    ...clipped(layer, rounded, low, high),
  ];
}

/** The TVM flow: the shift takes the floor, saturates, and the bias is added in the output's scale. */
function biasLast(layer: CallLayer, { bias, shift }: ProductSum, products: number, { rounding }: Arithmetic): Step[] {
  const shifted = roundToInteger(products * 2 ** -shift, rounding);
  const first = saturate(shifted, -128, 127);
  return [
    step(`÷ 2^${shift}`, products * 2 ** -shift, "log2 of output scale over accumulator scale"),
    step("rounded", shifted, `${rounding}: an arithmetic shift to the right`),
    step("saturated", first, first === shifted ? "inside −128 … 127" : "cut to −128 … 127"),
    step("+ bias", first + (bias ?? 0), bias === undefined ? "there is none" : `${bias}, in the output's scale`),
    ...clipped(layer, first + (bias ?? 0), -128, 127),
  ];
}

function denseSteps({ attributes }: CallLayer, { bias, channel }: ProductSum, products: number): Step[] {
  const multipliers = numbersAttribute(attributes, "multiplier");
  const shifts = numbersAttribute(attributes, "shift");
  const [multiplier, shift] = [multipliers[channel % multipliers.length]!, shifts[channel % shifts.length]!];
  const total = (products + (bias ?? 0)) | 0;
  const rounded = roundToInteger((total * multiplier) / 2 ** shift, "half-away") + 0;
  return [
    step("+ bias", total, bias === undefined ? "there is none" : `${bias}, in the accumulator's scale`),
    step(`× ${multiplier} ÷ 2^${shift}`, (total * multiplier) / 2 ** shift, "the scale as a fixed-point number"),
    step("rounded", rounded, "half-away"),
    step("saturated", saturate(rounded, -128, 127), "to −128 … 127"),
  ];
}

function clipped({ attributes }: CallLayer, value: number, low: number, high: number): Step[] {
  const relu = attributes.relu === true;
  const bottom = relu ? 0 : low;
  const result = saturate(value, bottom, high);
  const why = result === value ? `inside ${bottom} … ${high}` : `cut to ${bottom} … ${high}`;
  return [step("saturated", result, relu ? `${why}, ReLU` : why)];
}

/** Of an operator without products: what its inputs hold at the same place, where they have it. */
function operands({ op }: CallLayer, inputs: readonly Tensor[], output: Tensor, index: number): Step[] {
  const same = inputs.map((input, i) =>
    input.shape.join() === output.shape.join()
      ? [step(`input ${i}`, Number(input.data[index]), "at the same place")]
      : input.size === 1
        ? [step(`input ${i}`, Number(input.data[0]), "one number for all")]
        : [],
  );
  return [...same.flat(), step(op, Number(output.data[index]), "what the reference makes of them")];
}

const step = (what: string, value: number, how: string): Step => ({ what, value: String(value), how });

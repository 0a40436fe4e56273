import { numbersAttribute } from "../../../kernels-ref/attributes.js";
import { type Convolution, convolution, packKernel } from "../../../kernels-ref/convolution.js";
import { effectiveShift } from "../../../kernels-ref/espdl/effective-shift.js";
import { asImage, asImageKernel } from "../../../kernels-ref/espdl/image.js";
import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { imageAttributes } from "../../execution/fast/rules/espdl-image.js";
import type { CallLayer } from "../../ir/graph/program.js";
import type { ElementView } from "../protocol.js";
import { placeOf } from "./numbers.js";

/** A sum of products that makes one element, and what is then done with it. */
export interface ProductSum {
  readonly taps: ElementView["taps"];
  readonly channel: number;
  readonly bias: number | undefined;
  /** As the chip takes it. */
  readonly shift: number;
}

type Inputs = readonly [Tensor, Tensor, Tensor?];

/** Taps of the `index`-th element; undefined for an operator that sums no products, or not as a plain convolution. */
export function productSum(
  layer: CallLayer,
  inputs: readonly Tensor[],
  output: Tensor,
  index: number,
  arithmetic: Arithmetic,
): ProductSum | undefined {
  const operands = inputs as unknown as Inputs;
  switch (layer.op) {
    case "esp.conv2d":
    case "esp.depthwise_conv2d":
      return ofImage(layer, operands, index, convolution(operands[0], operands[1], output, layer.attributes));
    case "espdl.conv": {
      const [data, kernel] = [asImage(operands[0]), asImageKernel(operands[1])];
      const geometry = convolution(data, kernel, asImage(output), imageAttributes(layer.attributes));
      return chipShift(ofImage(layer, operands, index, geometry), output, geometry, arithmetic);
    }
    case "espdl.matmul":
      return inputs[1]!.shape.length === 2 && (layer.attributes.right_layout ?? "plain") === "plain"
        ? chipShift(ofRows(layer, operands, index, [output.shape.at(-1)!, 1]), output, undefined, arithmetic)
        : undefined;
    case "esp.dense":
      return ofRows(layer, operands, index, [1, inputs[1]!.shape[1]!]);
    default:
      return undefined;
  }
}

function ofImage(layer: CallLayer, [data, kernel, bias]: Inputs, index: number, g: Convolution): ProductSum {
  const rows = packKernel(g, asImageKernel(kernel)).data;
  const at = (stride: number, size: number): number => Math.floor(index / stride) % size;
  const { outputStride: step, output: size } = g;
  const [n, oy, ox, c] = [at(step.n, size.n), at(step.h, size.h), at(step.w, size.w), at(step.c, size.c)];
  const first = Math.floor(c / g.groupOutputs) * g.groupInputs;
  const taps: { place: string; x: number; w: number; product: number }[] = [];
  for (let r = 0; r < g.kernelHeight; r++)
    for (let s = 0; s < g.kernelWidth; s++)
      for (let i = 0; i < g.groupInputs; i++) {
        const y = oy * g.strides[0] - g.top + r * g.dilation[0];
        const column = ox * g.strides[1] - g.left + s * g.dilation[1];
        if (y < 0 || y >= g.image.h || column < 0 || column >= g.image.w) continue;
        const { n: sn, h, w, c: sc } = g.imageStride;
        const from = n * sn + y * h + column * w + (first + i) * sc;
        const [x, weight] = [
          Number(data.data[from]),
          Number(rows[((c * g.kernelHeight + r) * g.kernelWidth + s) * g.groupInputs + i]),
        ];
        taps.push({ place: `[${placeOf(from, data.shape).join(", ")}]`, x, w: weight, product: x * weight });
      }
  return { taps, channel: c, bias: biasAt(bias, c), shift: shiftAt(layer, c) };
}

/** A matrix product; `steps` are the distances in the weight from term to term and from unit to unit. */
function ofRows(
  layer: CallLayer,
  [data, weight, bias]: Inputs,
  index: number,
  steps: readonly [number, number],
): ProductSum {
  const length = data.shape.at(-1)!;
  const units = weight.shape.length === 2 && steps[0] === 1 ? weight.shape[0]! : weight.shape[1]!;
  const unit = index % units;
  const row = Math.floor(index / units) * length;
  const taps = Array.from({ length }, (_, k) => {
    const [x, w] = [Number(data.data[row + k]), Number(weight.data[k * steps[0] + unit * steps[1]])];
    return { place: `[${placeOf(row + k, data.shape).join(", ")}]`, x, w, product: x * w };
  });
  return { taps, channel: unit, bias: biasAt(bias, unit), shift: shiftAt(layer, unit) };
}

const biasAt = (bias: Tensor | undefined, channel: number): number | undefined =>
  bias === undefined ? undefined : Number(bias.data[bias.size === 1 ? 0 : channel]);

function shiftAt({ attributes }: CallLayer, channel: number): number {
  const shifts = numbersAttribute(attributes, "shift");
  return shifts[shifts.length === 1 ? 0 : channel]!;
}

/** A vector unit cuts shift counts, see `effectiveShift`. */
function chipShift(sum: ProductSum, output: Tensor, g: Convolution | undefined, { vector }: Arithmetic): ProductSum {
  const bytes = output.data.BYTES_PER_ELEMENT;
  const channels = output.shape.at(-1)!;
  const isDepthwise = g !== undefined && g.groupInputs === 1 && g.groupOutputs === 1 && channels > 1;
  const inLanes = isDepthwise ? channels : channels - (channels % (16 / bytes));
  return { ...sum, shift: effectiveShift(sum.shift, bytes, sum.channel < inLanes ? "lane" : "rest", vector) };
}

import { numbersAttribute } from "../../../kernels-ref/attributes.js";
import { TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { call } from "../../execution/interpreter/run-layer.js";
import type { CallLayer, Program } from "../../ir/graph/program.js";
import type { FaultName } from "../faults.js";

type Kernel = (layer: CallLayer, inputs: readonly Tensor[]) => readonly Tensor[];

/** A mistake: which convolution makes it, and what it then computes. */
interface Fault {
  readonly suits: (layer: CallLayer) => boolean;
  readonly kernel: Kernel;
}

const CONVOLUTIONS = ["esp.conv2d", "esp.depthwise_conv2d"];

const altered = (layer: CallLayer, attributes: CallLayer["attributes"]): CallLayer => ({
  ...layer,
  attributes: { ...layer.attributes, ...attributes },
});

/** What each of the six does to the layer that makes it; the shapes stay as they are. */
const TABLE: Readonly<Record<FaultName, Fault>> = {
  padding: {
    suits: ({ attributes }) => numbersAttribute(attributes, "padding").some((pad) => pad > 0),
    kernel: (layer, inputs) => {
      const [top = 0, left = 0, bottom = top, right = left] = numbersAttribute(layer.attributes, "padding");
      return call(altered(layer, { padding: [0, 0, top + bottom, left + right] }), inputs, TVM_ARITHMETIC);
    },
  },
  rounding: {
    suits: () => true,
    kernel: (layer, inputs) => call(layer, inputs, { ...TVM_ARITHMETIC, rounding: "half-up" }),
  },
  bias: {
    suits: ({ inputs }) => inputs.length > 2,
    kernel: (layer, [image, kernel]) => call(layer, [image!, kernel!], TVM_ARITHMETIC),
  },
  relu: {
    suits: ({ attributes }) => attributes.relu === true,
    kernel: (layer, inputs) => call(altered(layer, { relu: false }), inputs, TVM_ARITHMETIC),
  },
  shift: {
    suits: () => true,
    kernel: (layer, inputs) => {
      const shift = numbersAttribute(layer.attributes, "shift").map((bits) => bits - 1);
      return call(altered(layer, { shift }), inputs, TVM_ARITHMETIC);
    },
  },
  weights: {
    suits: ({ op, attributes }) => op === "esp.conv2d" && numbersAttribute(attributes, "kernel_size")[0]! > 1,
    kernel: (layer, [image, kernel, ...bias]) => call(layer, [image!, swapped(kernel!), ...bias], TVM_ARITHMETIC),
  },
};

/** A board on which the second convolution that can make the mistake (the only one, if there is no second) makes it. */
export function faultyKernel(program: Program, name: FaultName): { readonly index: number; readonly kernel: Kernel } {
  const { suits, kernel } = TABLE[name];
  const calls = program.layers.filter(
    (layer): layer is CallLayer => layer.kind === "call" && CONVOLUTIONS.includes(layer.op) && suits(layer),
  );
  return { index: (calls[1] ?? calls[0]!).index, kernel };
}

/** A kernel [H, W, I, O] read as [W, H, I, O]. */
function swapped({ dtype, shape, data }: Tensor): Tensor {
  const [h, w, i, o] = shape as [number, number, number, number];
  const result = Tensor.zeros(dtype, shape);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < i * o; c++) result.data[(y * w + x) * i * o + c] = data[(x * w + y) * i * o + c]!;
  return result;
}

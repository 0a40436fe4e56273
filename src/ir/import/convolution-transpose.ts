import type { Value } from "../graph/graph.js";
import { kernel2d } from "./convolution.js";
import type { ImporterTable, Operands } from "./operands.js";
import { autoPad, type Window, windowOf, withHeight } from "./window.js";

/** One axis: padding before and after, and the rows that the result has beyond them. */
type Extent = readonly [before: number, after: number, extra: number];

/**
 * With `output_shape`, or with auto_pad SAME for ⌈size · stride⌉, the padding is what is too much, its larger half
 * after the result for SAME_UPPER and before it otherwise; what is missing is appended.
 */
function extents(operands: Operands, window: Window, sizes: readonly number[]): readonly Extent[] {
  const mode = autoPad(operands);
  const dims = operands.value(1).type.shape.length - 2;
  const list = (name: string): readonly number[] | undefined => {
    const found = operands.ints(name)?.slice(-dims);
    return found && dims === 1 ? [name === "output_shape" ? 1 : 0, ...found] : found;
  };
  const [shape, more] = [list("output_shape"), list("output_padding") ?? [0, 0]];
  return sizes.map((size, axis) => {
    const [stride, extra] = [window.strides[axis] as number, more[axis] as number];
    const full = stride * (size - 1) + (((window.kernel[axis] as number) - 1) * (window.dilation[axis] as number) + 1);
    const wanted = shape?.[axis] ?? (mode.startsWith("SAME") ? size * stride : undefined);
    if (wanted === undefined) {
      const explicit = mode === "VALID" ? [0, 0] : [window.padding[axis] as number, window.padding[axis + 2] as number];
      return [...explicit, extra] as unknown as Extent;
    }
    if (shape === undefined && wanted > full + extra)
      operands.fail(
        `with auto_pad ${mode} the kernel must cover the stride, for ONNX and onnxruntime differ where it does not`,
        `${full + extra} of ${wanted} rows`,
        "write the padding as pads",
      );
    const total = Math.max(0, full + extra - wanted);
    const small = Math.floor(total / 2);
    const [before, after] = mode === "SAME_UPPER" ? [small, total - small] : [total - small, small];
    return [before, after, wanted - (full - total)];
  });
}

function convTranspose(operands: Operands): Value {
  const data = operands.value(0);
  const weight = operands.value(1);
  operands.expectDtype(data, ["float32"], "the data of a transposed convolution");
  const { shape } = weight.type;
  const window = windowOf(operands, shape.length - 2, shape.slice(2));
  const groups = operands.int("group", 1);
  return withHeight(operands, data, (data2d) => {
    const [h, w] = extents(operands, window, data2d.type.shape.slice(2)) as [Extent, Extent];
    const attributes = {
      channels: (shape[1] as number) * groups,
      kernel_size: window.kernel,
      strides: window.strides,
      padding: [h[0], w[0], h[1], w[1]],
      dilation: window.dilation,
      groups,
      output_padding: [h[2], w[2]],
    };
    const out = operands.call("nn.conv2d_transpose", [data2d, kernel2d(operands, weight)], attributes);
    return operands.inputs[2] === undefined ? out : operands.call("nn.bias_add", [out, operands.value(2)]);
  });
}

export const CONVOLUTION_TRANSPOSE: ImporterTable = { ConvTranspose: (operands) => [convTranspose(operands)] };

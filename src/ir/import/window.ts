import { scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { Operands } from "./operands.js";

/** Strides, dilations and padding [top, left, bottom, right] of a window that slides over height and width. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: readonly [number, number, number, number];
}

/** A list for `dims` axes as one for two: a missing height is `fill`. */
function twoOf(
  operands: Operands,
  name: string,
  list: readonly number[] | undefined,
  dims: number,
  fill: number,
): [number, number] {
  const full = list ?? new Array<number>(dims).fill(fill);
  if (full.length !== dims)
    operands.fail(`attribute ${name} must have ${dims} values`, String(full.length), "export the model again");
  if (full.some((value) => value < 1))
    operands.fail(`attribute ${name} must be positive`, `[${full.join(", ")}]`, "export the model again");
  return dims === 1 ? [fill, full[0] as number] : [full[0] as number, full[1] as number];
}

/**
 * The window of a convolution or pool over `spatial`, the data's last one or two dimensions; one-dimensional windows
 * become two-dimensional ones of height 1. `kernelShape` is used when the attribute is absent.
 */
export function windowOf(operands: Operands, dims: number, kernelShape?: readonly number[]): Window {
  if (dims !== 1 && dims !== 2)
    operands.fail("the window must slide over 1 or 2 dimensions", String(dims), "use a 1-D or 2-D layer");
  const attribute = operands.ints("kernel_shape");
  if (attribute !== undefined && kernelShape !== undefined && attribute.join() !== kernelShape.join())
    operands.fail(
      `attribute kernel_shape must be the weight's [${kernelShape.join(", ")}]`,
      `[${attribute.join(", ")}]`,
      "export the model again",
    );
  const given = attribute ?? kernelShape;
  if (given === undefined) operands.fail("attribute kernel_shape must be given", "none", "export the model again");
  const pads = operands.ints("pads") ?? new Array<number>(2 * dims).fill(0);
  if (pads.length !== 2 * dims)
    operands.fail(`attribute pads must have ${2 * dims} values`, String(pads.length), "export the model again");
  if (pads.some((pad) => pad < 0))
    operands.fail("attribute pads must not be negative", `[${pads.join(", ")}]`, "crop with Slice");
  return {
    kernel: twoOf(operands, "kernel_shape", given, dims, 1),
    strides: twoOf(operands, "strides", operands.ints("strides"), dims, 1),
    dilation: twoOf(operands, "dilations", operands.ints("dilations"), dims, 1),
    padding: dims === 1 ? [0, pads[0] as number, 0, pads[1] as number] : (pads as [number, number, number, number]),
  };
}

/** ONNX's auto_pad as [before, after] of an axis; `SAME` makes ⌈size / stride⌉ outputs. */
export function samePadding(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  lower: boolean,
): [number, number] {
  const reach = (kernel - 1) * dilation + 1;
  const total = Math.max(reach - (size % stride === 0 ? stride : size % stride), 0);
  const small = Math.floor(total / 2);
  return lower ? [total - small, small] : [small, total - small];
}

/** The attribute auto_pad, checked: NOTSET, VALID, SAME_UPPER or SAME_LOWER. */
export function autoPad(operands: Operands): string {
  const mode = operands.text("auto_pad", "NOTSET");
  if (!["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].includes(mode)) {
    operands.fail(
      "attribute auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER",
      mode,
      "write the padding as pads",
    );
  }
  return mode;
}

/** Data of rank 4 padded for auto_pad SAME_*, as a `nn.pad` before the window, filled with `fill`. */
export function padSame(operands: Operands, data: Value, window: Window, fill: number): Value {
  const mode = autoPad(operands);
  if (!mode.startsWith("SAME")) return data;
  const sizes = data.type.shape.slice(-2);
  const widths = sizes.map((size, i) =>
    samePadding(
      size,
      window.kernel[i] as number,
      window.strides[i] as number,
      window.dilation[i] as number,
      mode === "SAME_LOWER",
    ),
  );
  const dtype = data.type.dtype === "int8" ? "int32" : "float32";
  return operands.call("nn.pad", [data, scalar(dtype, fill)], { pad_width: [[0, 0], [0, 0], ...widths] });
}

/** The window's padding with auto_pad SAME_* written into it, for pools that do not count padding. */
export function samePaddingInPlace(operands: Operands, data: Value, window: Window): Window {
  const mode = autoPad(operands);
  if (!mode.startsWith("SAME")) return window;
  const [h, w] = data.type.shape
    .slice(-2)
    .map((size, i) =>
      samePadding(
        size,
        window.kernel[i] as number,
        window.strides[i] as number,
        window.dilation[i] as number,
        mode === "SAME_LOWER",
      ),
    ) as [[number, number], [number, number]];
  return { ...window, padding: [h[0], w[0], h[1], w[1]] };
}

/** Runs `on2d` on data of height 1 made from rank 3, and takes the height away again; rank 4 goes straight through. */
export function withHeight(operands: Operands, data: Value, on2d: (data: Value) => Value): Value {
  const rank = data.type.shape.length;
  if (rank === 4) return on2d(data);
  if (rank !== 3) operands.fail("the data must have rank 3 or 4", String(rank), "use a 1-D or 2-D layer");
  return operands.call("squeeze", [on2d(operands.call("expand_dims", [data], { axis: 2 }))], { axis: [2] });
}

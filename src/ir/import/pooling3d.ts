import type { Attributes, Value } from "../graph/graph.js";
import type { Operands } from "./operands.js";
import { autoPad, samePadding } from "./window.js";

/** A pool's window along one axis. */
interface Axis {
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** How far the last window reaches beyond the padding, with ceil_mode. */
  readonly overhang: number;
}

/**
 * How far the last window reaches over in ceil_mode; a window that would begin in the trailing padding or behind it is
 * left out. 0 where all windows fit exactly.
 */
function overhangOf(size: number, axis: Omit<Axis, "overhang">): number {
  const extent = (axis.taps - 1) * axis.dilation + 1;
  const room = size + axis.before + axis.after - extent;
  let last = Math.ceil(room / axis.stride);
  if (last * axis.stride >= size + axis.before) last--;
  return Math.max(0, last * axis.stride - room);
}

/** The window of a pool over all axes behind the channels, with auto_pad and ceil_mode written into it. */
function axesOf(operands: Operands, data: Value): Axis[] {
  const sizes = data.type.shape.slice(2);
  const list = (name: string, count: number, fill: number): readonly number[] => {
    const found = operands.ints(name) ?? new Array<number>(count).fill(fill);
    if (found.length !== count || found.some((value) => value < fill))
      operands.fail(
        `attribute ${name} must be ${count} numbers, each at least ${fill}`,
        `[${found.join(", ")}]`,
        "export the model again",
      );
    return found;
  };
  if (operands.ints("kernel_shape") === undefined)
    operands.fail("attribute kernel_shape must be given", "none", "export the model again");
  const kernel = list("kernel_shape", sizes.length, 1);
  const strides = list("strides", sizes.length, 1);
  const dilations = list("dilations", sizes.length, 1);
  const pads = list("pads", 2 * sizes.length, 0);
  const mode = autoPad(operands);
  const isCeil = operands.int("ceil_mode", 0) !== 0;
  return sizes.map((size, i) => {
    const [taps, stride, dilation] = [kernel[i] as number, strides[i] as number, dilations[i] as number];
    const given = mode === "NOTSET" ? [pads[i] as number, pads[i + sizes.length] as number] : [0, 0];
    const [before = 0, after = 0] = mode.startsWith("SAME")
      ? samePadding(size, taps, stride, dilation, mode === "SAME_LOWER")
      : given;
    const axis = { taps, stride, dilation, before, after };
    return { ...axis, overhang: isCeil ? overhangOf(size, axis) : 0 };
  });
}

/** True where Relay's ceil_mode has a window more than ONNX's. */
export function hasCeilDifference(operands: Operands, data: Value): boolean {
  if (operands.int("ceil_mode", 0) === 0) return false;
  return axesOf(operands, data).some(({ taps, stride, dilation, before, after, overhang }, i) => {
    const room = (data.type.shape[i + 2] as number) + before + after - (taps - 1) * dilation - 1;
    return Math.ceil(room / stride) !== Math.floor((room + overhang) / stride);
  });
}

/** A pool over one to three axes as one over three, those that are missing having length 1. */
export function pool3d(operands: Operands, data: Value, op: string, more: Attributes = {}): Value {
  const { shape } = data.type;
  if (shape.length < 3 || shape.length > 5)
    operands.fail("the window must slide over 1 to 3 dimensions", String(shape.length - 2), "use another layer");
  operands.expectDtype(data, ["float32"], "the data of this pool");
  const missing = 5 - shape.length;
  const none: Axis = { taps: 1, stride: 1, dilation: 1, before: 0, after: 0, overhang: 0 };
  const axes = [...new Array<Axis>(missing).fill(none), ...axesOf(operands, data)];
  const ones = new Array<number>(missing).fill(1);
  const wide = operands.call("reshape", [data], { newshape: [...shape.slice(0, 2), ...ones, ...shape.slice(2)] });
  const result = operands.call(op, [missing === 0 ? data : wide], {
    pool_size: axes.map(({ taps }) => taps),
    strides: axes.map(({ stride }) => stride),
    padding: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
    dilation: axes.map(({ dilation }) => dilation),
    overhang: axes.map(({ overhang }) => overhang),
    ...more,
  });
  if (missing === 0) return result;
  const made = result.type.shape;
  return operands.call("reshape", [result], { newshape: [...made.slice(0, 2), ...made.slice(2 + missing)] });
}

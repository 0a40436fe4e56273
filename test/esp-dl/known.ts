import { numbersAttribute } from "../../kernels-ref/attributes.js";
import type { FuzzCall } from "./operators.js";

interface Fault {
  readonly name: string;
  /** Whether it explains that these elements of a call's output differ. */
  readonly explains: (call: FuzzCall, wrong: readonly number[]) => boolean;
}

/** What ESP-DL 3.3.9 computes otherwise than any law of the operator says. */
export const FAULTS: readonly Fault[] = [
  {
    // C divides toward zero: (data + head − window) / stride is 0 for −stride < … < 0, so one window is taken for whole that
    // hangs over the end, and what lies behind the row is multiplied.
    name: "a window longer than data and head padding is taken for whole where the stride is above 1",
    explains: ({ op, attributes, inputs: [data, kernel] }) => {
      if (op !== "espdl.conv") return false;
      const [strides, dilations, pads] = ["strides", "dilations", "pads"].map((name) =>
        numbersAttribute(attributes, name),
      );
      return [0, 1].some((axis) => {
        const over = data!.shape[axis + 1]! + pads![axis]! - dilations![axis]! * (kernel!.shape[axis]! - 1) - 1;
        return over < 0 && over > -strides![axis]!;
      });
    },
  },
  {
    // The C++ counts a clipped window back from the padding, as if the last window ended where the padding does.
    name: "windows of a pool that hang over the end are cut too short where the last one leaves padding unused",
    explains: ({ op, attributes, inputs: [data] }) => {
      if (op !== "espdl.max_pool" && op !== "espdl.avg_pool") return false;
      const [kernel, strides, pads] = ["kernel_shape", "strides", "pads"].map((name) =>
        numbersAttribute(attributes, name),
      );
      return [0, 1].some((axis) => {
        const tail = pads![axis + 2]!;
        return tail > 0 && (data!.shape[axis + 1]! + pads![axis]! + tail - kernel![axis]!) % strides![axis]! !== 0;
      });
    },
  },
  {
    name: "int8 to int16: the last 8 of 16·n + 8 elements are never written",
    explains: ({ op, dtype, shape: [size], inputs: [data] }, wrong) =>
      op === "espdl.requantize" &&
      data!.dtype === "int8" &&
      dtype === "int16" &&
      size! % 16 === 8 &&
      wrong.every((i) => i >= size! - 8),
  },
  {
    name: "a nearest Resize that does not double both axes reads registers before it loads them, below 16 channels",
    explains: ({ op, attributes, shape }) =>
      op === "espdl.resize" &&
      shape.at(-1)! < 16 &&
      numbersAttribute(attributes, "scales").some((scale) => scale !== 2),
  },
];

/** The fault that explains a difference, if one does. */
export function explained(call: FuzzCall, wrong: readonly number[]): string | undefined {
  return FAULTS.find(({ explains }) => explains(call, wrong))?.name;
}

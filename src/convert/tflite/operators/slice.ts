import type { Value } from "../../graph/value.js";
import { reshape } from "../../operators/reshape.js";
import { type Cut, slice } from "../../operators/slice.js";
import type { OperatorCall, OperatorRule } from "../rule.js";
import { axisOf } from "./shape.js";

/** SLICE: a start and a size an axis, -1 for all that is left. */
export const sliceOperator: OperatorRule = {
  moves: true,
  emit(call) {
    const x = call.value(0);
    const [starts, sizes] = [call.numbers(1), call.numbers(2)];
    const cuts = x.shape.map((size, axis): Cut => {
      const start = starts[axis] ?? 0;
      return { axis, start, end: sizes[axis] === -1 ? size : start + (sizes[axis] ?? size) };
    });
    return slice(call.g, x, cuts);
  },
};

/** STRIDED_SLICE: masks say which bounds do not count, and which axes of size 1 go. */
export const stridedSlice: OperatorRule = {
  moves: true,
  emit(call) {
    const x = call.value(0);
    const [begins, ends, steps] = [call.numbers(1), call.numbers(2), call.numbers(3)];
    const mask = (field: number): number => call.options?.int32(field) ?? 0;
    if (mask(2) !== 0 || mask(3) !== 0) return call.refuse("ellipsis or new axis", mask(2) || mask(3), "none");
    if (steps.some((step) => step < 1)) return call.refuse("strides", steps, "1 or more");
    const cuts = begins.map((begin, axis): Cut => {
      const size = x.shape[axis]!;
      const bound = (value: number): number => Math.min(size, Math.max(0, value < 0 ? value + size : value));
      const start = mask(0) & (1 << axis) ? 0 : bound(begin);
      if (mask(4) & (1 << axis)) return { axis, start, end: start + 1 };
      const end = mask(1) & (1 << axis) ? size : bound(ends[axis]!);
      return { axis, start, end, ...(steps[axis] === 1 ? {} : { step: steps[axis]! }) };
    });
    return reshape(call.g, slice(call.g, x, cuts), call.shapes[0]!);
  },
};

/** SPLIT has its axis first, SPLIT_V the value; the file states the sizes that come out. */
export const split = (value: number, axisInput: number): OperatorRule => ({
  moves: true,
  emit(call) {
    const x = call.value(value);
    const axis = axisOf(call, call.numbers(axisInput)[0]!, x.shape.length);
    return parts(call, x, axis);
  },
});

function parts(call: OperatorCall, x: Value, axis: number): Value[] {
  let start = 0;
  return call.shapes.map((shape) => {
    const end = start + shape[axis]!;
    const part = slice(call.g, x, [{ axis, start, end }]);
    start = end;
    return part;
  });
}

/** UNPACK: an axis gives its elements one by one. */
export const unpack: OperatorRule = {
  moves: true,
  emit(call) {
    const x = call.value(0);
    const axis = axisOf(call, call.options?.int32(1) ?? 0, x.shape.length);
    return call.shapes.map((shape, i) => reshape(call.g, slice(call.g, x, [{ axis, start: i, end: i + 1 }]), shape));
  },
};

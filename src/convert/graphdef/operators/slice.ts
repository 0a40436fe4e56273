import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/value.js";
import { reshape } from "../../operators/reshape.js";
import { type Cut, slice } from "../../operators/slice.js";
import { fold } from "../fold.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { axisOf } from "./layout.js";

/** A part of a value; a constant gives a constant. */
export function cut(g: GraphBuilder, x: Value, cuts: readonly Cut[]): Value {
  if (x.constant === undefined) return slice(g, x, cuts);
  const of = (axis: number): Cut => cuts.find((cut) => cut.axis === axis) ?? { axis, start: 0, end: x.shape[axis]! };
  const all = x.shape.map((_, axis) => of(axis));
  const shape = all.map(({ start, end, step = 1 }) => Math.max(0, Math.ceil((end - start) / step)));
  const attributes = { starts: all.map(({ start }) => start), steps: all.map(({ step = 1 }) => step) };
  return g.constant(fold("strided_slice", [x.constant], shape, x.dtype, attributes));
}

/** Slice: a start and a size an axis, -1 for all that is left. */
export const sliceOperator: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const [starts, sizes] = [call.numbers(1), call.numbers(2)];
    const cuts = x.shape.map((size, axis): Cut => {
      const start = starts[axis] ?? -1;
      return { axis, start, end: sizes[axis] === -1 ? size : start + (sizes[axis] ?? -1) };
    });
    const good = cuts.every(({ axis, start, end }) => start >= 0 && end >= start && end <= x.shape[axis]!);
    if (!good || starts.length !== x.shape.length || sizes.length !== starts.length)
      return call.refuse("the part", `[${starts}] of size [${sizes}]`, `one inside [${x.shape}]`);
    return cut(call.g, x, cuts);
  },
};

/** StridedSlice: masks say which bounds do not count, which axes are new, which go, and where all others stand. */
export const stridedSlice: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const [begins, ends, steps] = [call.numbers(1), call.numbers(2), call.numbers(3)];
    const mask = (name: string) => {
      const bits = call.number(name, 0);
      return (place: number): boolean => Math.floor(bits / 2 ** place) % 2 === 1;
    };
    const [begin, end, ellipsis] = [mask("begin_mask"), mask("end_mask"), mask("ellipsis_mask")];
    const [added, shrunk] = [mask("new_axis_mask"), mask("shrink_axis_mask")];
    if (begins.length > 8 || ends.length !== begins.length || steps.length !== begins.length)
      return call.refuse("bounds", `[${begins}], [${ends}], [${steps}]`, "as many of each, up to 8");
    const named = begins.filter((_, i) => !ellipsis(i) && !added(i)).length;
    const cuts: Cut[] = [];
    const shape: number[] = [];
    let axis = 0;
    const keep = (): void => {
      shape.push(x.shape[axis++]!);
    };
    for (let i = 0; i < begins.length; i++) {
      if (ellipsis(i)) for (let rest = x.shape.length - named; rest > 0; rest--) keep();
      else if (added(i)) shape.push(1);
      else {
        const size = x.shape[axis] ?? call.refuse("bounds", begins.length, `at most ${x.shape.length}`);
        const step = steps[i]!;
        if (!Number.isInteger(step) || step === 0) return call.refuse("strides", `[${steps}]`, "whole numbers but 0");
        const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
        const bound = (value: number): number => Math.min(high, Math.max(low, value < 0 ? value + size : value));
        const start = begin(i) ? (step > 0 ? 0 : size - 1) : bound(begins[i]!);
        if (shrunk(i)) {
          if (start < 0 || start >= size) return call.refuse("index", begins[i], `one below ${size}`);
          cuts.push({ axis: axis++, start, end: start + 1 });
          continue;
        }
        const stop = end(i) ? (step > 0 ? size : -1) : bound(ends[i]!);
        cuts.push({ axis: axis++, start, end: stop, ...(step === 1 ? {} : { step }) });
        shape.push(Math.max(0, Math.ceil((stop - start) / step)));
      }
    }
    while (axis < x.shape.length) keep();
    return reshape(call.g, cut(call.g, x, cuts), shape);
  },
};

/** ReverseV2: axes turned round. */
export const reverse: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const axes = new Set(call.numbers(1).map((axis) => axisOf(call, axis, x.shape.length)));
    return cut(
      call.g,
      x,
      [...axes].map((axis): Cut => ({ axis, start: x.shape[axis]! - 1, end: -1, step: -1 })),
    );
  },
};

/** The parts of these sizes along an axis. */
function parts(call: NodeCall, x: Value, axis: number, sizes: readonly number[]): Value[] {
  if (sizes.some((size) => !(size >= 1)) || sizes.reduce((sum, size) => sum + size, 0) !== x.shape[axis])
    return call.refuse("its parts", `[${sizes.slice(0, 8)}]`, `sizes of ${x.shape[axis]} in all`);
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return cut(call.g, x, [{ axis, start: end - size, end }]);
  });
}

/** Split: the axis, the value; as many equal parts as `num_split` says. */
export const split: NodeRule = {
  emit(call) {
    const x = call.value(1);
    const axis = axisOf(call, call.numbers(0)[0] ?? 0, x.shape.length);
    const many = call.number("num_split", 1);
    if (!(many >= 1 && x.shape[axis]! % many === 0)) return call.refuse("num_split", many, `one of ${x.shape[axis]}`);
    return parts(call, x, axis, Array(many).fill(x.shape[axis]! / many));
  },
};

/** SplitV: the value, the sizes, the axis; one size may be -1. */
export const splitV: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const axis = axisOf(call, call.numbers(2)[0] ?? 0, x.shape.length);
    const sizes = call.numbers(1);
    const known = sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
    return parts(
      call,
      x,
      axis,
      sizes.map((size) => (size === -1 ? x.shape[axis]! - known : size)),
    );
  },
};

/** Unpack: an axis gives its elements one by one. */
export const unpack: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const axis = axisOf(call, call.number("axis", 0), x.shape.length);
    const shape = x.shape.toSpliced(axis, 1);
    return parts(call, x, axis, Array(x.shape[axis]).fill(1)).map((part) => reshape(call.g, part, shape));
  },
};

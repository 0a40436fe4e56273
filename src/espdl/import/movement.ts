import { sizeOf, stridesOf } from "../../../kernels-ref/array.js";
import type { Value } from "../../ir/graph/graph.js";
import type { ImporterTable, NodeView } from "./node-view.js";

function wrap(view: NodeView, axis: number, rank: number): number {
  const wrapped = axis < 0 ? axis + rank : axis;
  if (!(wrapped >= 0 && wrapped < rank))
    view.fail(`an axis must lie in rank ${rank}`, `${axis}`, "export the model again");
  return wrapped;
}

/** Bytes stay where they are, whatever the exponents. */
function reshaped(view: NodeView, shape: readonly number[]): readonly Value[] {
  return view.call("reshape", [view.value(0)], { newshape: [...shape], allowzero: true });
}

function reshape(view: NodeView): readonly Value[] {
  const newshape = view.constantNumbers(1) ?? view.fail("a shape is needed", "none", "export the model again");
  return view.call("reshape", [view.value(0)], { newshape, allowzero: view.int("allowzero", 0) === 1 });
}

function flatten(view: NodeView): readonly Value[] {
  const { shape } = view.value(0).type;
  const axis = view.int("axis", 1);
  const at = axis < 0 ? axis + shape.length : axis;
  return reshaped(view, [sizeOf(shape.slice(0, at)), sizeOf(shape.slice(at))]);
}

/** Only axes of length 1 are dropped. */
function squeeze(view: NodeView): readonly Value[] {
  const { shape } = view.value(0).type;
  const axes = view.constantNumbers(1)?.map((axis) => wrap(view, axis, shape.length));
  return reshaped(
    view,
    shape.filter((length, axis) => length !== 1 || (axes !== undefined && !axes.includes(axis))),
  );
}

/** Law: a negative axis counts from the rank of the data plus one, however many axes are added. */
function unsqueeze(view: NodeView): readonly Value[] {
  const { shape } = view.value(0).type;
  const given = view.constantNumbers(1) ?? [];
  const axes = given.map((axis) => (axis < 0 ? axis + shape.length + 1 : axis));
  const rest = [...shape];
  return reshaped(
    view,
    Array.from({ length: shape.length + given.length }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? 1))),
  );
}

/** ONNX's bounds as the chip reads them: beyond the end is the end; a negative step mirrors start and end. */
function slice(view: NodeView): readonly Value[] {
  const { shape } = view.value(0).type;
  const [starts, ends] = [view.constantNumbers(1) ?? [], view.constantNumbers(2) ?? []];
  const axes = (view.constantNumbers(3) ?? starts.map((_, axis) => axis)).map((axis) => wrap(view, axis, shape.length));
  const strides = view.constantNumbers(4) ?? starts.map(() => 1);
  const attributes = { starts: shape.map(() => 0), counts: [...shape], steps: shape.map(() => 1) };
  axes.forEach((axis, i) => {
    const step = strides[i];
    if (step === 0) view.fail("a step must not be 0", "0", "export the model again");
    const clamp = (bound: number): number => {
      const mirrored = step < 0 ? -bound - 1 : bound;
      return mirrored < 0 ? mirrored + shape[axis] : Math.min(mirrored, shape[axis]);
    };
    const [start, end] = [clamp(starts[i]), clamp(ends[i])];
    attributes.starts[axis] = step < 0 ? shape[axis] - 1 - start : start;
    attributes.counts[axis] = Math.max(0, Math.ceil((end - start) / Math.abs(step)));
    attributes.steps[axis] = step;
  });
  return view.call("espdl.slice", [view.value(0)], attributes);
}

/** One slice for each output, so that every tensor has a layer of its own. */
function split(view: NodeView): readonly Value[] {
  const { shape } = view.value(0).type;
  const axis = wrap(view, view.int("axis", 0), shape.length);
  const sizes =
    view.constantNumbers(1) ?? view.fail("the sizes must be given", "none", "export with sizes, not num_outputs");
  if (sizes.length !== view.node.outputs.length || sizes.reduce((sum, size) => sum + size, 0) !== shape[axis])
    view.fail(
      `${view.node.outputs.length} sizes must sum to ${shape[axis]}`,
      `[${sizes.join(", ")}]`,
      "export the model again",
    );
  let start = 0;
  return sizes.flatMap((size) => {
    const starts = shape.map((_, i) => (i === axis ? start : 0));
    start += size;
    return view.call("espdl.slice", [view.value(0)], {
      starts,
      counts: shape.with(axis, size),
      steps: shape.map(() => 1),
    });
  });
}

function gather(view: NodeView): readonly Value[] {
  const { shape } = view.value(0).type;
  const axis = wrap(view, view.int("axis", 0), shape.length);
  const indices = view.constantNumbers(1) ?? [];
  const negative = indices.find((index) => index < 0);
  if (negative !== undefined)
    view.fail(
      `an index must lie in 0 … ${shape[axis] - 1}`,
      `${negative}`,
      `the chip does not count from the end: it reads what memory holds before the tensor; write ${negative + shape[axis]}`,
    );
  return view.call("espdl.gather", [view.value(0)], {
    axis,
    indices,
    indices_shape: [...view.initializer(1).dims],
  });
}

function scatterNd(view: NodeView): readonly Value[] {
  const data = view.value(0);
  const indices = view.constantNumbers(1) ?? [];
  const { dims } = view.initializer(1);
  const depth = dims[dims.length - 1] ?? 0;
  const strides = stridesOf(data.type.shape);
  const offsets = Array.from({ length: sizeOf(dims) / Math.max(depth, 1) }, (_, slot) => {
    const position = indices.slice(slot * depth, (slot + 1) * depth);
    return position.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 0), 0);
  });
  return view.call("espdl.scatter_nd", [data, view.value(2)], { offsets, reduction: view.text("reduction", "none") });
}

/** The value is stored as it is, whatever its exponent. */
function pad(view: NodeView): readonly Value[] {
  return view.call("espdl.pad", [view.value(0)], {
    pads: view.constantNumbers(1) ?? [],
    mode: view.text("mode", "constant"),
    value: view.constantNumbers(2)?.[0] ?? 0,
  });
}

function streamingCache(view: NodeView): readonly Value[] {
  const data = view.value(0);
  const { dtype, shape } = data.type;
  const axis = wrap(view, view.int("frame_axis", 1), shape.length);
  const attributes = { window_size: view.int("window_size", 1), frame_axis: axis };
  const [{ type }] = view.call("espdl.streaming_cache", [data], attributes);
  const state = view.state(dtype, shape.with(axis, type.shape[axis] - shape[axis]));
  return view.call("espdl.streaming_cache", state === undefined ? [data] : [data, state], attributes);
}

function concat(view: NodeView): readonly Value[] {
  return view.call(
    "concatenate",
    view.node.inputs.map((_, index) => view.value(index)),
    { axis: view.int("axis") },
  );
}

/** Operators that move elements, bit for bit. */
export const MOVEMENT: ImporterTable = {
  Concat: concat,
  Flatten: flatten,
  Gather: gather,
  Identity: (view) => reshaped(view, view.value(0).type.shape),
  Pad: pad,
  Reshape: reshape,
  ReverseSequence: (view) =>
    view.call("espdl.reverse_sequence", [view.value(0)], {
      batch_axis: view.int("batch_axis", 1),
      time_axis: view.int("time_axis", 0),
      lengths: view.constantNumbers(1) ?? [],
    }),
  ScatterND: scatterNd,
  Slice: slice,
  Split: split,
  Squeeze: squeeze,
  StreamingCache: streamingCache,
  Transpose: (view) => view.call("transpose", [view.value(0)], { axes: view.ints("perm") }),
  Unsqueeze: unsqueeze,
};

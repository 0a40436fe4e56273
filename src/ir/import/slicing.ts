import type { Value } from "../graph/graph.js";
import { broadcastShapes } from "../graph/operators/rule.js";
import type { ImporterTable, Operands } from "./operands.js";

/** starts, ends, axes are attributes before opset 10, inputs (and steps with them) since. */
function cutsOf(operands: Operands) {
  const { shape } = operands.value(0).type;
  const list = (name: string, index: number): readonly number[] | undefined =>
    operands.opset < 10 ? operands.ints(name) : operands.optionalTensor(index, name)?.toNumbers();
  const starts = list("starts", 1) ?? operands.fail("starts must be given", "none", "export the model again");
  const ends = list("ends", 2) ?? operands.fail("ends must be given", "none", "export the model again");
  const axes = list("axes", 3) ?? starts.map((_, axis) => axis);
  const steps = (operands.opset < 10 ? undefined : list("steps", 4)) ?? starts.map(() => 1);
  const lengths = [starts, ends, axes, steps].map(({ length }) => length);
  if (new Set(lengths).size > 1)
    operands.fail("starts, ends, axes and steps must have one length", lengths.join(", "), "export the model again");
  const wrapped = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
  if (wrapped.some((axis, i) => !(axis in shape) || wrapped.indexOf(axis) !== i))
    operands.fail(
      `axes must be distinct axes of rank ${shape.length}`,
      `[${axes.join(", ")}]`,
      "export the model again",
    );
  if (steps.includes(0)) operands.fail("steps must not be 0", `[${steps.join(", ")}]`, "export the model again");
  return wrapped.map((axis, i) => ({ axis, start: starts[i]!, end: ends[i]!, step: steps[i]! }));
}

/** numpy's slice: bounds below 0 count from the end, and bounds outside are the nearest inside. */
function slice(operands: Operands): Value {
  const { shape } = operands.value(0).type;
  const starts = shape.map(() => 0);
  const counts = [...shape];
  const steps = shape.map(() => 1);
  for (const { axis, start, end, step } of cutsOf(operands)) {
    const length = shape[axis]!;
    const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
    const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, low), high);
    counts[axis] = Math.max(0, Math.ceil((bound(end) - bound(start)) / step));
    starts[axis] = counts[axis] === 0 ? 0 : bound(start);
    steps[axis] = counts[axis]! > 1 ? step : 1;
  }
  return operands.call("strided_slice", [operands.value(0)], { starts, counts, steps });
}

function blocks(operands: Operands, op: string): Value {
  const mode = op === "nn.depth_to_space" && operands.opset >= 11 ? operands.text("mode", "DCR") : "DCR";
  if (mode !== "DCR" && mode !== "CRD")
    operands.fail("attribute mode must be DCR or CRD", mode, "export the model again");
  const block = operands.attribute("blocksize", "int")?.value;
  if (block === undefined) operands.fail("attribute blocksize must be given", "none", "export the model again");
  return operands.call(op, [operands.value(0)], { block_size: block!, layout: "NCHW", mode });
}

function expand(operands: Operands): Value {
  const asked = operands.tensor(1, "the shape").toNumbers();
  const shape = broadcastShapes(operands.value(0).type.shape, asked);
  return operands.call("broadcast_to", [operands.value(0)], { shape });
}

function tile(operands: Operands): Value {
  const reps = operands.tensor(1, "repeats").toNumbers();
  return operands.call("tile", [operands.value(0)], { reps });
}

/** Operators that cut, repeat and fold data by numbers known at compile time. */
export const SLICING: ImporterTable = {
  DepthToSpace: (operands) => [blocks(operands, "nn.depth_to_space")],
  Expand: (operands) => [expand(operands)],
  Slice: (operands) => [slice(operands)],
  SpaceToDepth: (operands) => [blocks(operands, "nn.space_to_depth")],
  Tile: (operands) => [tile(operands)],
};

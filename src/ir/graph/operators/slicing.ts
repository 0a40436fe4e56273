import type { Attributes } from "../../../../kernels-ref/operator.js";
import { int, integer, ints, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

function sliced(data: TensorType, attributes: Attributes): TensorType {
  const [starts, counts, steps] = ["starts", "counts", "steps"].map((name) => numbers(attributes, name)) as number[][];
  const inside = (length: number, axis: number): boolean => {
    const last = starts![axis]! + (counts![axis]! - 1) * steps![axis]!;
    return counts!.includes(0) || (starts![axis]! >= 0 && starts![axis]! < length && last >= 0 && last < length);
  };
  const ranks = [starts, counts, steps].every((list) => list!.length === data.shape.length);
  require(ranks && counts!.every((count) => count >= 0) && data.shape.every(inside), () =>
    `the slice from [${starts!.join(", ")}] by [${steps!.join(", ")}], ${counts!.join(" × ")} elements, is not inside ${show(data)}`);
  return tensor(data.dtype, counts!);
}

function tiled(data: TensorType, attributes: Attributes): TensorType {
  const reps = numbers(attributes, "reps");
  require(reps.length === data.shape.length && reps.every((times) => times >= 0), () =>
    `reps must have ${data.shape.length} counts ≥ 0, got [${reps.join(", ")}]`);
  return tensor(
    data.dtype,
    data.shape.map((dim, axis) => dim * reps[axis]!),
  );
}

/** Height and width by `scale`, channels by 1 / scale². */
function blocks(data: TensorType, attributes: Attributes, scale: (block: number) => number): TensorType {
  const layout = textOf(attributes, "layout");
  const block = integer(attributes, "block_size");
  const factor = scale(block);
  const shape = data.shape.map((dim, axis) =>
    layout[axis] === "N" ? dim : Math.round(dim * (layout[axis] === "C" ? 1 / factor ** 2 : factor)),
  );
  const whole = data.shape.every((dim, axis) => {
    const divisor = layout[axis] === "C" ? (factor > 1 ? block * block : 1) : factor < 1 ? block : 1;
    return layout[axis] === "N" || dim % divisor === 0;
  });
  require(data.shape.length === 4 && block >= 1 && whole, () =>
    `${show(data)} in ${layout} does not divide into blocks of ${block} × ${block}`);
  return tensor(data.dtype, shape);
}

const BLOCK = [int("block_size"), text("layout", "NCHW"), text("mode", "DCR")];

/** Operators that cut, repeat and fold data by numbers known at compile time. */
export const SLICING: OperatorTable = {
  strided_slice: {
    attributes: [ints("starts"), ints("counts"), ints("steps")],
    infer: (inputs, attributes) => [sliced(input(inputs, 0), attributes)],
  },
  tile: { attributes: [ints("reps")], infer: (inputs, attributes) => [tiled(input(inputs, 0), attributes)] },
  "nn.depth_to_space": {
    attributes: BLOCK,
    infer: (inputs, attributes) => [blocks(input(inputs, 0), attributes, (block) => block)],
  },
  "nn.space_to_depth": {
    attributes: BLOCK,
    infer: (inputs, attributes) => [blocks(input(inputs, 0), attributes, (block) => 1 / block)],
  },
};

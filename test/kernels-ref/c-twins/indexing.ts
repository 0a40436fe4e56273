import { pick, ROUNDS, random, type Twins, tensor, type } from "./twins.js";

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Slices, tiles and blocks, and what indices move: constant indices and computed ones, some of them outside. */
export function indexing(twins: Twins): void {
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const dtype = pick(["int8", "float32", "int64", "int16", "bool"] as const);
    const shape = [random(1, 3), random(1, 5), random(1, 4), random(1, 6)];
    const data = twins.input(type(dtype, shape));
    const cuts = shape.map((length) => {
      const count = random(1, length);
      const step = count === 1 ? 1 : random(1, Math.floor((length - 1) / (count - 1))) * pick([1, -1]);
      const span = Math.abs(step) * (count - 1);
      const low = random(0, length - 1 - span);
      return { start: step > 0 ? low : low + span, count, step };
    });
    const starts = cuts.map(({ start }) => start);
    const counts = cuts.map(({ count }) => count);
    const steps = cuts.map(({ step }) => step);
    twins.call("strided_slice", [data], [type(dtype, counts)], { starts, counts, steps });
    const reps = shape.map(() => random(1, 3));
    twins.call(
      "tile",
      [data],
      [
        type(
          dtype,
          shape.map((dim, i) => dim * reps[i]!),
        ),
      ],
      { reps },
    );
    const [n, c, h, w, b] = [random(1, 2), random(1, 3), random(1, 3), random(1, 3), random(1, 3)];
    const layout = pick(["NCHW", "NHWC"]);
    const laid = (channels: number, height: number, width: number): number[] =>
      layout === "NCHW" ? [n, channels, height, width] : [n, height, width, channels];
    const [deep, wide] = [laid(c * b * b, h, w), laid(c, h * b, w * b)];
    const block = { block_size: b, layout, mode: pick(["DCR", "CRD"]) };
    twins.call("nn.depth_to_space", [twins.input(type(dtype, deep))], [type(dtype, wide)], block);
    twins.call("nn.space_to_depth", [twins.input(type(dtype, wide))], [type(dtype, deep)], { ...block, mode: "DCR" });

    const axis = random(0, 3);
    const kind = pick(["int32", "int64"] as const);
    const index = (length: number) => (): never => {
      const found = random(-length - 1, length);
      return (kind === "int64" ? BigInt(found) : found) as never;
    };
    const picked = pick([[], [4], [2, 3]]);
    const taken = [...shape.slice(0, axis), ...picked, ...shape.slice(axis + 1)];
    const constant = twins.constant(tensor(type(kind, picked), index(shape[axis]!)));
    for (const indices of [constant, twins.input(type(kind, picked), index(shape[axis]!))])
      twins.call("take", [data, indices], [type(dtype, taken)], { axis });
    const part = shape.map((dim, i) => (i === axis ? random(1, 4) : random(1, dim)));
    const along = twins.input(type(kind, part), index(shape[axis]!));
    twins.call("gather", [data, along], [type(dtype, part)], { axis });
    const depth = random(1, 3);
    const tuples = twins.input(type(kind, [2, depth]), index(5));
    twins.call("gather_nd", [data, tuples], [type(dtype, [2, ...shape.slice(depth)])], { batch_dims: 0 });
    const batched = twins.input(type(kind, [shape[0]!, 2, 1]), index(shape[1]!));
    twins.call("gather_nd", [data, batched], [type(dtype, [shape[0]!, 2, ...shape.slice(2)])], { batch_dims: 1 });

    const real = pick(["int8", "float32", "int32", "int64"] as const);
    const reduction = real === "int64" ? "none" : pick(["none", "add", "mul", "max", "min"]);
    const small = (): never => (real === "int64" ? BigInt(random(-9, 9)) : random(-9, 9)) as never;
    const target = twins.input(type(real, shape), small);
    const updates = twins.input(type(real, part), small);
    twins.call("scatter_elements", [target, along, updates], [type(real, shape)], { axis, reduction });
    const slices = [2, ...shape.slice(depth)];
    const patch = twins.input(type(real, slices), small);
    if (product(slices) > 0) twins.call("scatter_nd", [target, tuples, patch], [type(real, shape)], { reduction });
  }
}

import { int, text } from "../../graph/attributes.js";
import { channelsFirst, identity, type Value } from "../../graph/value.js";
import { materialize } from "../../operators/elementwise.js";
import { pad } from "../../operators/pad.js";
import { reshape, transpose } from "../../operators/reshape.js";
import { slice } from "../../operators/slice.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { channelsAreFirst, fromChannelsLast, toChannelsLast } from "./layout.js";
import { isSize } from "./window.js";

/** DepthToSpace, SpaceToDepth: blocks of pixels and channels. */
export const blocks = (opType: "DepthToSpace" | "SpaceToDepth"): NodeRule => ({
  emit(call) {
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, materialize(call.g, call.value(0)), first);
    const size = call.number("block_size", 0);
    const [n, h, w, c] = x.shape as [number, number, number, number];
    const deep = opType === "DepthToSpace";
    if (x.shape.length !== 4 || !isSize(size) || (deep ? c % (size * size) : h % size || w % size) !== 0)
      return call.refuse("block_size", size, `one that divides [${x.shape}]`);
    const order = channelsFirst(4);
    const attributes = { blocksize: int(size), ...(deep ? { mode: text("DCR") } : {}) };
    const shape = deep ? [n, h * size, w * size, c / size ** 2] : [n, h / size, w / size, c * size ** 2];
    const name = call.g.node(opType, [call.g.as(x, order)], attributes);
    return fromChannelsLast(call, { name, shape, order, dtype: x.dtype }, first);
  },
});

/** The block's sizes, and amounts before and after as many axes. */
function blockOf(call: NodeCall, x: Value): { block: number[]; amounts: [number, number][] } {
  const [block, flat] = [call.numbers(1), call.numbers(2)];
  const good = block.every(isSize) && block.length < x.shape.length && flat.length === 2 * block.length;
  if (!good || flat.some((n) => n < 0 || n > 2 ** 20))
    return call.refuse("block and amounts", `[${block}], [${flat}]`, "sizes and two amounts for each");
  return { block, amounts: block.map((_, i) => [flat[2 * i]!, flat[2 * i + 1]!]) };
}

/** SpaceToBatchND, as a dilated convolution begins in older graphs: every block-th pixel becomes an image of its own. */
export const spaceToBatch: NodeRule = {
  emit(call) {
    const { g } = call;
    const given = materialize(g, call.value(0));
    const { block, amounts } = blockOf(call, given);
    const m = block.length;
    const rest = given.shape.slice(m + 1);
    const x = pad(g, given, [[0, 0], ...amounts, ...rest.map((): [number, number] => [0, 0])]);
    const space = block.map((size, i) => [x.shape[i + 1]! / size, size] as const);
    if (space.some(([size]) => !Number.isInteger(size)))
      return call.refuse("block", `[${block}]`, `one of [${x.shape}]`);
    const split = reshape(g, x, [x.shape[0]!, ...space.flat(), ...rest]);
    const order = [
      ...block.map((_, i) => 2 * i + 2),
      0,
      ...block.map((_, i) => 2 * i + 1),
      ...rest.map((_, i) => 2 * m + 1 + i),
    ];
    const images = x.shape[0]! * block.reduce((product, size) => product * size, 1);
    return reshape(g, transpose(g, split, order), [images, ...space.map(([size]) => size), ...rest]);
  },
};

/** BatchToSpaceND: the reverse, with the edges cut. */
export const batchToSpace: NodeRule = {
  emit(call) {
    const { g } = call;
    const x = materialize(g, call.value(0));
    const { block, amounts } = blockOf(call, x);
    const m = block.length;
    const [space, rest] = [x.shape.slice(1, m + 1), x.shape.slice(m + 1)];
    const images = x.shape[0]! / block.reduce((product, size) => product * size, 1);
    if (!Number.isInteger(images)) return call.refuse("block", `[${block}]`, `one that divides ${x.shape[0]}`);
    const split = reshape(g, x, [...block, images, ...space, ...rest]);
    const order = [m, ...block.flatMap((_, i) => [m + 1 + i, i]), ...identity(rest.length).map((i) => 2 * m + 1 + i)];
    const sizes = space.map((size, i) => size * block[i]!);
    const whole = reshape(g, transpose(g, split, order), [images, ...sizes, ...rest]);
    const cuts = amounts.map(([before, after], i) => ({ axis: i + 1, start: before, end: sizes[i]! - after }));
    return slice(g, whole, cuts);
  },
};

import { sizeOf, stridesOf } from "../../../../kernels-ref/array.js";
import { normalizeAxis, numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { list } from "../number.js";
import { type CallSite, type Emitter, refuse, suffix } from "./emitter.js";

/** A `struct espdl_reduce` named `reduce`. */
export const reduceText = (site: CallSite): string =>
  `  static const struct espdl_reduce reduce = ${reduceInitializer(site)};`;

/** Its initializer; the axes are those of `reduction` in kernels-ref. */
export function reduceInitializer(site: CallSite): string {
  const { shape } = site.types[0]!;
  if (shape.length > 8) refuse(site, `${shape.length} axes`);
  const all = shape.map((_, axis) => axis);
  const { attributes } = site.call;
  const named = numbersAttribute(attributes, "axis", all).map((axis) => normalizeAxis(axis, shape.length));
  const reduced = all.filter((axis) => named.includes(axis) !== (attributes.exclude === true));
  const kept = all.filter((axis) => !reduced.includes(axis));
  const strides = stridesOf(shape);
  const box = (axes: readonly number[]): string => {
    const pick = (values: readonly number[]): string => list(axes.length > 0 ? axes.map((axis) => values[axis]!) : [1]);
    return `${axes.length}, ${pick(shape)}, ${pick(strides)}`;
  };
  const count = (axes: readonly number[]): number => sizeOf(axes.map((axis) => shape[axis]!));
  const counts = `${count(kept)}, ${count(reduced)}`;
  return `{${counts}, ${box(kept)}, ${box(reduced)}}`;
}

const reducer =
  (name: string, suffixes: Readonly<Record<string, string>>): Emitter =>
  (site) =>
    `${reduceText(site)}\n  espdl_${name}_${suffix(site, suffixes)}(&reduce, ${site.read(0)}, ${site.write(0)});`;

const FLOAT32 = { float32: "f32" };
const ORDERED = { float32: "f32", int8: "s8", uint8: "u8", bool: "u8", int32: "i32", int64: "i64" };

/** Reductions that are called with nothing but the box. */
export const REDUCERS: readonly (readonly [string, Emitter])[] = [
  ["sum", reducer("sum", { float32: "f32", int32: "i32" })],
  ["mean", reducer("mean", FLOAT32)],
  ["max", reducer("max", ORDERED)],
  ["min", reducer("min", ORDERED)],
  ...["prod", "reduce_l1", "reduce_l2", "reduce_log_sum", "reduce_log_sum_exp", "reduce_sum_square"].map(
    (name) => [name, reducer(name, FLOAT32)] as const,
  ),
];

export const emitArgmax: Emitter = (site) => {
  if (site.call.types[0]!.dtype !== "int32") refuse(site, `a result of ${site.call.types[0]!.dtype}`);
  const kernel = `espdl_${site.call.op}_${suffix(site, { float32: "f32", int8: "s8" })}`;
  const last = site.call.attributes.select_last_index === true ? 1 : 0;
  return `${reduceText(site)}\n  ${kernel}(&reduce, ${last}, ${site.read(0)}, ${site.write(0)});`;
};

/** How often the axis of a call runs, its length, and how far apart its elements are. */
export function lanes(site: CallSite): [outer: number, count: number, step: number] {
  const { shape } = site.types[0]!;
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis", -1), shape.length);
  return [sizeOf(shape.slice(0, axis)), shape[axis] as number, sizeOf(shape.slice(axis + 1))];
}

/** `nn.softmax`, `nn.log_softmax` and `nn.hardmax`. */
export const emitSoftmax: Emitter = (site) => {
  const kernel = `espdl_${site.call.op.slice(3)}_${suffix(site, FLOAT32)}`;
  return `  ${kernel}(${lanes(site).join(", ")}, ${site.read(0)}, ${site.write(0)});`;
};

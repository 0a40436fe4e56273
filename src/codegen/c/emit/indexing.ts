import { sizeOf, stridesOf } from "../../../../kernels-ref/array.js";
import { normalizeAxis, numberAttribute, stringAttribute } from "../../../../kernels-ref/attributes.js";
import { itemSize } from "../../../base/tensor/dtype.js";
import { list } from "../number.js";
import { type CallSite, type Emitter, refuse, suffix } from "./emitter.js";

const RANK_MAX = 8;

/** Declares `indices`, input 1. */
function indices(site: CallSite): string {
  const { dtype, shape } = site.types[1]!;
  return `  const struct espdl_indices indices = {${site.read(1)}, ${sizeOf(shape)}, ${itemSize(dtype)}};`;
}

export const emitTake: Emitter = (site) => {
  const { dtype, shape } = site.types[0]!;
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis"), shape.length);
  const bytes = sizeOf(shape.slice(axis + 1)) * itemSize(dtype);
  return [
    indices(site),
    `  static const struct espdl_take take = ${list([sizeOf(shape.slice(0, axis)), shape[axis]!, bytes])};`,
    `  espdl_take(&take, &indices, ${site.read(0)}, ${site.write(0)});`,
  ].join("\n");
};

/** Declares `elements`: the box of the indices in the data. */
function elements(site: CallSite): string {
  const { shape } = site.types[0]!;
  if (shape.length > RANK_MAX) refuse(site, `${shape.length} axes`);
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis"), shape.length);
  const strides = stridesOf(shape);
  const fields = [shape.length, list(site.types[1]!.shape), list(strides.with(axis, 0)), shape[axis], strides[axis]];
  return `  static const struct espdl_elements elements = {${fields.join(", ")}};`;
}

/** Declares `slices`: what the tuples of the indices name in the data. */
function slices(site: CallSite, batchAxes: number): string {
  const { shape } = site.types[0]!;
  const picks = site.types[1]!.shape;
  if (shape.length > RANK_MAX) refuse(site, `${shape.length} axes`);
  const depth = picks.at(-1)!;
  const tuples = sizeOf(picks.slice(0, -1));
  const named = [batchAxes, batchAxes + depth] as const;
  const counts = [
    ...[tuples, depth, sizeOf(shape.slice(batchAxes + depth))],
    ...[Math.max(tuples / Math.max(sizeOf(picks.slice(0, batchAxes)), 1), 1), sizeOf(shape.slice(batchAxes))],
  ];
  const axes = depth === 0 ? ["{0}", "{0}"] : [list(shape.slice(...named)), list(stridesOf(shape).slice(...named))];
  return `  static const struct espdl_slices slices = {${[...counts, ...axes].join(", ")}};`;
}

export const emitGather: Emitter = (site) => {
  const size = itemSize(site.types[0]!.dtype);
  const call = `  espdl_gather(&elements, &indices, ${size}, ${site.read(0)}, ${site.write(0)});`;
  return [indices(site), elements(site), call].join("\n");
};

export const emitGatherNd: Emitter = (site) => {
  const size = itemSize(site.types[0]!.dtype);
  const batchAxes = numberAttribute(site.call.attributes, "batch_dims", 0);
  const call = `  espdl_gather_nd(&slices, &indices, ${size}, ${site.read(0)}, ${site.write(0)});`;
  return [indices(site), slices(site, batchAxes), call].join("\n");
};

/** The reductions of a scatter in the C twin. */
export const REDUCTIONS: Readonly<Record<string, string>> = {
  none: "ESPDL_NONE",
  add: "ESPDL_ADD",
  mul: "ESPDL_MULTIPLY",
  max: "ESPDL_MAXIMUM",
  min: "ESPDL_MINIMUM",
};

function scatter(site: CallSite, name: "elements" | "slices", declaration: string): string {
  const kind = suffix(site, { float32: "f32", int8: "i8", int32: "i32", int64: "i64" });
  const reduction = REDUCTIONS[stringAttribute(site.call.attributes, "reduction", "none")];
  const { dtype, shape } = site.types[0]!;
  const kernel = `espdl_scatter_${name === "slices" ? "nd" : name}_${kind}`;
  return [
    indices(site),
    declaration,
    `  memcpy(${site.write(0)}, ${site.read(0)}, ${sizeOf(shape) * itemSize(dtype)});`,
    `  ${kernel}(&${name}, &indices, ${reduction}, ${site.read(2)}, ${site.write(0)});`,
  ].join("\n");
}

export const emitScatterElements: Emitter = (site) => scatter(site, "elements", elements(site));
export const emitScatterNd: Emitter = (site) => scatter(site, "slices", slices(site, 0));

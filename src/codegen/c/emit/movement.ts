import { sizeOf, stridesOf } from "../../../../kernels-ref/array.js";
import {
  normalizeAxis,
  numberAttribute,
  numbersAttribute,
  stringAttribute,
} from "../../../../kernels-ref/attributes.js";
import { broadcastStrides } from "../../../../kernels-ref/broadcast.js";
import { blockBoxOf } from "../../../../kernels-ref/space-blocks.js";
import { tileBox } from "../../../../kernels-ref/tile.js";
import { itemSize } from "../../../base/tensor/dtype.js";
import { cType, list, numberLiteral } from "../number.js";
import { type CallSite, type Emitter, refuse } from "./emitter.js";

/** A box to copy: shape, and start and strides on both sides. */
export interface Copy {
  readonly shape: readonly number[];
  readonly from: readonly number[];
  readonly fromStart?: number;
  readonly to: readonly number[];
  readonly toStart?: number;
}

const RANK_MAX = 8;

/** One `espdl_copy_box` from an input to an output, its axes merged where both sides run on. */
export function copy(site: CallSite, name: string, input: number, output: number, box: Copy): string {
  const { shape, from, to } = merged(box);
  if (shape.length > RANK_MAX) refuse(site, `${shape.length} axes`);
  const size = itemSize(site.types[input]!.dtype);
  const at = (pointer: string, start = 0): string => (start === 0 ? pointer : `${pointer} + ${start}`);
  return [
    `  static const struct espdl_box ${name} = {${shape.length}, ${list(shape)}, ${list(from)}, ${list(to)}};`,
    `  espdl_copy_box(&${name}, ${size}, ${at(site.read(input), box.fromStart)}, ${at(site.write(output), box.toStart)});`,
  ].join("\n");
}

/** The same elements in as few axes as both sides allow. */
export function merged({ shape, from, to }: Copy): Copy {
  const axes: { length: number; from: number; to: number }[] = [];
  shape.forEach((length, axis) => {
    if (length === 1) return;
    const last = axes.at(-1);
    const inner = { length, from: from[axis] as number, to: to[axis] as number };
    if (last !== undefined && last.from === inner.from * length && last.to === inner.to * length)
      axes[axes.length - 1] = { ...inner, length: last.length * length };
    else axes.push(inner);
  });
  if (axes.length === 0) axes.push({ length: 1, from: 1, to: 1 });
  return { shape: axes.map((a) => a.length), from: axes.map((a) => a.from), to: axes.map((a) => a.to) };
}

function permute(site: CallSite, axes: readonly number[]): string {
  const strides = stridesOf(site.types[0]!.shape);
  const { shape } = site.call.types[0]!;
  return copy(site, "box", 0, 0, { shape, from: axes.map((axis) => strides[axis] as number), to: stridesOf(shape) });
}

export const emitTranspose: Emitter = (site) => {
  const rank = site.types[0]!.shape.length;
  const reversed = Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  return permute(
    site,
    numbersAttribute(site.call.attributes, "axes", reversed).map((axis) => normalizeAxis(axis, rank)),
  );
};

export const emitLayoutTransform: Emitter = (site) => {
  const source = stringAttribute(site.call.attributes, "src_layout");
  const target = stringAttribute(site.call.attributes, "dst_layout");
  return permute(
    site,
    [...target].map((letter) => source.indexOf(letter)),
  );
};

export const emitConcatenate: Emitter = (site) => {
  const { shape } = site.call.types[0]!;
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis", 0), shape.length);
  const strides = stridesOf(shape);
  let start = 0;
  const copies = site.types.map((type, input) => {
    const toStart = start * strides[axis]!;
    start += type.shape[axis] as number;
    return copy(site, `box${input}`, input, 0, {
      shape: type.shape,
      from: stridesOf(type.shape),
      to: strides,
      toStart,
    });
  });
  return copies.join("\n");
};

export const emitSplit: Emitter = (site) => {
  const { shape } = site.types[0]!;
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis", 0), shape.length);
  const strides = stridesOf(shape);
  let start = 0;
  const copies = site.call.types.map((type, output) => {
    const fromStart = start * strides[axis]!;
    start += type.shape[axis] as number;
    const to = stridesOf(type.shape);
    return copy(site, `box${output}`, 0, output, { shape: type.shape, from: strides, fromStart, to });
  });
  return copies.join("\n");
};

export const emitPad: Emitter = (site) => {
  const { call, types, constants } = site;
  const value = constants[1];
  const { shape, dtype } = call.types[0]!;
  if (value === undefined || (call.attributes.pad_mode ?? "constant") !== "constant") refuse(site, "this padding");
  const strides = stridesOf(shape);
  const before = (call.attributes.pad_width as readonly (readonly number[])[]).map(([width]) => width as number);
  const toStart = before.reduce((sum, width, axis) => sum + width * strides[axis]!, 0);
  const fill = numberLiteral(dtype, dtype === "int64" ? BigInt(value.item()) : value.item());
  return [
    `  ${cType(dtype)} *out = ${site.write(0)};`,
    "  int32_t i;",
    `  for (i = 0; i < ${sizeOf(shape)}; i++) out[i] = ${fill};`,
    copy(site, "box", 0, 0, { shape: types[0]!.shape, from: stridesOf(types[0]!.shape), to: strides, toStart }),
  ].join("\n");
};

export const emitRepeat: Emitter = (site) => {
  const { shape } = site.types[0]!;
  const repeats = numberAttribute(site.call.attributes, "repeats");
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis", 0), shape.length);
  const slices = sizeOf(shape.slice(0, axis + 1));
  const inner = sizeOf(shape.slice(axis + 1));
  const box = { shape: [slices, repeats, inner], from: [inner, 0, 1], to: [repeats * inner, inner, 1] };
  return copy(site, "box", 0, 0, box);
};

export const emitBroadcast: Emitter = (site) => {
  const { shape } = site.call.types[0]!;
  return copy(site, "box", 0, 0, { shape, from: broadcastStrides(site.types[0]!.shape, shape), to: stridesOf(shape) });
};

export const emitStridedSlice: Emitter = (site) => {
  const { shape } = site.call.types[0]!;
  const starts = numbersAttribute(site.call.attributes, "starts");
  const steps = numbersAttribute(site.call.attributes, "steps");
  const strides = stridesOf(site.types[0]!.shape);
  const fromStart = strides.reduce((sum, stride, axis) => sum + stride * starts[axis]!, 0);
  const from = strides.map((stride, axis) => stride * steps[axis]!);
  return copy(site, "box", 0, 0, { shape, from, fromStart, to: stridesOf(shape) });
};

export const emitTile: Emitter = (site) =>
  copy(site, "box", 0, 0, tileBox(site.types[0]!.shape, site.call.types[0]!.shape));

export const emitDepthToSpace: Emitter = (site) => {
  const { shape, deep, wide } = blockBoxOf(site.types[0]!.shape, site.call.types[0]!.shape, site.call.attributes);
  return copy(site, "box", 0, 0, { shape, from: deep, to: wide });
};

export const emitSpaceToDepth: Emitter = (site) => {
  const { shape, deep, wide } = blockBoxOf(site.call.types[0]!.shape, site.types[0]!.shape, site.call.attributes);
  return copy(site, "box", 0, 0, { shape, from: wide, to: deep });
};

import { sizeOf, stridesOf } from "../../../../../kernels-ref/array.js";
import { numberAttribute, numbersAttribute, stringAttribute } from "../../../../../kernels-ref/attributes.js";
import { padSources } from "../../../../../kernels-ref/espdl/pad.js";
import { itemSize } from "../../../../base/tensor/dtype.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import { cType, list, numberLiteral } from "../../number.js";
import { type CallSite, type Emitter, refuse } from "../emitter.js";
import { REDUCTIONS } from "../indexing.js";
import { copy } from "../movement.js";
import { suffixOf } from "./numbers.js";

const bytesOf = ({ dtype, shape }: CallSite["types"][number]): number => sizeOf(shape) * itemSize(dtype);

/** Slices of `bytes` bytes that constant indices name, in each of `blocks` blocks of `length`. */
function take(site: CallSite, indices: readonly number[], blocks: number, length: number, bytes: number): string {
  const stored = site.store(new Tensor("int32", [indices.length], Int32Array.from(indices)), "constant");
  return [
    `  const struct espdl_indices indices = {${stored}, ${indices.length}, 4};`,
    `  static const struct espdl_take take = ${list([blocks, length, bytes])};`,
    `  espdl_take(&take, &indices, ${site.read(0)}, ${site.write(0)});`,
  ].join("\n");
}

export const emitDlGather: Emitter = (site) => {
  const { dtype, shape } = site.types[0]!;
  const axis = numberAttribute(site.call.attributes, "axis");
  const bytes = sizeOf(shape.slice(axis + 1)) * itemSize(dtype);
  const indices = numbersAttribute(site.call.attributes, "indices");
  return take(site, indices, sizeOf(shape.slice(0, axis)), shape[axis]!, bytes);
};

export const emitDlReverseSequence: Emitter = (site) => {
  const { dtype, shape } = site.types[0]!;
  const [batchAxis, timeAxis] = ["batch_axis", "time_axis"].map((name) => numberAttribute(site.call.attributes, name));
  const lengths = numbersAttribute(site.call.attributes, "lengths");
  const [rows, columns] = shape as [number, number];
  const indices = Array.from({ length: rows * columns }, (_, slot) => {
    const position = [Math.floor(slot / columns), slot % columns] as [number, number];
    const [length, time] = [lengths[position[batchAxis!]!]!, position[timeAxis!]!];
    if (time < length) position[timeAxis!] = length - 1 - time;
    return position[0] * columns + position[1];
  });
  return take(site, indices, 1, rows * columns, sizeOf(shape.slice(2)) * itemSize(dtype));
};

export const emitDlInsertZeros: Emitter = (site) => {
  const { shape } = site.types[0]!;
  const stride = numbersAttribute(site.call.attributes, "stride");
  const to = stridesOf(site.call.types[0]!.shape).map((step, axis, all) =>
    axis === 0 || axis === all.length - 1 ? step : step * stride[axis - 1]!,
  );
  return `  memset(${site.write(0)}, 0, ${bytesOf(site.call.types[0]!)});
${copy(site, "box", 0, 0, { shape, from: stridesOf(shape), to })}`;
};

/** Without a second input the earlier frames are zeros, as after a reset. */
export const emitDlStreamingCache: Emitter = (site) => {
  const bytes = bytesOf(site.types[0]!);
  const cached = bytesOf(site.call.types[0]!) - bytes;
  const out = `(uint8_t *)${site.write(0)}`;
  const first = site.types.length > 1 ? `memcpy(${out}, ${site.read(1)}, ${cached})` : `memset(${out}, 0, ${cached})`;
  return `  ${first};\n  memcpy(${out} + ${cached}, ${site.read(0)}, ${bytes});`;
};

export const emitDlPad: Emitter = (site) => {
  const { attributes, types } = site.call;
  const { dtype, shape } = types[0]!;
  if (shape.length === 0 || shape.length > 8) refuse(site, `${shape.length} axes`);
  const from = site.types[0]!.shape;
  if (from.some((length) => length > 32767)) refuse(site, "an axis of more than 32767 elements");
  const mode = stringAttribute(attributes, "mode");
  const sources = padSources(from, numbersAttribute(attributes, "pads"), mode).flatMap((axis) => [...axis]);
  const value = Tensor.zeros(dtype, [1]);
  value.data[0] = numberAttribute(attributes, "value") as never;
  return [
    `  static const int16_t sources[] = ${list(sources)};`,
    `  static const struct espdl_take_axes take = {${shape.length}, ${list(shape)}, ${list(stridesOf(from))}, sources};`,
    `  static const ${cType(dtype)} fill = ${numberLiteral(dtype, value.data[0]!)};`,
    `  espdl_take_axes(&take, ${itemSize(dtype)}, ${site.read(0)}, &fill, ${site.write(0)});`,
  ].join("\n");
};

export const emitDlScatterNd: Emitter = (site) => {
  const offsets = numbersAttribute(site.call.attributes, "offsets");
  const size = offsets.length === 0 ? 0 : sizeOf(site.types[1]!.shape) / offsets.length;
  const stored = site.store(new Tensor("int32", [offsets.length], Int32Array.from(offsets)), "constant");
  const reduction = REDUCTIONS[stringAttribute(site.call.attributes, "reduction")] ?? REDUCTIONS.none;
  return [
    `  static const struct dl_scatter scatter = {${[offsets.length, size, reduction].join(", ")}};`,
    `  memcpy(${site.write(0)}, ${site.read(0)}, ${bytesOf(site.types[0]!)});`,
    `  dl_scatter_nd_${suffixOf(site)}(&scatter, ${stored}, ${site.read(1)}, ${site.write(0)});`,
  ].join("\n");
};

import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Taps } from "../product/model.js";
import { unknownInput } from "../product/unknown.js";
import { reinterpret } from "../reinterpret.js";

/** The image is read in another layout, from another address, as unsigned bytes, or from another tensor's buffer. */
export const inputReading: TapsFamily = {
  family: "input-reading",
  changes({ taps }, { others, inputsWritten }) {
    const { geometry, x, rows } = taps;
    const { image, imageStride } = geometry;
    const changes: TapsChange[] = [];
    const image2d = image.h * image.w > 1;
    if (image2d && image.c > 1) {
      changes.push({
        ...{ cause: "nchw", text: "the image lies as NHWC and is read as NCHW", bits: 3 },
        look: "a layout_transform that is missing or done twice before this layer",
        taps: {
          ...taps,
          geometry: { ...geometry, imageStride: { n: imageStride.n, c: image.h * image.w, h: image.w, w: 1 } },
        },
      });
      changes.push({
        ...{ cause: "stored-nchw", text: "the image lies as NCHW and is read as NHWC", bits: 3 },
        look: "a layout_transform that is missing or done twice before this layer",
        taps: { ...taps, x: toNchw(x, image) },
      });
    }
    if (image2d && image.h === image.w) {
      changes.push({
        ...{ cause: "rows-columns", text: "the image's rows and columns are swapped", bits: 5 },
        look: "the order of height and width in the call and in the exporter",
        taps: {
          ...taps,
          geometry: { ...geometry, imageStride: { ...imageStride, h: imageStride.w, w: imageStride.h } },
        },
      });
    }
    const unknown = unknownInput(taps);
    for (const by of distances(image)) {
      if (Math.abs(by) >= x.length) continue;
      changes.push({
        ...{ cause: `offset${by > 0 ? "+" : ""}${by}`, bits: 7 },
        text: `the input is read ${Math.abs(by)} byte${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
        look: "the address and alignment of the input's buffer in the arena",
        taps: { ...taps, x: moved(x, by, 0) },
        beyond: unknown(moved(new Int8Array(x.length), by, 1)),
      });
    }
    changes.push(
      {
        ...{ cause: "unsigned", text: "the input is read as unsigned bytes", bits: 4 },
        look: "the type of the input pointer in the kernel: int8_t, not uint8_t",
        taps: { ...taps, x: Int16Array.from(x, (value) => value & 255) },
      },
      {
        ...{ cause: "unsigned-weights", text: "the weights are read as unsigned bytes", bits: 4 },
        look: "the type of the weights' pointer in the kernel: int8_t, not uint8_t",
        taps: { ...taps, rows: Int16Array.from(rows, (value) => value & 255) },
      },
    );
    if (inputsWritten === undefined)
      changes.push({
        ...{ cause: "zero", text: "the input is all zeros: its buffer was never written", bits: 4 },
        look: "which buffer the call names, and whether the layer before ran",
        taps: { ...taps, x: new Int8Array(x.length) },
      });
    for (const [cause, text, value] of VALUES)
      changes.push({
        ...{ cause, text, bits: 6, look: "what is done to each byte of the input before it is multiplied" },
        taps: { ...taps, x: Int16Array.from(x, value) },
      });
    for (const [cause, text, from] of mirrors(image))
      changes.push({
        ...{ cause, text, bits: 5, look: "the order in which the image is read or written before this layer" },
        taps: { ...taps, x: placed(x, geometry.image, imageStride, from) },
      });
    for (const { id, tensor, constant } of others) {
      const bytes = reinterpret(tensor, "int8") as Int8Array;
      if (constant || bytes.length < x.length || tensor.data === x) continue;
      changes.push({
        ...{ cause: `of ${id}`, text: `the input is the buffer of ${id}`, bits: 3 + Math.log2(others.length + 1) },
        look: "the buffer that the call names as its input; or the memory plan: who overwrote it",
        taps: { ...taps, x: bytes.subarray(0, x.length) },
      });
    }
    return changes;
  },
};

/** The elements `by` later; `beyond` where there are none. */
function moved(x: Taps["x"], by: number, beyond: number): Int8Array {
  const result = new Int8Array(x.length).fill(beyond);
  if (by > 0) result.set(x.subarray(by));
  else result.set(x.subarray(0, by), -by);
  return result;
}

/** The bytes of an NHWC image as they would lie in NCHW. */
function toNchw(x: Int8Array | Int16Array, { n, h, w, c }: { n: number; h: number; w: number; c: number }): Int8Array {
  const result = new Int8Array(x.length);
  let to = 0;
  for (let a = 0; a < n; a++)
    for (let d = 0; d < c; d++) for (let b = 0; b < h * w; b++) result[to++] = x[(a * h * w + b) * c + d]!;
  return result;
}

const VALUES: readonly (readonly [string, string, (value: number) => number])[] = [
  ["relu", "negative inputs are taken as 0", (value) => Math.max(value, 0)],
  ["absolute", "the input is taken without its sign", (value) => Math.abs(value)],
  ["negated", "the input is taken with its sign turned", (value) => -value],
  ["half", "the input is halved (rounded down)", (value) => value >> 1],
  ["doubled", "the input is doubled", (value) => value * 2],
  ["plus-128", "128 is added to the input: it is taken for uint8 with zero point 128", (value) => value + 128],
  ["minus-128", "128 is subtracted from the input as if it were uint8", (value) => value - 128],
  ["sign-bit", "the input's highest bit is turned (uint8 taken for int8)", (value) => ((value ^ 128) << 24) >> 24],
  ["seven-bits", "the input loses its highest bit", (value) => value & 127],
  ["limit", "the input is limited to −127 … 127", (value) => Math.max(value, -127)],
  ["shift-4", "the input loses its lowest four bits", (value) => value & ~15],
];

type Place = (y: number, x: number, c: number) => readonly [number, number, number];

/** Images that are turned round. */
function mirrors({ h, w, c }: { h: number; w: number; c: number }): (readonly [string, string, Place])[] {
  const places: (readonly [string, string, Place])[] = [];
  if (w > 1)
    places.push([
      "mirrored",
      "the image is mirrored: its columns are in reverse order",
      (y, x, k) => [y, w - 1 - x, k],
    ]);
  if (h > 1)
    places.push([
      "upside-down",
      "the image is upside down: its rows are in reverse order",
      (y, x, k) => [h - 1 - y, x, k],
    ]);
  if (h > 1 && w > 1) places.push(["turned", "the image is turned by 180°", (y, x, k) => [h - 1 - y, w - 1 - x, k]]);
  if (c > 1)
    places.push([
      "channels",
      "the image's channels are in reverse order (BGR for RGB)",
      (y, x, k) => [y, x, c - 1 - k],
    ]);
  return places;
}

interface Axes {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
}

function placed(x: Taps["x"], { n, h, w, c }: Axes, stride: Axes, from: Place): Int8Array {
  const result = new Int8Array(x.length);
  for (let image = 0; image < n; image++)
    for (let row = 0; row < h; row++)
      for (let column = 0; column < w; column++)
        for (let k = 0; k < c; k++) {
          const [a, b, d] = from(row, column, k);
          const at = image * stride.n;
          result[at + row * stride.h + column * stride.w + k * stride.c] =
            x[at + a * stride.h + b * stride.w + d * stride.c]!;
        }
  return result;
}

/** Bytes that an address may be off by: a few, a few pixels, a row, blocks. */
function distances({ w, c }: Axes): number[] {
  const near = Array.from({ length: 16 }, (_, k) => k + 1);
  const far = [c, 2 * c, 3 * c, 4 * c, w * c, 2 * w * c, 24, 32, 48, 64, 128, 256];
  return [...new Set([...near, ...far])].flatMap((by) => [by, -by]);
}

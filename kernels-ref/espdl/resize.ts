import type { Rounding } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import { numberAttribute, numbersAttribute, stringAttribute } from "../attributes.js";
import type { Attributes, Kernel } from "../operator.js";
import type { VectorUnit } from "../vector-unit.js";
import { asImage, spatialPair } from "./image.js";
import { quantizeFloat, roundFloat, scaleOf } from "./rounding.js";
import { rescale } from "./scale-byte.js";

const { fround } = Math;

/**
 * `espdl.resize` of int8, [N, H, W, C] or [N, W, C], `mode` nearest or linear. `scales` (vertical, horizontal, float32)
 * are output over input length; with `align_corners` linear takes (length − 1) over (length − 1) instead.
 * Law: only the first image of a batch is resized.
 */
export const resize: Kernel = ([data], attributes, [output], { rounding, vector }) => {
  const image = asImage(data);
  const result = asImage(output);
  if (stringAttribute(attributes, "mode") === "nearest") nearest(image, result, attributes, rounding, vector);
  else linear(image, result, attributes, rounding);
};

/**
 * Position y takes row ⌊y / scale⌋ (asymmetric). In plain C the rescaled integer is stored without saturation: int8 wraps.
 * Vector units saturate, see `rescale`; how the ESP32-P4 rounds is not pinned.
 */
function nearest(
  data: NdArray,
  output: NdArray,
  attributes: Attributes,
  rounding: Rounding,
  vector: VectorUnit | undefined,
): void {
  const [, height, width, channels] = data.shape;
  const [, outHeight, outWidth] = output.shape;
  const [vertical, horizontal] = spatialPair(numbersAttribute(attributes, "scales"), 1).map((scale) =>
    fround(1 / fround(scale)),
  );
  const rescaled = rescaledTable(attributes, rounding, vector);
  const x = data.data as Int8Array;
  const out = output.data;
  let to = 0;
  for (let y = 0; y < outHeight; y++) {
    const row = Math.min(Math.trunc(fround(y * vertical)), height - 1) * width;
    for (let column = 0; column < outWidth; column++) {
      const from = (row + Math.min(Math.trunc(fround(column * horizontal)), width - 1)) * channels;
      for (let c = 0; c < channels; c++) out[to++] = rescaled[x[from + c] + 128];
    }
  }
}

/** What every int8 becomes on the output's exponent. */
export function rescaledTable(attributes: Attributes, rounding: Rounding, vector: VectorUnit | undefined): Int8Array {
  const exponent = numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent");
  const factor = scaleOf(exponent);
  const mode = vector?.chip === "esp32p4" ? vector.resizeRounding : rounding;
  return Int8Array.from({ length: 256 }, (_, i) =>
    vector === undefined ? roundFloat((i - 128) * factor, rounding) : rescale(i - 128, -exponent, 8, mode, -128, 127),
  );
}

/** Blends along x, then along y: a · (1 − t) + b · t, every product and sum rounded to float32. */
function linear(data: NdArray, output: NdArray, attributes: Attributes, rounding: Rounding): void {
  const [, height, width, channels] = data.shape;
  const [, outHeight, outWidth] = output.shape;
  const isImage = numbersAttribute(attributes, "scales").length === 2;
  const scales = spatialPair(numbersAttribute(attributes, "scales"), 1);
  const rows = taps(height, outHeight, scales[0], attributes);
  const columns = taps(width, outWidth, scales[1], attributes);
  const scale = scaleOf(numberAttribute(attributes, "input_exponent"));
  const rescale = scaleOf(-numberAttribute(attributes, "output_exponent"));
  const x = data.data as Int8Array;
  const out = output.data;
  let to = 0;
  for (let y = 0; y < outHeight; y++) {
    const upper = rows[y].first * width;
    const lower = isImage ? Math.min(rows[y].first + 1, height - 1) * width : upper;
    for (let column = 0; column < outWidth; column++) {
      const { first, before, after } = columns[column];
      const next = Math.min(first + 1, width - 1);
      for (let c = 0; c < channels; c++) {
        const top = blend(
          x[(upper + first) * channels + c] * scale,
          x[(upper + next) * channels + c] * scale,
          before,
          after,
        );
        const bottom = blend(
          x[(lower + first) * channels + c] * scale,
          x[(lower + next) * channels + c] * scale,
          before,
          after,
        );
        const value = isImage ? blend(top, bottom, rows[y].before, rows[y].after) : top;
        out[to++] = quantizeFloat(fround(value * rescale), rounding, -128, 127);
      }
    }
  }
}

/** Where a position of the output lies between two of the input. */
export interface Taps {
  readonly first: number;
  /** Weights of the element at `first` and of the one behind it. */
  readonly before: number;
  readonly after: number;
}

export function taps(inputs: number, outputs: number, scale: number, attributes: Attributes): Taps[] {
  const aligned = attributes.align_corners === true;
  const inverse = fround(1 / (aligned ? fround((outputs - 1) / (inputs - 1)) : fround(scale)));
  return Array.from({ length: outputs }, (_, position) => {
    const source = aligned ? fround(position * inverse) : fround(fround((position + 0.5) * inverse) - 0.5);
    const first = Math.floor(source);
    if (first < 0 || inputs === 1) return { first: 0, before: 1, after: 0 };
    if (first >= inputs - 1) return { first: inputs - 2, before: 0, after: 1 };
    const after = fround(source - first);
    return { first, before: fround(1 - after), after };
  });
}

function blend(a: number, b: number, before: number, after: number): number {
  return fround(fround(a * before) + fround(b * after));
}

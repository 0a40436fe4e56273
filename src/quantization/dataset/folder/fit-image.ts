import { UserError } from "../../../base/errors.js";
import type { Image } from "./image.js";
import type { ImageRecipe } from "./recipe.js";

/** Values of 0 … 255 of an image, row after row, the channels of a pixel side by side. */
interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** Weights of red, green and blue in gray (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114];
const ORDERS = { rgb: [0, 1, 2], bgr: [2, 1, 0] } as const;

/**
 * An image as a recipe says: resized (bilinear, pixel centres), its middle cut out, channels chosen, scaled, laid out.
 * @throws UserError when the crop is larger than the image.
 */
export function fitImage(image: Image, recipe: ImageRecipe, path: string): Float32Array {
  const { resize, crop } = recipe;
  let pixels = channelsOf(image, recipe.channels);
  if (resize !== undefined) {
    const { height, width } = pixels;
    const factor = typeof resize === "number" ? resize / Math.min(height, width) : 1;
    const [toHeight, toWidth] =
      typeof resize === "number" ? [Math.round(height * factor), Math.round(width * factor)] : resize;
    pixels = resized(pixels, toHeight, toWidth);
  }
  if (crop !== undefined) pixels = cropped(pixels, crop, path);
  return laidOut(pixels, recipe);
}

function channelsOf({ height, width, data }: Image, channels: ImageRecipe["channels"]): Pixels {
  const count = channels === "gray" ? 1 : 3;
  const result = new Float32Array(height * width * count);
  for (let i = 0; i < height * width; i++) {
    if (channels === "gray")
      result[i] = LUMA[0]! * data[4 * i]! + LUMA[1]! * data[4 * i + 1]! + LUMA[2]! * data[4 * i + 2]!;
    else for (let c = 0; c < 3; c++) result[3 * i + c] = data[4 * i + ORDERS[channels][c]!]!;
  }
  return { height, width, channels: count, data: result };
}

function resized({ height, width, channels, data }: Pixels, toHeight: number, toWidth: number): Pixels {
  const result = new Float32Array(toHeight * toWidth * channels);
  for (let y = 0; y < toHeight; y++) {
    const [top, bottom, down] = neighbours(((y + 0.5) * height) / toHeight - 0.5, height);
    for (let x = 0; x < toWidth; x++) {
      const [left, right, across] = neighbours(((x + 0.5) * width) / toWidth - 0.5, width);
      for (let c = 0; c < channels; c++) {
        const at = (row: number, column: number): number => data[(row * width + column) * channels + c]!;
        const above = at(top, left) * (1 - across) + at(top, right) * across;
        const below = at(bottom, left) * (1 - across) + at(bottom, right) * across;
        result[(y * toWidth + x) * channels + c] = above * (1 - down) + below * down;
      }
    }
  }
  return { height: toHeight, width: toWidth, channels, data: result };
}

/** The two positions around a coordinate, and its distance from the first. */
function neighbours(at: number, size: number): [number, number, number] {
  const inside = Math.min(Math.max(at, 0), size - 1);
  const first = Math.floor(inside);
  return [first, Math.min(first + 1, size - 1), inside - first];
}

function cropped(
  { height, width, channels, data }: Pixels,
  [toHeight, toWidth]: readonly [number, number],
  path: string,
) {
  if (toHeight > height || toWidth > width)
    throw new UserError(
      `${path}: ${height} × ${width} pixels, expected at least the crop of ${toHeight} × ${toWidth}; give a resize`,
    );
  const top = Math.floor((height - toHeight) / 2);
  const left = Math.floor((width - toWidth) / 2);
  const result = new Float32Array(toHeight * toWidth * channels);
  for (let y = 0; y < toHeight; y++) {
    const from = ((top + y) * width + left) * channels;
    result.set(data.subarray(from, from + toWidth * channels), y * toWidth * channels);
  }
  return { height: toHeight, width: toWidth, channels, data: result };
}

function laidOut({ height, width, channels, data }: Pixels, { mean, scale, layout }: ImageRecipe): Float32Array {
  const means = [mean].flat();
  const scales = [scale].flat();
  const area = height * width;
  return Float32Array.from({ length: data.length }, (_, i) => {
    const channel = layout === "nchw" ? Math.floor(i / area) : i % channels;
    const value = layout === "nchw" ? data[(i % area) * channels + channel]! : data[i]!;
    return (value - means[channel % means.length]!) * scales[channel % scales.length]!;
  });
}

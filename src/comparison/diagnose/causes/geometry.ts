import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Product, Taps } from "../product/model.js";
import { unknownInput, unknownWeights } from "../product/unknown.js";
import { blockOrder } from "../product/weight-order.js";

const SHAPE = "the shapes that the call hands its kernel: height, width, groups";

/** Shapes that are handed over otherwise: height and width exchanged, no groups, rows of the image another distance apart. */
export const geometry: TapsFamily = {
  family: "geometry",
  changes(product) {
    return [...exchanged(product.taps), ...ungrouped(product), ...pitches(product.taps)];
  },
};

function exchanged(taps: Taps): TapsChange[] {
  const { image, imageStride } = taps.geometry;
  if (image.h === image.w || imageStride.c !== 1) return [];
  return [
    {
      ...{ cause: "height-width", text: "height and width of the image are exchanged", bits: 3 },
      look: SHAPE,
      taps: {
        ...taps,
        geometry: {
          ...taps.geometry,
          image: { ...image, h: image.w, w: image.h },
          imageStride: { ...imageStride, h: image.h * imageStride.w },
        },
      },
    },
  ];
}

/** Every output channel sees all channels of the image, with weights read as if they were that many. */
function ungrouped({ taps, orders }: Product): TapsChange[] {
  const { image, output, groupInputs, kernelHeight, kernelWidth } = taps.geometry;
  if (groupInputs === image.c) return [];
  const geometry = { ...taps.geometry, groupInputs: image.c, groupOutputs: output.c };
  const { offsets } = blockOrder(geometry);
  const memory = new Int8Array(taps.rows.length);
  for (const [i, offset] of orders[0].offsets.entries()) memory[offset] = taps.rows[i]!;
  const size = output.c * kernelHeight * kernelWidth * image.c;
  const rows = Int8Array.from({ length: size }, (_, i) => memory[offsets[i]!] ?? 0);
  const marks = Int8Array.from({ length: size }, (_, i) => (offsets[i]! < memory.length ? 0 : 1));
  const whole = { ...taps, geometry, rows };
  return [
    {
      ...{
        cause: "groups",
        text: "the layer is computed without groups: every output channel sees all inputs",
        bits: 4,
      },
      look: SHAPE,
      taps: whole,
      beyond: unknownWeights(whole)(marks),
    },
  ];
}

function pitches(taps: Taps): TapsChange[] {
  const { imageStride, image, kernelHeight, dilation } = taps.geometry;
  if (kernelHeight < 2 || image.h < 2) return [];
  const pixel = imageStride.w;
  const steps: [number, string][] = [
    [-pixel, "one pixel too small"],
    [pixel, "one pixel too large"],
    [-2 * pixel, "two pixels too small"],
    [2 * pixel, "two pixels too large"],
    [-dilation[0] * imageStride.h, "0: every kernel row reads the same row of the image"],
    ...(pixel > 1
      ? ([
          [-1, "one element too small"],
          [1, "one element too large"],
        ] as [number, string][])
      : []),
  ];
  return steps.map(([by, words]) => {
    const behind = Math.max(0, by) * kernelHeight;
    const x = new Int8Array(taps.x.length + behind);
    x.set(taps.x);
    const marks = new Int8Array(x.length).fill(1, taps.x.length);
    const changed = { ...taps, x, rowStep: by };
    return {
      cause: `pitch${by}`,
      text: `the step from one row of the image to the next is ${words}`,
      look: "the kernel's row step: width times channels (times dilation)",
      bits: 6,
      taps: changed,
      ...(behind > 0 && { beyond: unknownInput(changed)(marks) }),
    };
  });
}

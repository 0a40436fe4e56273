import type { TapsFamily } from "../product/change.js";

/** Vector loads that ignore the low bits of an address. */
export const alignment: TapsFamily = {
  family: "alignment",
  changes({ taps }) {
    const { c, h, w } = taps.geometry.image;
    if (h * w === 1) return [];
    return [16, 8, 4]
      .filter((bytes) => c % bytes !== 0)
      .flatMap((bytes) =>
        (["pixel", "tap"] as const).map((each) => ({
          cause: `${bytes} ${each}`,
          text: `the address of ${each === "pixel" ? "each window's first pixel" : "each pixel"} is rounded down to a multiple of ${bytes} (an aligned load), and pixels are ${c} bytes long`,
          look: "the load instruction's alignment, and whether the kernel is for channels that are a multiple of its vector",
          bits: 5,
          taps: { ...taps, aligned: { bytes, each } },
        })),
      );
  },
};

import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Taps } from "../product/model.js";

const LOOK = "the padding of the call: top, bottom, left, right, and the value in the border";

/** The image's border: other widths, the other side, another value. */
export const padding: TapsFamily = {
  family: "padding",
  changes({ taps }) {
    const { geometry } = taps;
    const { kernelHeight, kernelWidth, dilation, top, left } = geometry;
    if (kernelHeight * kernelWidth === 1 && top === 0 && left === 0) return [];
    const changes: TapsChange[] = [];
    const reach = [(kernelHeight - 1) * dilation[0], (kernelWidth - 1) * dilation[1]] as const;
    for (let y = 0; y <= Math.max(reach[0], top); y++) {
      for (let x = 0; x <= Math.max(reach[1], left); x++) {
        if (y === top && x === left) continue;
        const swapped = y === left && x === top;
        const otherSide = y === reach[0] - top && x === reach[1] - left;
        changes.push({
          cause: `top${y}-left${x}`,
          text: text(y, x, top, left),
          look: LOOK,
          bits: (y === 0 && x === 0) || swapped || otherSide ? 3 : 5,
          taps: { ...taps, geometry: { ...geometry, top: y, left: x } },
        });
      }
    }
    return [...changes, ...values(taps)];
  },
};

function text(y: number, x: number, top: number, left: number): string {
  if (y === 0 && x === 0) return "the padding is on the other side or missing: 0 above and left";
  return `the padding is ${y} above and ${x} left of the image instead of ${top} and ${left}`;
}

function values(taps: Taps): TapsChange[] {
  const { geometry } = taps;
  const bottom =
    (geometry.output.h - 1) * geometry.strides[0] - geometry.top + (geometry.kernelHeight - 1) * geometry.dilation[0];
  const right =
    (geometry.output.w - 1) * geometry.strides[1] - geometry.left + (geometry.kernelWidth - 1) * geometry.dilation[1];
  if (geometry.top === 0 && geometry.left === 0 && bottom < geometry.image.h && right < geometry.image.w) return [];
  const change = (cause: string, words: string, bits: number, outside: Taps["outside"]): TapsChange => ({
    ...{ cause, text: words, look: LOOK, bits },
    taps: { ...taps, outside },
  });
  return [
    change("nearest", "the border repeats the nearest element instead of 0", 4, "nearest"),
    change("memory", "the border is not checked: taps outside read what lies there in memory", 3, "memory"),
    ...[-128, 127, 1, -1, 128].map((value) =>
      change(`value${value}`, `the border holds ${value} instead of 0`, 5, value),
    ),
  ];
}

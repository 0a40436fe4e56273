import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Taps } from "../product/model.js";

/** Stride or dilation ignored, doubled, or its two directions swapped. */
export const stride: TapsFamily = {
  family: "stride",
  changes({ taps }) {
    const { strides, dilation } = taps.geometry;
    return [
      ...pairs(strides).map(([to, word]) => change(taps, "stride", strides, to, word)),
      ...(taps.geometry.kernelHeight * taps.geometry.kernelWidth > 1
        ? pairs(dilation).map(([to, word]) => change(taps, "dilation", dilation, to, word))
        : []),
    ];
  },
};

type Pair = readonly [number, number];

function pairs([y, x]: Pair): (readonly [Pair, string])[] {
  const candidates: [Pair, string][] = [
    [[1, 1], "ignored"],
    [[x, y], "with its directions swapped"],
    [[y, 1], "ignored along the row"],
    [[1, x], "ignored along the column"],
    [[2, 2], "of 2"],
    [[2, x], "of 2 along the column"],
    [[y, 2], "of 2 along the row"],
  ];
  const seen = new Set([`${y},${x}`]);
  return candidates.filter(([pair]) => !seen.has(pair.join()) && seen.add(pair.join()));
}

function change(taps: Taps, name: "stride" | "dilation", from: Pair, to: Pair, word: string): TapsChange {
  const field = name === "stride" ? "strides" : "dilation";
  return {
    cause: `${name}-${to.join("x")}`,
    text: `${name} ${word}: acts as ${to.join(" × ")} instead of ${from.join(" × ")}`,
    look: `the ${name} arguments of the call`,
    bits: to[0] === 1 && to[1] === 1 ? 2 : 4,
    taps: { ...taps, geometry: { ...taps.geometry, [field]: to } },
  };
}

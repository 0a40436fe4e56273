import { describe, expect, test } from "vitest";
import {
  BLUE,
  BOARD,
  DIVERGING,
  GREEN,
  GREY,
  INHERITED,
  INK,
  ORANGE,
  OWN,
  PURPLE,
  REFERENCE,
} from "../../../src/presentation/figures/palette.js";

type Triple = [number, number, number];

const channels = (hex: string): Triple =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Triple;
const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const times = (matrix: readonly Triple[], [r, g, b]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * r + y * g + z * b) as Triple;

/** Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB. */
const VISIONS: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

const XYZ: readonly Triple[] = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];

/** CIE L*a*b*, white D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = times(XYZ, rgb.map((c) => Math.min(Math.max(c, 0), 1)) as Triple);
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

function distance(one: string, other: string, vision: readonly Triple[]): number {
  const [p, q] = [one, other].map((hex) => lab(times(vision, channels(hex).map(linear) as Triple))) as [Triple, Triple];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** Of the bars of differences: where an error comes from. Equal layers have dots, no bars. */
const ORIGINS = [OWN, PURPLE, BLUE, GREEN, INHERITED, ORANGE];

/** Colours that stand in one picture and mean different things. */
const PAIRS: readonly (readonly [string, string])[] = [
  ...ORIGINS.flatMap((one, i) => ORIGINS.slice(i + 1).map((other) => [one, other] as const)),
  [OWN, GREY],
  [INHERITED, GREY],
  [ORANGE, GREY],
  [REFERENCE, BOARD],
  [REFERENCE, ORANGE],
  [DIVERGING[0][1], DIVERGING[7][1]],
  [DIVERGING[2][1], DIVERGING[5][1]],
  [DIVERGING[2][1], DIVERGING[3][1]],
  [DIVERGING[4][1], DIVERGING[5][1]],
];

describe.each(Object.entries(VISIONS))("%s vision", (_, matrix) => {
  // About 2.3 is just noticeable; 15 is told apart at a glance.
  test.each(PAIRS)("%s and %s are told apart", (one, other) => {
    expect(distance(one, other, matrix)).toBeGreaterThan(15);
  });
});

test("ink has a contrast of 4 : 1 on white and on near-black paper", () => {
  const luminance = (hex: string): number => times(XYZ, channels(hex).map(linear) as Triple)[1];
  const contrast = (one: string, other: string): number => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  expect(contrast(INK, "#ffffff")).toBeGreaterThan(4);
  expect(contrast(INK, "#111111")).toBeGreaterThan(4);
});

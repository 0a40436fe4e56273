import { pad } from "../../operators/pad.js";
import { slice } from "../../operators/slice.js";
import type { Config } from "../config.js";
import type { LayerRule } from "../rule.js";
import { spatialInput } from "./space.js";

/** Amounts before and after each axis: a number for all, one number an axis, or a pair an axis. */
function pairs(config: Config, key: string, space: number): [number, number][] {
  const value = config.raw(key) ?? 1;
  const list: unknown[] = Array.isArray(value) ? value : Array(space).fill(value);
  // One axis may be written as the pair alone: [1, 2].
  const axes = space === 1 && list.length === 2 && list.every((n) => typeof n === "number") ? [list] : list;
  const result = axes.map((axis) => (Array.isArray(axis) ? axis : [axis, axis]));
  const good = result.every(
    (pair) => pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 24),
  );
  if (result.length !== space || !good) throw config.wrong(key, `amounts before and after ${space} axes`);
  return result as [number, number][];
}

/** ZeroPadding1D, 2D, 3D. */
export const zeroPaddingLayer = (space: number): LayerRule => ({
  emit(call) {
    const x = spatialInput(call, space);
    return pad(call.g, x, [[0, 0], ...pairs(call.config, "padding", space), [0, 0]]);
  },
});

/** Cropping1D, 2D, 3D. */
export const croppingLayer = (space: number): LayerRule => ({
  emit(call) {
    const x = spatialInput(call, space);
    const cuts = pairs(call.config, "cropping", space).map(([before, after], i) => ({
      axis: i + 1,
      start: before,
      end: x.shape[i + 1]! - after,
    }));
    if (cuts.some(({ start, end }) => end <= start)) throw call.config.wrong("cropping", "less than the whole input");
    return slice(call.g, x, cuts);
  },
});

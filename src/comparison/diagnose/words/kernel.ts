import type { Product } from "../product/model.js";
import { elementSet } from "./element-set.js";
import { indexMapWords } from "./index-map.js";
import type { KernelWords, Pair } from "./kernel-words.js";
import { weightValues } from "./weight-values.js";
import { swappedWords } from "./word-order.js";

const POINTER = "the weights' pointer of the call, and how the kernel advances it from block to block";
const INDEX = "the index into the weights, and the loops over taps and input channels";
const AXES = ["output channel", "kernel row", "kernel column", "input channel"] as const;
const DISTANCE = 4096;

/**
 * In which way a layer's weights are not the model's.
 * @param isStored whether these are the bytes of the table itself: where it is read from does not matter then
 */
export function kernelWords(
  product: Product,
  found: ArrayLike<number>,
  channels: readonly number[],
  isStored = false,
): KernelWords {
  const { geometry, rows } = product.taps;
  const shape = [geometry.output.c, geometry.kernelHeight, geometry.kernelWidth, geometry.groupInputs] as const;
  const length = rows.length / geometry.output.c;
  const set = new Set(channels);
  const pair: Pair = { own: rows, found, shape, solved: (index) => set.has(Math.floor(index / length)) };
  return (
    constant(product, pair) ??
    (isStored ? undefined : (late(product, pair) ?? addressed(product, pair))) ??
    axisMoved(pair, channels) ??
    swappedWords(product, pair) ??
    byValue(pair) ??
    doubled(pair) ??
    listed(pair)
  );
}

function differing({ own, found }: Pair): number[] {
  const list: number[] = [];
  for (let i = 0; i < own.length; i++) if (own[i] !== found[i]) list.push(i);
  return list;
}

/** Which weights, such as `input channels 12–15 of output channels 0–7`, counted where they do not fill it. */
const which = (pair: Pair, indices: readonly number[]): string =>
  named(elementSet(marked(pair, indices), pair.shape, "NHWC").exact);

/** The same for a rule: weights between them that it leaves as they are belong to it. */
const around = (pair: Pair, indices: readonly number[]): string =>
  named(elementSet(marked(pair, indices), pair.shape, "NHWC").text);

function marked(pair: Pair, indices: readonly number[]): Uint8Array {
  const marks = new Uint8Array(pair.own.length);
  for (const i of indices) marks[i] = 1;
  return marks;
}

const named = (text: string): string =>
  text
    .replaceAll(/\bchannel(s?)\b/g, "input channel$1")
    .replaceAll(/\bimage(s?)\b/g, "output channel$1")
    .replaceAll(/\b(row|column)(s?)\b/g, "kernel $1$2");

/** Weights taken as one number. */
function constant(product: Product, pair: Pair): KernelWords | undefined {
  const indices = differing(pair);
  const [first] = indices;
  if (first === undefined) return undefined;
  const value = pair.found[first]!;
  if (indices.length < 2 || indices.some((i) => pair.found[i] !== value)) return undefined;
  // Weights between them that happen to have the value belong to the set.
  const { closure } = elementSet(marked(pair, indices), pair.shape, "NHWC");
  const inside = [...closure.keys()].filter((i) => closure[i] === 1 && pair.found[i] === value);
  const text = which(pair, inside);
  const bytes = byteRange(product, pair, inside);
  const subject =
    text === "" ? "all weights" : bytes === undefined ? `the weights of ${text}` : `${bytes} of the weights (${text})`;
  if (value === 0) {
    const look = text === "" ? "the weights' pointer, and whether the table was programmed" : INDEX;
    return {
      cause: `zero ${text || "all"}`,
      text: `${subject} read as 0${text === "" ? "" : ": left out of the sum, or not there"}`,
      look,
    };
  }
  const erased = value === -1 ? " (bytes 0xFF: an erased flash page)" : "";
  return {
    cause: `constant ${value}`,
    text: `${subject} read as ${value}${erased}`,
    look: "the constant's bytes on the board",
  };
}

/** Where the weights lie as one piece in the constant of the C: `bytes 100–143`; undefined where they do not. */
function byteRange(
  { orders: [{ offsets }] }: Product,
  { found }: Pair,
  indices: readonly number[],
): string | undefined {
  const value = found[indices[0]!];
  const [first, last] = [Math.min(...indices.map((i) => offsets[i]!)), Math.max(...indices.map((i) => offsets[i]!))];
  if (last - first + 1 === found.length) return undefined;
  for (let i = 0; i < found.length; i++)
    if (offsets[i]! >= first && offsets[i]! <= last && found[i] !== value) return undefined;
  return `bytes ${first}–${last}`;
}

/** Layers without an image: weight k meets the input that belongs to weight k + by. */
function late(
  { taps: { geometry } }: Product,
  { own, found, shape: [, , , inputs], solved }: Pair,
): KernelWords | undefined {
  if (geometry.image.h * geometry.image.w !== 1) return undefined;
  for (let size = 1; size < Math.min(inputs, 64); size++)
    for (const by of [size, -size]) {
      const fits = (i: number): boolean => {
        const from = (i % inputs) - by;
        // Beyond its ends the input is what lies there.
        return !solved(i) || found[i] === (from < 0 || from >= inputs ? 0 : own[i - by]);
      };
      if (!Array.from(found).every((_, i) => fits(i))) continue;
      return {
        family: "input-reading",
        cause: `offset${by > 0 ? "+" : ""}${by}`,
        text: `the input is read ${size} byte${size > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
        look: "the address of the input that the call passes, and where the loop begins",
      };
    }
  return undefined;
}

/** The bytes stand at another distance from the start of the constant, the same for all, or for each block. */
function addressed({ orders }: Product, pair: Pair): KernelWords | undefined {
  const { own, found } = pair;
  for (const { offsets, name } of orders) {
    const memory = new Int16Array(own.length);
    for (let i = 0; i < own.length; i++) memory[offsets[i]!] = own[i]!;
    const wrong = differing(pair);
    const reach = Math.min(DISTANCE, own.length - 1);
    for (let size = 1; size <= reach; size++) {
      for (const by of [size, -size]) {
        let [hits, misses] = [0, 0];
        for (const i of wrong) {
          const at = offsets[i]! + by;
          if (at < 0 || at >= memory.length) continue;
          if (memory[at] === found[i]) hits++;
          else if (++misses > 0) break;
        }
        if (misses > 0 || hits < Math.max(4, 0.4 * wrong.length)) continue;
        const beyond = wrong.length - hits > 0 ? ` (${wrong.length - hits} of them from beyond the constant)` : "";
        const place = around(pair, wrong);
        const subject = place === "" ? "the weights are" : `the weights of ${place} are`;
        const rows = own.length / pair.shape[0];
        const block =
          size % (16 * rows) === 0 && by < 0
            ? `: those of ${size / rows} channels before, the pointer is not advanced between blocks of 16`
            : "";
        return {
          family: "weight-offset",
          cause: `${by > 0 ? "+" : ""}${by}`,
          text: `${subject} read ${size} byte${size > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}${block}${beyond}`,
          look: `${POINTER} (they lie as ${name})`,
        };
      }
    }
  }
  return undefined;
}

/** Whole channels, rows or columns of the kernel that stand in each other's place. */
function axisMoved(pair: Pair, channels: readonly number[]): KernelWords | undefined {
  const { own, found, shape } = pair;
  const steps = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
  const length = steps[0]!;
  for (const [axis, name] of AXES.entries()) {
    const count = shape[axis]!;
    if (count < 2) continue;
    const step = steps[axis]!;
    const equal = (to: number, from: number): boolean => {
      for (const channel of channels)
        for (let at = channel * length, end = at + length; at < end; at++) {
          if (Math.floor(at / step) % count !== to) continue;
          if (found[at] !== own[at + (from - to) * step]) return false;
        }
      return true;
    };
    const sources: (number | undefined)[] = [];
    for (let to = 0; to < count; to++) {
      if (axis === 0) {
        if (!channels.includes(to)) sources.push(undefined);
        else sources.push(nearest(to, count, (from) => sameRow(pair, to, from, length)));
      } else sources.push(nearest(to, count, (from) => equal(to, from)));
    }
    const known = axis === 0 ? channels.every((c) => sources[c] !== undefined) : !sources.includes(undefined);
    if (!known) continue;
    const words = indexMapWords(name, sources) ?? mapped(name, sources);
    return { cause: `${name} ${words}`, text: `in the weights ${words}`, look: axis === 0 ? POINTER : INDEX };
  }
  return undefined;
}

function mapped(name: string, sources: readonly (number | undefined)[]): string {
  const moved = sources.flatMap((to, at) => (to === undefined || to === at ? [] : [`${at} is ${to}`]));
  return `${name}s are exchanged: ${moved.slice(0, 6).join(", ")}${moved.length > 6 ? " …" : ""}`;
}

function sameRow({ own, found }: Pair, to: number, from: number, length: number): boolean {
  for (let k = 0; k < length; k++) if (found[to * length + k] !== own[from * length + k]) return false;
  return true;
}

function nearest(to: number, count: number, equal: (from: number) => boolean): number | undefined {
  for (let by = 0; by < count; by++) {
    if (to + by < count && equal(to + by)) return to + by;
    if (to - by >= 0 && equal(to - by)) return to - by;
  }
  return undefined;
}

/** The same was done to every weight that differs. */
function byValue(pair: Pair): KernelWords | undefined {
  const indices = differing(pair);
  const rule = indices.length < 3 ? undefined : weightValues(pair, indices);
  if (rule === undefined) return undefined;
  const place = around(pair, indices);
  return { cause: rule.cause, text: `the weights${place === "" ? "" : ` of ${place}`} ${rule.text}`, look: INDEX };
}

/** A tap that carries its own weight and another's: its input is read in the other's place. */
function doubled(pair: Pair): KernelWords | undefined {
  const { own, found, shape } = pair;
  const step = shape[3];
  for (const [axis, by] of [
    [3, 1],
    [2, step],
    [1, step * shape[2]],
  ] as const) {
    const wrong = differing(pair);
    const gain = wrong.filter((i) => found[i] !== 0);
    const lost = wrong.filter((i) => found[i] === 0);
    if (gain.length === 0 || lost.length === 0) continue;
    for (let distance = 1; distance < shape[axis]; distance++)
      for (const sign of [1, -1]) {
        const jump = distance * by * sign;
        if (!gain.every((i) => found[i] === own[i]! + (own[i + jump] ?? 0))) continue;
        const text = `${which(pair, lost)} are not read, ${which(pair, gain)} are read twice (again with the weights of the others)`;
        return { cause: `read twice ${AXES[axis]}`, text, look: INDEX };
      }
  }
  return undefined;
}

function listed(pair: Pair): KernelWords {
  const indices = differing(pair);
  const place = which(pair, indices);
  const listing = indices.slice(0, 3).map((i) => `${pair.found[i]} instead of ${pair.own[i]}`);
  return {
    cause: "measured",
    text: `${indices.length} weights are others${place === "" ? "" : ` in ${place}`} (${listing.join(", ")}${indices.length > 3 ? ", …" : ""})`,
    look: "the constant's bytes on the board, and the index into the weights",
  };
}

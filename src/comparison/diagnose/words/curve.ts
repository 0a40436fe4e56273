import { alike } from "../score.js";

/** A function of one number in words. */
export interface CurveWords {
  readonly cause: string;
  readonly text: string;
  readonly look: string;
  readonly bits: number;
}

interface Rule extends CurveWords {
  apply(right: number): number;
}

const END = "what is done to the result behind the sum: activation, limits, the cast to int8_t";
const int8 = (value: number): number => (value << 24) >> 24;
const limited = (value: number): number => Math.max(-128, Math.min(127, value));

/**
 * What stands in place of the right value, in words.
 * @param curve right value → found value
 * @returns undefined where no simple rule gives all of it
 */
export function curveWords(curve: ReadonlyMap<number, number>, dtype: string): CurveWords | undefined {
  const rules = dtype === "int8" ? [...integerRules(curve), ...floatRules(curve)] : floatRules(curve);
  return rules.find(({ apply }) => [...curve].every(([right, found]) => alike(apply(right), found)));
}

function integerRules(curve: ReadonlyMap<number, number>): Rule[] {
  const rules: Rule[] = [];
  const add = (cause: string, text: string, bits: number, apply: Rule["apply"], look = END): void =>
    void rules.push({ cause, text, look, bits, apply });
  const pairs = [...curve];
  const values = pairs.map(([, found]) => found);
  const [first] = values;
  if (values.every((value) => value === first)) add(`constant ${first}`, `every value is ${first}`, 8, () => first!);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const kept = (right: number): number => Math.max(low, Math.min(high, right));
  if (low === 0) add("relu", "a relu that the model does not have: negative values became 0", 4, (x) => Math.max(x, 0));
  add(`limits ${low} ${high}`, `values are limited to ${low} … ${high}`, 12, kept);
  add("negated", "the sign is turned", 5, (x) => limited(-x));
  add("absolute", "the sign is lost: the absolute value", 5, (x) => limited(Math.abs(x)));
  add("negated-wrap", "the sign is turned", 6, (x) => int8(-x));
  const deltas = new Map<number, number>();
  for (const [right, found] of pairs) deltas.set(found - right, (deltas.get(found - right) ?? 0) + 1);
  const [by] = [...deltas].reduce((a, b) => (b[1] > a[1] ? b : a));
  if (by !== 0 && Number.isInteger(by)) {
    const text = `every value is ${Math.abs(by)} too ${by > 0 ? "large" : "small"}`;
    add(`plus ${by}`, text, 10, (x) => limited(x + by));
    add(`plus ${by} kept`, text, 11, (x) => kept(x + by));
    add(`plus ${by} wraps`, `${text}, and wraps`, 11, (x) => int8(x + by));
  }
  for (const k of [1, 2, 3, 4, 5, 6, 7]) {
    const times = 2 ** k;
    add(`times ${times}`, `every value is ${times} times too large`, 8, (x) => limited(x * times));
    add(`times ${times} wraps`, `every value is ${times} times too large, and wraps`, 9, (x) => int8(x * times));
    add(`over ${times}`, `every value is divided by ${times} (rounded down)`, 8, (x) => x >> k);
    add(`over ${times} to zero`, `every value is divided by ${times}`, 9, (x) => Math.trunc(x / times));
    add(`lowest ${k}`, `the lowest ${k === 1 ? "bit is" : `${k} bits are`} lost`, 8, (x) => x & ~(times - 1));
  }
  const xor = (first! ^ pairs[0]![0]) & 255;
  if (xor !== 0)
    add(`xor ${xor}`, `bits are turned: every value is xor 0x${xor.toString(16)}`, 10, (x) => int8(x ^ xor));
  for (let bit = 0; bit < 8; bit++) {
    add(`bit ${bit} set`, `bit ${bit} is always 1`, 8, (x) => int8(x | (1 << bit)));
    add(`bit ${bit} clear`, `bit ${bit} is always 0`, 8, (x) => int8(x & ~(1 << bit)));
  }
  return rules;
}

function floatRules(curve: ReadonlyMap<number, number>): Rule[] {
  const pairs = [...curve].filter(([right, found]) => Number.isFinite(right) && Number.isFinite(found));
  const rules: Rule[] = [];
  const add = (cause: string, text: string, bits: number, apply: Rule["apply"], look = END): void =>
    void rules.push({ cause, text, look, bits, apply });
  const widest = pairs.reduce((a, b) => (Math.abs(b[0]) > Math.abs(a[0]) ? b : a), [0, 0] as [number, number]);
  add("relu", "a relu that the model does not have: negative values became 0", 4, (x) => Math.max(x, 0));
  const [low, high] = [Math.min(...pairs.map(([, y]) => y)), Math.max(...pairs.map(([, y]) => y))];
  if (low < high) add("limits", `values are limited to ${low} … ${high}`, 16, (x) => Math.max(low, Math.min(high, x)));
  if (widest[0] !== 0) {
    const ratio = widest[1] / widest[0];
    const power = Math.log2(Math.abs(ratio));
    if (Number.isInteger(power) && ratio !== 1) {
      const size = 2 ** Math.abs(power);
      const words =
        power === 0 ? "the sign is turned" : `every value is ${size} times too ${power > 0 ? "large" : "small"}`;
      const text = ratio < 0 && power !== 0 ? `${words}, with its sign turned` : words;
      add(
        `ratio ${ratio}`,
        text,
        8,
        (x) => Math.fround(x * ratio),
        "the scale (exponent) that the result is multiplied with",
      );
    }
  }
  add("float16", "values are rounded to 11 bits: half precision (_Float16) on the way", 6, (x) => toHalf(x));
  add("bfloat16", "values are rounded to 8 bits: bfloat16 on the way", 7, (x) => toBits(x, 8));
  add("bfloat16-cut", "the low 16 bits of every float are lost", 8, (x) => cut(x));
  add("integers", "values are cut to integers on the way", 7, (x) => Math.trunc(x));
  for (const bits of [3, 4, 5, 6, 7, 10, 11, 12, 16])
    add(`cut to ${bits}`, `the mantissa keeps ${bits} bits: the lower ones are lost`, 9, (x) => cutTo(x, bits));
  const deltas = pairs.map(([right, value]) => value - right);
  const [by] = deltas
    .map((_, i) => deltas[i]!)
    .sort((a, b) => a - b)
    .slice(deltas.length >> 1);
  if (by !== undefined && by !== 0)
    add(
      `plus ${by}`,
      `every value is ${Math.abs(by)} too ${by > 0 ? "large" : "small"}: a zero point, or a constant that is added`,
      14,
      (x) => Math.fround(x + by),
    );
  rules.push(...gridRules(pairs));
  return rules;
}

/** Rounded to nearest even at a number of significant bits. */
export function toBits(x: number, bits: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - bits + 1);
  const quotient = x / unit;
  const below = Math.floor(quotient);
  const rest = quotient - below;
  const rounded = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  return rounded * unit;
}

/** Values that all lie on a grid which the right ones do not keep to. */
function gridRules(pairs: readonly (readonly [number, number])[]): Rule[] {
  const step = gridOf(pairs.map(([, found]) => found));
  if (step === undefined || pairs.every(([right]) => Number.isInteger(right / step))) return [];
  const ways = [
    ["cut", Math.trunc],
    ["rounded down", Math.floor],
    ["rounded up", Math.ceil],
    ["rounded", (x: number) => Math.sign(x) * Math.round(Math.abs(x))],
  ] as const;
  return ways.map(([name, way]) => ({
    ...{ cause: `${name} to steps of ${step}`, bits: 12, look: END },
    text: `values are ${name} to multiples of ${step}: a division or a cast in integers on the way`,
    apply: (x) => way(x / step) * step,
  }));
}

/** The largest power of two that all values are whole multiples of; undefined where that is finer than 2^-20 of them. */
function gridOf(values: readonly number[]): number | undefined {
  const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (most === 0) return undefined;
  for (let step = 2 ** Math.floor(Math.log2(most)); step > most * 2 ** -16; step /= 2)
    if (values.every((value) => Number.isInteger(value / step))) return step;
  return undefined;
}

/** The first `bits` of a float's significant bits. */
function cutTo(x: number, bits: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - bits + 1);
  return Math.trunc(x / unit) * unit;
}

/** As _Float16 holds it: 11 bits, steps of 2^−24 below 2^−14, infinite from 65,520 on. */
function toHalf(x: number): number {
  if (Math.abs(x) < 2 ** -14) return toBits(x + Math.sign(x), 25) - Math.sign(x);
  return Math.abs(x) < 65520 ? toBits(x, 11) : x * Number.POSITIVE_INFINITY;
}

function cut(x: number): number {
  const view = new Float32Array([x]);
  const bits = new Uint32Array(view.buffer);
  bits[0] = bits[0]! & 0xffff0000;
  return view[0]!;
}

import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import { tableOf } from "../table-of.js";
import { type CurveWords, curveWords } from "./curve.js";

const TABLE = "the table's bytes, its address, and the index it is read with (x + 128)";
const FEW = 4;
const DISTANCE = 255;

/**
 * How a table x → y is not the model's, in words.
 * @param own as far as the model's is known, @param seen as far as the board's is
 */
export function tableWords(
  own: ReadonlyMap<number, number>,
  seen: ReadonlyMap<number, number>,
  input: DiagnosisInput,
): CurveWords {
  const model = modelTable(own, input);
  const wrong = [...seen].filter(([x, y]) => !alike(model.get(x) ?? Number.NaN, y)).sort(([a], [b]) => a - b);
  const words = (cause: string, text: string, bits: number, look = TABLE): CurveWords => ({ cause, text, look, bits });
  const isTable = tableOf(input) !== undefined;
  const all = (rule: (x: number) => number | undefined): boolean =>
    wrong.every(([x, y]) => rule(x) !== undefined && alike(rule(x)!, y));
  // Where x falls out of the table what it reads is not known.
  const known = (rule: (x: number) => number | undefined): boolean => {
    const inside = wrong.filter(([x]) => rule(x) !== undefined);
    return inside.length >= 0.6 * wrong.length && inside.length >= FEW && inside.every(([x, y]) => alike(rule(x)!, y));
  };
  const value = wrong[0]![1];
  if (wrong.length >= 2 && all(() => value)) {
    const rest = value === -1 ? "entries are 0xFF: an erased flash page" : `entries are ${value}`;
    const range = rangeWords(
      wrong.map(([x]) => x),
      model,
    );
    if (range !== undefined) {
      const which = isTable ? `: these ${rest}, ${wrong.length} of 256` : " whatever x is";
      return words(`constant ${value} ${range}`, `${range} gives ${value}${which}`, 16);
    }
  }
  if (all((x) => x))
    return words(
      "identity",
      "the input is copied: nothing is applied, or not written where the output lies over the input",
      4,
    );
  for (let size = 1; size <= DISTANCE && isTable; size++)
    for (const by of [size, -size])
      if (known((x) => model.get(x + by)))
        return words(
          `offset${by > 0 ? "+" : ""}${by}`,
          `the table is read ${size} ${size > 1 ? "entries" : "entry"} too ${by > 0 ? "far" : "early"}: x gives what belongs to x ${by > 0 ? "+" : "−"} ${size}`,
          9,
        );
  if (known((x) => model.get(x < 0 ? x + 256 : x - 256) ?? model.get(x & 127)) && wrong.every(([x]) => x < 0))
    return words("unsigned", "negative x is read as unsigned", 6);
  const [widest] = wrong.toSorted(([a], [b]) => Math.abs(b) - Math.abs(a));
  const factor = widest![1] / widest![0];
  const ownFactor = (model.get(64) ?? Number.NaN) / 64;
  if (Number.isInteger(factor) && Number.isInteger(ownFactor) && all((x) => x * factor))
    return words(
      `factor ${factor}`,
      `x is multiplied with ${factor} instead of ${ownFactor}`,
      8,
      "the factor of the call",
    );
  if (all((x) => model.get(-1 - x))) return words("reversed", "the table is read from its end", 6);
  if (all((x) => model.get(Math.max(-128, -x)) ?? model.get(127)))
    return words("negated", "x is taken with its sign turned", 6);
  if (all((x) => model.get(Math.abs(x)) ?? model.get(127))) return words("absolute", "x is taken without its sign", 6);
  for (const low of [0, -127, -64])
    if (all((x) => model.get(Math.max(x, low))))
      return words(`clipped ${low}`, `x is clipped at ${low} before it is looked up`, 8);
  for (const k of [1, 2, 3, 4])
    if (all((x) => model.get(x >> k)))
      return words(`x >> ${k}`, `x is divided by ${2 ** k} before: its scale is taken ${2 ** k} times too small`, 8);
  for (const k of [1, 2, 3, 4])
    if (all((x) => model.get(Math.max(-128, Math.min(127, x * 2 ** k)))))
      return words(`x << ${k}`, `x is taken ${2 ** k} times too large`, 8);
  for (const mask of [0xfe, 0xfc, 0xf8, 0xf0, 0x7f])
    if (all((x) => model.get(((x & mask) << 24) >> 24)))
      return words(`x & ${mask}`, `x loses bits before it is looked up (x & 0x${mask.toString(16)})`, 9);
  const slope = slopeWords(wrong, model);
  const curve = curveWords(new Map(wrong.map(([x, y]) => [model.get(x)!, y])), input.reference.dtype);
  if (wrong.length > FEW && curve !== undefined && consistent(wrong, model)) {
    const range =
      wrong.length < 0.9 * seen.size
        ? rangeWords(
            wrong.map(([x]) => x),
            model,
          )
        : undefined;
    return {
      ...curve,
      text: range === undefined ? curve.text : `${range}: ${curve.text}`,
      bits: curve.bits + (range === undefined ? 2 : 12),
    };
  }
  if (slope !== undefined) return words(slope, slope, 20, "the slope and the constants of the loop");
  const other = input.others.find(({ table }) => table !== undefined && wrong.every(([x, y]) => table[x + 128] === y));
  if (other !== undefined) return words(`of ${other.id}`, `the table is that of ${other.id}`, 8);
  const listed = wrong
    .slice(0, FEW)
    .map(([x, y]) => `x = ${x} gives ${y} instead of ${model.get(x) ?? "?"}${bit(model.get(x), y)}`);
  const range = rangeWords(
    wrong.map(([x]) => x),
    model,
  );
  const name = isTable ? "table entries" : "values of x";
  if (wrong.length <= FEW)
    return words(
      `entries ${wrong.map(([x]) => x).join(" ")}`,
      `${wrong.length} ${isTable && wrong.length === 1 ? "table entry is" : `${name} are`} wrong: ${listed.join(", ")}`,
      16 * wrong.length + 8,
    );
  return words(
    "measured",
    `${wrong.length} ${name} are wrong${range === undefined ? "" : ` (${range})`}: ${listed.join(", ")}, …`,
    8 * wrong.length,
  );
}

/** All 256 entries where the layer is a table, else what was seen. */
function modelTable(own: ReadonlyMap<number, number>, input: DiagnosisInput): ReadonlyMap<number, number> {
  const table = tableOf(input);
  return table === undefined ? own : new Map(Array.from(table, (y, i) => [i - 128, y]));
}

/** `x ≥ 64`, `x < 0`, `x = 3 … 9`; undefined where other inputs lie between that are right. */
function rangeWords(xs: readonly number[], model: ReadonlyMap<number, number>): string | undefined {
  const [low, high] = [xs[0]!, xs.at(-1)!];
  const known = [...model.keys()];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (high - low + 1 > 1.5 * xs.length + 8) return undefined;
  if (low <= least && high >= most) return "every x";
  if (high >= most - 1) return `x ≥ ${low}`;
  if (low <= least + 1) return `x ≤ ${high}`;
  return `x = ${low} … ${high}`;
}

function consistent(wrong: readonly (readonly [number, number])[], model: ReadonlyMap<number, number>): boolean {
  const map = new Map<number, number>();
  return wrong.every(([x, y]) => {
    const right = model.get(x)!;
    const known = map.get(right);
    map.set(right, y);
    return known === undefined || alike(known, y);
  });
}

/** A straight line through zero on one side: the slope of a leaky relu, a scale. */
function slopeWords(
  wrong: readonly (readonly [number, number])[],
  model: ReadonlyMap<number, number>,
): string | undefined {
  if (wrong.length < 6) return undefined;
  const negative = wrong.every(([x]) => x < 0);
  if (!negative) return undefined;
  // Half a step of what the layer's values are rounded to.
  const levels = [...new Set(model.values())].sort((a, b) => a - b);
  const step = Math.min(...levels.slice(1).map((level, i) => level - levels[i]!));
  let [xy, xx] = [0, 0];
  for (const [x, y] of wrong) {
    xy += x * y;
    xx += x * x;
  }
  const slope = xy / xx;
  const off = Math.max(...wrong.map(([x, y]) => Math.abs(y - slope * x)));
  return off <= 0.51 * step ? `for x < 0 the slope is ${slope.toPrecision(3)}` : undefined;
}

function bit(own: number | undefined, found: number): string {
  if (own === undefined || !Number.isInteger(found) || !Number.isInteger(own)) return "";
  const bits = (own ^ found) & 255;
  return bits !== 0 && (bits & (bits - 1)) === 0 ? " (one bit)" : "";
}

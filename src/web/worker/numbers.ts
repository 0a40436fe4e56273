import { UserError } from "../../base/errors.js";
import { decodeFloat16 } from "../../comparison/diff/numbers.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import { formatNumber } from "../../presentation/figures/text.js";
import type { NumbersView } from "../protocol.js";

/** Elements that are listed at once. */
const LISTED = 200;

/**
 * Elements of a tensor that a search finds: all for an empty one, `12` equal to 12, `> 100`, `<= -3`, `!= 0`, and
 * `[0, 3, 4, 2]` the one at that place.
 * @throws UserError for any other search
 */
export function numbersOf({ tensor, exponent }: TraceLayer, search: string): NumbersView {
  const { shape, data, dtype } = tensor;
  const isWanted = test(search.trim(), shape);
  const at = (i: number): number => (dtype === "float16" ? decodeFloat16(Number(data[i])) : Number(data[i]));
  const indices: number[] = [];
  let found = 0;
  for (let i = 0; i < tensor.size; i++)
    if (isWanted(at(i), i)) {
      if (found < LISTED) indices.push(i);
      found++;
    }
  const factor = typeof exponent === "number" && dtype.startsWith("int") ? 2 ** exponent : undefined;
  return {
    found,
    rows: indices.map((index) => ({
      index,
      place: `[${placeOf(index, shape).join(", ")}]`,
      stored: formatNumber(at(index), 7),
      real: factor === undefined ? "" : formatNumber(at(index) * factor, 6),
    })),
  };
}

/** Coordinates of an element. */
export function placeOf(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((length) => {
      const at = rest % length;
      rest = Math.floor(rest / length);
      return at;
    })
    .toReversed();
}

const COMPARE: Readonly<Record<string, (value: number, than: number) => boolean>> = {
  "": (value, than) => value === than,
  "=": (value, than) => value === than,
  "!=": (value, than) => value !== than,
  "<": (value, than) => value < than,
  "<=": (value, than) => value <= than,
  ">": (value, than) => value > than,
  ">=": (value, than) => value >= than,
};

function test(search: string, shape: readonly number[]): (value: number, index: number) => boolean {
  if (search === "") return () => true;
  const place = /^\[?\s*(\d+(?:\s*,\s*\d+)+)\s*\]?$/.exec(search)?.[1];
  if (place !== undefined) {
    const wanted = place.split(",").map(Number);
    const index = wanted.reduce((sum, at, axis) => sum * (shape[axis] ?? 0) + at, 0);
    if (wanted.length !== shape.length || wanted.some((at, axis) => at >= shape[axis]!))
      throw new UserError(
        `${search}: is no place in [${shape.join(", ")}]; give as many numbers, each below its length`,
      );
    return (_, i) => i === index;
  }
  const [, sign = "", number] = /^(=|!=|<=|>=|<|>)?\s*(-?[\d.]+(?:e-?\d+)?)$/i.exec(search) ?? [];
  if (number === undefined || !Number.isFinite(Number(number)))
    throw new UserError(`${search.slice(0, 40)}: is no search; write 12, > 100, != 0, or a place such as [0, 3, 4, 2]`);
  return (value) => COMPARE[sign]!(value, Number(number));
}

import { formatRanges } from "../../diff/ranges.js";
import { indexMapWords } from "./index-map.js";

/** A channel's bias as far as the bytes tell it. */
export interface BiasRange {
  readonly channel: number;
  readonly from: number;
  readonly to: number;
}

export interface BiasWords {
  readonly cause: string;
  readonly text: string;
}

/** Channels that biases are taken from at most, so far away. */
const REACH = 512;

/**
 * In whose stead biases stand, in words.
 * @param found the channels whose bias is not the model's
 * @param others lists of constants in the same scale by the names of who reads them
 */
export function biasWords(
  found: readonly BiasRange[],
  model: Int32Array,
  others: ReadonlyMap<string, ArrayLike<number>>,
): BiasWords {
  const channels = found.map(({ channel }) => channel);
  const subject =
    found.length === model.length
      ? "every channel"
      : `channel${found.length > 1 ? "s" : ""} ${formatRanges(channels) ?? `${channels[0]} … (${channels.length} of ${model.length})`}`;
  const has = ({ from, to }: BiasRange, value: number | undefined): boolean =>
    value !== undefined && value >= from && value <= to;
  const all = (value: (channel: number, own: number) => number | undefined): boolean =>
    found.every((range) => has(range, value(range.channel, model[range.channel]!)));
  const verb = found.length === 1 || subject === "every channel" ? "lacks" : "lack";
  const adds = (words: string): string => `${words}: ${subject}`;
  if (all(() => 0)) return { cause: "missing", text: `${subject} ${verb} the bias: it is not added` };
  const moved = byDistance(found, model, has);
  if (moved !== undefined) return moved;
  for (const block of [4, 8, 16, 32]) {
    if (!all((c) => model[c % block])) continue;
    const map = Array.from(model, (_, c) => (channels.includes(c) ? c % block : undefined));
    const words = indexMapWords("channel", map);
    return {
      cause: `block-${block}`,
      text: `${words ?? subject} in their bias: the bias pointer is not advanced between blocks of ${block}`,
    };
  }
  for (const block of [4, 8, 16])
    if (all((c) => model[c - (c % block)]))
      return {
        cause: `first-of-${block}`,
        text: `${subject} get the bias of the first channel of their block of ${block}`,
      };
  for (let c = 0; c < model.length; c++)
    if (found.length > 1 && all(() => model[c]))
      return { cause: c === 0 ? "first-channel" : `channel ${c}`, text: `${subject} gets the bias of channel ${c}` };
  if (all((c) => model[model.length - 1 - c])) return { cause: "reversed", text: "the biases are in reverse order" };
  if (all((_, own) => own * 2)) return { cause: "twice", text: adds("the bias is added twice") };
  if (all((_, own) => -own)) return { cause: "subtracted", text: adds("the bias is subtracted") };
  if (all((_, own) => own & 255)) return { cause: "unsigned", text: adds("the bias is read as unsigned bytes") };
  if (all((_, own) => (own << 24) >> 24)) return { cause: "int8", text: adds("the bias is cut to 8 bits") };
  for (let off = 1; off <= 8; off++) {
    if (all((_, own) => own * 2 ** off))
      return { cause: `scale+${off}`, text: adds(`the bias is ${2 ** off} times too large`) };
    if (all((_, own) => own >> off))
      return { cause: `scale-${off}`, text: adds(`the bias is ${2 ** off} times too small`) };
  }
  for (const [name, list] of others) {
    if (found.length >= 3 && all((c) => list[c]))
      return { cause: `of ${name}`, text: `the bias is read from the constants of ${name}` };
  }
  if (all(() => -1))
    return { cause: "erased", text: `the bias of ${subject} is −1: the bytes are 0xFF (erased flash)` };
  const by = commonDifference(found, model);
  if (by !== undefined && found.length > 1)
    return { cause: `plus ${by}`, text: `the bias of ${subject} is ${Math.abs(by)} too ${by > 0 ? "large" : "small"}` };
  const listed = found
    .slice(0, 3)
    .map(
      (range) =>
        `channel ${range.channel} ${valueWords(range)} instead of ${model[range.channel]}${bitWords(range, model[range.channel]!)}`,
    );
  const more = found.length > 3 ? `, and ${found.length - 3} more` : "";
  return { cause: "measured", text: `the bias differs: ${listed.join(", ")}${more}` };
}

const valueWords = ({ from, to }: BiasRange): string => (from === to ? `${from}` : `${from} … ${to}`);

function bitWords({ from, to }: BiasRange, own: number): string {
  const bits = (own ^ from) & 255;
  return from === to && bits !== 0 && (bits & (bits - 1)) === 0 ? " (one bit)" : "";
}

/** Every channel has the bias of one so far away; those whose source lies outside of the list may have any. */
function byDistance(
  found: readonly BiasRange[],
  model: Int32Array,
  has: (range: BiasRange, value: number | undefined) => boolean,
): BiasWords | undefined {
  for (let size = 1; size < Math.min(model.length, REACH); size++) {
    for (const by of [size, -size]) {
      const inside = found.filter(({ channel }) => model[channel + by] !== undefined);
      if (
        inside.length < Math.max(1, found.length / 2) ||
        !inside.every((range) => has(range, model[range.channel + by]))
      )
        continue;
      // One right guess in a short list may be luck.
      if (inside.length < 2 && new Set(model).size > 2) continue;
      const outside = found.length - inside.length;
      const beyond =
        outside === 0
          ? ""
          : ` (${outside === 1 ? "one channel reads" : `${outside} channels read`} what lies beyond the list)`;
      const whole = found.length >= 0.5 * model.length;
      const text = whole
        ? `channel c gets the bias of channel c ${by < 0 ? "−" : "+"} ${size}: the bias pointer is ${size} too ${by < 0 ? "early" : "far"}${beyond}`
        : `channels ${formatRanges(found.map(({ channel }) => channel)) ?? "(some)"} get the bias of channel c ${by < 0 ? "−" : "+"} ${size}${beyond}${size % 4 === 0 && by < 0 ? `: the bias pointer is not advanced by a block of ${size}` : ""}`;
      return { cause: `channel${by > 0 ? "+" : ""}${by}`, text };
    }
  }
  return undefined;
}

function commonDifference(found: readonly BiasRange[], model: Int32Array): number | undefined {
  const low = Math.max(...found.map(({ channel, from }) => from - model[channel]!));
  const high = Math.min(...found.map(({ channel, to }) => to - model[channel]!));
  return low <= high ? low : undefined;
}

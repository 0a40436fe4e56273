import { formatRanges } from "../../diff/ranges.js";

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

/** What a channel may have instead of its bias; undefined where that lies beyond the list. */
type Rule = (channel: number) => number | undefined;

/** Channels that biases are taken from at most, so far away. */
const REACH = 512;
/** The name of the layer's own weights among the lists. */
export const OWN_WEIGHTS = "its own weights";

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
  const seen = new Biases(found, model);
  const own = (channel: number): number => model[channel]!;
  if (seen.all(() => 0))
    return { cause: "missing", text: `${seen.subject(() => 0, "lacks", "lack")} the bias: it is not added` };
  const moved = byDistance(seen, model);
  if (moved !== undefined) return moved;
  for (const block of [4, 8, 16, 32]) {
    const rule: Rule = (c) => model[c % block];
    if (!seen.all(rule)) continue;
    const text = `${seen.subject(rule, "gets", "get")} the biases of channels 0–${block - 1} again: the bias pointer is not advanced between blocks of ${block}`;
    return { cause: `block-${block}`, text };
  }
  for (const block of [4, 8, 16]) {
    const rule: Rule = (c) => model[c - (c % block)];
    if (seen.all(rule))
      return {
        cause: `first-of-${block}`,
        text: `${seen.subject(rule, "gets", "get")} the bias of the first channel of their block of ${block}`,
      };
  }
  for (let c = 0; c < model.length; c++) {
    const rule: Rule = () => model[c];
    if (found.length > 1 && seen.all(rule))
      return {
        cause: c === 0 ? "first-channel" : `channel ${c}`,
        text: `${seen.subject(rule, "gets", "get")} the bias of channel ${c}`,
      };
  }
  if (seen.all((c) => model[model.length - 1 - c]))
    return { cause: "reversed", text: "the biases are in reverse order" };
  for (const [cause, words, rule] of changes(own))
    if (seen.all(rule)) return { cause, text: `the bias ${words}: ${seen.subject(rule)}` };
  for (const [name, list] of others) {
    if (found.length >= 3 && seen.all((c) => list[c]))
      return {
        cause: `of ${name}`,
        text: `the bias is read from ${name === OWN_WEIGHTS ? name : `the constants of ${name}`}: the bias pointer`,
      };
  }
  const elsewhere = found.length >= 6 ? fromAnotherPlace(seen, others, model.length) : undefined;
  if (elsewhere !== undefined) return elsewhere;
  if (seen.all(() => -1))
    return { cause: "erased", text: `the bias of ${seen.subject(() => -1)} is −1: the bytes are 0xFF (erased flash)` };
  const by = commonDifference(found, model);
  if (by !== undefined && found.length > 1)
    return {
      cause: `plus ${by}`,
      text: `the bias of ${seen.subject((c) => own(c) + by)} is ${Math.abs(by)} too ${by > 0 ? "large" : "small"}`,
    };
  const listed = found
    .slice(0, 3)
    .map(
      (range) =>
        `channel ${range.channel} ${valueWords(range)} instead of ${own(range.channel)}${bitWords(range, own(range.channel))}`,
    );
  const more = found.length > 3 ? `, and ${found.length - 3} more` : "";
  return { cause: "measured", text: `the bias differs: ${listed.join(", ")}${more}` };
}

/** The biases lie somewhere inside another table. */
function fromAnotherPlace(
  seen: Biases,
  others: ReadonlyMap<string, ArrayLike<number>>,
  channels: number,
): BiasWords | undefined {
  if (new Set(seen.found.map(({ from }) => from)).size < 4) return undefined;
  for (const [name, list] of others)
    for (let at = 1; at + channels <= list.length; at++)
      if (seen.all((c) => list[at + c]))
        return {
          cause: `of ${name} ${at}`,
          text: `the bias is read from ${name === OWN_WEIGHTS ? name : `the constants of ${name}`}, from number ${at} on: the bias pointer`,
        };
  return undefined;
}

class Biases {
  constructor(
    readonly found: readonly BiasRange[],
    private readonly model: Int32Array,
  ) {}

  has({ from, to }: BiasRange, value: number | undefined): boolean {
    return value !== undefined && value >= from && value <= to;
  }

  all(rule: Rule): boolean {
    return this.found.every((range) => this.has(range, rule(range.channel)));
  }

  /** The channels that a rule concerns: those where it shows, and between them those where it gives the model's bias. */
  subject(rule: Rule, one = "", many = ""): string {
    const shown = new Set(this.found.map(({ channel }) => channel));
    const channels = [...this.model.keys()].filter((c) => shown.has(c) || rule(c) === this.model[c]);
    const verb = (word: string): string => (word === "" ? "" : ` ${word}`);
    if (channels.length === this.model.length) return `every channel${verb(one)}`;
    const [first, last] = [Math.min(...shown), Math.max(...shown)];
    const between = channels.filter((c) => c >= first && c <= last);
    const ranges = formatRanges(between) ?? formatRanges([...shown]) ?? `${first} … ${last} (${shown.size} of them)`;
    return between.length === 1 ? `channel ${ranges}${verb(one)}` : `channels ${ranges}${verb(many)}`;
  }
}

/** What may have become of each channel's own bias. */
function changes(own: (channel: number) => number): (readonly [string, string, Rule])[] {
  const scales = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((off): (readonly [string, string, Rule])[] => [
    [`scale+${off}`, `is ${2 ** off} times too large`, (c) => own(c) * 2 ** off],
    [`scale-${off}`, `is ${2 ** off} times too small`, (c) => own(c) >> off],
    [`scale-${off}`, `is ${2 ** off} times too small`, (c) => Math.trunc(own(c) / 2 ** off)],
  ]);
  return [
    ["twice", "is added twice", (c) => own(c) * 2],
    ["subtracted", "is subtracted", (c) => -own(c)],
    ["unsigned", "is read as unsigned bytes", (c) => own(c) & 255],
    ["int8", "is cut to 8 bits", (c) => (own(c) << 24) >> 24],
    ...scales,
  ];
}

const valueWords = ({ from, to }: BiasRange): string => (from === to ? `${from}` : `${from} … ${to}`);

function bitWords({ from, to }: BiasRange, own: number): string {
  const bits = (own ^ from) & 255;
  return from === to && bits !== 0 && (bits & (bits - 1)) === 0 ? " (one bit)" : "";
}

/** Every channel has the bias of one so far away; those whose source lies outside of the list may have any. */
function byDistance(seen: Biases, model: Int32Array): BiasWords | undefined {
  const { found } = seen;
  for (let size = 1; size < Math.min(model.length, REACH); size++) {
    for (const by of [size, -size]) {
      const rule: Rule = (c) => model[c + by];
      const inside = found.filter(({ channel }) => rule(channel) !== undefined);
      const outside = found.length - inside.length;
      if (
        inside.length < Math.max(1, found.length / 2) ||
        !inside.every((range) => seen.has(range, rule(range.channel)))
      )
        continue;
      // One right guess in a short list may be luck.
      if (inside.length < 2 && new Set(model).size > 2) continue;
      const who = outside === 1 ? "one channel reads" : `${outside} channels read`;
      const beyond = outside === 0 ? "" : ` (${who} what lies beyond the list)`;
      const step = `channel c ${by < 0 ? "−" : "+"} ${size}`;
      const text =
        by < 0 && outside === 0 && size % 4 === 0
          ? `${seen.subject(rule, "gets", "get")} the bias of ${step}: the bias pointer is not advanced between blocks of ${size}`
          : `channel c gets the bias of ${step}: the bias pointer is ${size} too ${by < 0 ? "early" : "far"}${beyond}`;
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

import { transpose } from "../../diff/align.js";
import { type ImageExtent, imageExtent } from "../../diff/image-extent.js";
import type { Candidate, Prediction } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";

/** The right values at the wrong places: another layout, channels permuted, an address off by some bytes. */
export function outputOrder(input: DiagnosisInput): Candidate[] {
  const { reference, layout } = input;
  const extent = imageExtent(reference.shape, layout);
  const candidates: Candidate[] = [];
  const add = (cause: string, text: string, look: string, bits: number, predict: () => Prediction): void =>
    void candidates.push({ family: "output-order", cause, text, look, bits, predict });
  if (layout !== undefined && reference.shape.length === 4) {
    const other = layout === "NHWC" ? "NCHW" : "NHWC";
    const look = "a layout_transform that is missing or done twice, or the strides of the store";
    add(other.toLowerCase(), `the output is written as ${other} instead of ${layout}`, look, 3, () => ({
      values: numbers(transpose(reference, other).data),
    }));
    add("twice", `the elements are transposed from ${other} although they lie as ${layout} already`, look, 4, () => ({
      values: numbers(
        transpose(reference.reshape(other === "NCHW" ? nchw(reference.shape) : nhwc(reference.shape)), layout).data,
      ),
    }));
  }
  if (extent !== undefined) candidates.push(...channelOrder(input, extent));
  for (let by = -16; by <= 16; by++) {
    if (by === 0 || Math.abs(by) * 4 > reference.size) continue;
    const text = `every value lies ${Math.abs(by)} element${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "early" : "late"} in memory`;
    add(`offset${by > 0 ? "+" : ""}${by}`, text, "the address and alignment of the output's buffer", 6, () =>
      shifted(numbers(reference.data), by, input),
    );
  }
  return candidates;
}

const nchw = ([n, h, w, c]: readonly number[]): number[] => [n!, c!, h!, w!];
const nhwc = ([n, c, h, w]: readonly number[]): number[] => [n!, h!, w!, c!];

/** What lies behind a moved output is what was there before, if that is known. */
function shifted(values: ArrayLike<number>, by: number, { before, board }: DiagnosisInput): Prediction {
  const result = new Float64Array(values.length);
  const unknown = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const from = i + by;
    if (from >= 0 && from < values.length) result[i] = values[from]!;
    else if (before !== undefined && board.dtype === "int8") result[i] = (before << 24) >> 24;
    else unknown[i] = 1;
  }
  return { values: result, unknown };
}

/** Channels exchanged among each other: which, is read off the board's own values. */
function channelOrder({ reference, board }: DiagnosisInput, extent: ImageExtent): Candidate[] {
  const { c, step } = extent;
  const pixels = reference.size / c;
  // A channel of few elements is equal to another by chance.
  if (c < 2 || pixels < 4) return [];
  const place = (channel: number, pixel: number): number =>
    step.c === 1 ? pixel * c + channel : Math.floor(pixel / step.c) * step.c * c + channel * step.c + (pixel % step.c);
  const columns = new Map<string, number[]>();
  const column = (data: ArrayLike<number | bigint>, channel: number): string => {
    let text = "";
    for (let pixel = 0; pixel < pixels; pixel++) text += `${data[place(channel, pixel)]},`;
    return text;
  };
  for (let channel = 0; channel < c; channel++) {
    const key = column(reference.data, channel);
    columns.set(key, [...(columns.get(key) ?? []), channel]);
  }
  const from: number[] = [];
  for (let channel = 0; channel < c; channel++) {
    const found = columns.get(column(board.data, channel));
    if (found === undefined) return [];
    from.push(found.includes(channel) ? channel : found[0]!);
  }
  const predict = () => {
    const values = new Float64Array(reference.size);
    for (let channel = 0; channel < c; channel++)
      for (let pixel = 0; pixel < pixels; pixel++)
        values[place(channel, pixel)] = Number(reference.data[place(from[channel]!, pixel)]);
    return { values };
  };
  const moved = from.flatMap((source, channel) => (source === channel ? [] : [`${channel} holds ${source}`]));
  const bgr = moved.join() === "0 holds 2,2 holds 0" ? " (BGR for RGB)" : "";
  const text = `the output's channels are permuted${bgr}: ${moved.slice(0, 4).join(", ")}${moved.length > 4 ? ", …" : ""}`;
  const look = "the index of the output channel in the store, and the order of the weights' rows";
  // A source that stands twice is no permutation: each place then chooses its source freely.
  const each = new Set(from).size === c ? 1 : Math.log2(c);
  return [{ family: "output-order", cause: "channels", text, look, bits: 2 + moved.length * each, predict }];
}

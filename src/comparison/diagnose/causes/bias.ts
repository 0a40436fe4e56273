import type { FinishChange, FinishFamily } from "../product/change.js";
import type { Finish } from "../product/model.js";
import { rotate } from "./shift.js";

const PLACE = "where the kernel adds the bias, and in which scale the exporter wrote it";
const INDEX = "the bias pointer of the call and the index it is read with";

/** The bias is added elsewhere, in another scale, from another channel, or not at all. */
export const bias: FinishFamily = {
  family: "bias",
  changes({ finish, hasBias }, { others }) {
    if (!hasBias) return [];
    const channels = finish.bias.length;
    const change = (cause: string, text: string, look: string, bits: number, apply: FinishChange["apply"]) => ({
      cause,
      text,
      look,
      bits,
      apply,
    });
    const values = (cause: string, text: string, look: string, bits: number, map: (bias: Int32Array) => Int32Array) =>
      change(cause, text, look, bits, (law) => ({ ...law, bias: map(law.bias) }));
    const changes = [
      ...places(finish).map(([place, text, bits]) =>
        change(place, text, PLACE, bits, (law) => ({ ...law, biasPlace: place })),
      ),
      values("missing", "the bias is not added", INDEX, 2, (all) => all.map(() => 0)),
      values("twice", "the bias is added twice", PLACE, 4, (all) => all.map((value) => value * 2)),
      values("subtracted", "the bias is subtracted", PLACE, 4, (all) => all.map((value) => -value)),
      values("unsigned", "the bias is read as unsigned bytes", INDEX, 5, (all) => all.map((value) => value & 255)),
      values("first-channel", "every channel gets the first channel's bias", INDEX, 3, (all) =>
        all.map((_, __, a) => a[0]!),
      ),
      values("reversed", "the biases are in reverse order", INDEX, 5, (all) => all.toReversed()),
    ];
    for (let by = 1; by < channels; by++) {
      const near = by <= 2 || channels - by <= 2;
      const signed = by > channels / 2 ? by - channels : by;
      const text = `channel c gets the bias of channel c ${signed < 0 ? "−" : "+"} ${Math.abs(signed)}`;
      changes.push(
        values(`channel${signed > 0 ? "+" : ""}${signed}`, text, INDEX, near ? 3 : 3 + Math.log2(channels), (all) =>
          rotate(all, by),
        ),
      );
    }
    for (const off of [1, 2, 3, 4, 5, 6, 7, 8]) {
      changes.push(
        values(
          `scale+${off}`,
          `the bias is ${2 ** off} times too large: its exponent is off by ${off}`,
          PLACE,
          5,
          (all) => all.map((value) => value * 2 ** off),
        ),
        values(
          `scale-${off}`,
          `the bias is ${2 ** off} times too small: its exponent is off by ${off}`,
          PLACE,
          5,
          (all) => all.map((value) => value >> off),
        ),
      );
    }
    for (const { id, tensor, constant, reader = id } of others) {
      if (!constant || tensor.size < channels || !/^int(8|32)$/.test(tensor.dtype)) continue;
      const other = Int32Array.from(tensor.data.subarray(0, channels) as ArrayLike<number>);
      changes.push(
        values(
          `of ${id}`,
          `the bias is read from the constants of ${reader}`,
          INDEX,
          4 + Math.log2(others.length),
          () => other,
        ),
      );
    }
    return changes;
  },
};

function places({ biasPlace }: Finish): (readonly [Finish["biasPlace"], string, number])[] {
  if (biasPlace === "quotient") {
    return [
      ["accumulator", "the bias is added before the shift, in the output's scale", 3],
      ["accumulator-scaled", "the bias is added before the shift, brought to the accumulator's scale", 3],
    ];
  }
  return [["quotient", "the bias is added after the shift, in the accumulator's scale", 3]];
}

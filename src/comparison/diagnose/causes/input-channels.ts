import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Taps } from "../product/model.js";

/** Input channels that meet another channel's weights, or are left out of the sum. */
export const inputChannels: TapsFamily = {
  family: "input-channels",
  changes({ taps }) {
    const { groupInputs, image, output } = taps.geometry;
    const changes: TapsChange[] = [];
    const add = (cause: string, text: string, look: string, bits: number, rows: Taps["rows"]): void =>
      void changes.push({ cause, text, look, bits, taps: { ...taps, rows } });
    for (const block of [16, 8, 4]) {
      const whole = groupInputs - (groupInputs % block);
      if (whole === groupInputs || whole === 0) continue;
      const text = `input channels ${whole}–${groupInputs - 1} are left out (the tail of ${groupInputs} mod ${block})`;
      add(
        `tail-${block}`,
        text,
        `the kernel's loop over blocks of ${block} input channels, and its remainder`,
        3,
        each(taps, (row, i) => (i < whole ? row + i : -1)),
      );
    }
    if (groupInputs > 1) {
      const look = "the order of the image's channels against that of the weights";
      add(
        "reversed",
        "the input's channels are in reverse order",
        look,
        4,
        each(taps, (row, i) => row + groupInputs - 1 - i),
      );
      for (const by of [1, -1]) {
        const text = `input channel c meets the weights of channel c ${by > 0 ? "+" : "−"} 1`;
        add(
          `rotated${by > 0 ? "+1" : "-1"}`,
          text,
          look,
          4,
          each(taps, (row, i) => row + ((i + by + groupInputs) % groupInputs)),
        );
      }
    } else if (image.c > 1) {
      const length = taps.rows.length / output.c;
      for (const by of [1, -1]) {
        const rows = taps.rows.map((_, i, all) => all[(i + by * length + all.length) % all.length]!);
        const text = `channel c is filtered with the weights of channel c ${by > 0 ? "+" : "−"} 1`;
        add(`depthwise${by > 0 ? "+1" : "-1"}`, text, "the index into the depthwise weights", 4, rows);
      }
    }
    return changes;
  },
};

/** Rows [o][tap][i] with the weight at `from(row start, i)` in place of i; 0 for a negative index. */
function each({ geometry, rows }: Taps, from: (row: number, i: number) => number): Int8Array {
  const { groupInputs } = geometry;
  const result = new Int8Array(rows.length);
  for (let row = 0; row < rows.length; row += groupInputs)
    for (let i = 0; i < groupInputs; i++) {
      const index = from(row, i);
      result[row + i] = index < 0 ? 0 : rows[index]!;
    }
  return result;
}

import type { Product } from "../product/model.js";
import type { KernelWords, Pair } from "./kernel-words.js";

/** Bytes exchanged inside each word of the constant. */
export function swappedWords(
  { orders }: Product,
  { own, found }: Pick<Pair, "own" | "found">,
): KernelWords | undefined {
  const words = [
    [1, "the bytes of each 16-bit word of the weights are exchanged"],
    [3, "the bytes of each 32-bit word of the weights are in the other order"],
    [2, "the halves of each 32-bit word of the weights are exchanged"],
  ] as const;
  for (const { offsets } of orders) {
    const memory = new Int16Array(own.length);
    for (let i = 0; i < own.length; i++) memory[offsets[i]!] = own[i]!;
    for (const [by, text] of words)
      if (offsets.every((at, i) => found[i] === (memory[at ^ by] ?? memory[at])))
        return { cause: `swapped ${by}`, text, look: "how the constant is written to flash: the width of a word" };
  }
  return undefined;
}

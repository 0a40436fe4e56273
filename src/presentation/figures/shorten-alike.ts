import { oneLine } from "../../base/errors.js";
import { shorten } from "./text.js";

/** The end of a text, an ellipsis before it. */
function tail(text: string, width: number): string {
  const characters = [...oneLine(text)];
  return characters.length <= width
    ? characters.join("")
    : `…${characters.slice(characters.length - width + 1).join("")}`;
}

/**
 * Texts that are read beside each other, each cut to `width` characters where they are alike: in the middle, or at the
 * front where that leaves more of them different.
 */
export function shortenAlike(texts: readonly string[], width: number): string[] {
  const [middle, end] = [shorten, tail].map((cut) => texts.map((text) => cut(text, width))) as [string[], string[]];
  return new Set(end).size > new Set(middle).size ? end : middle;
}

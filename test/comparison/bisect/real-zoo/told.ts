import type { Expected } from "./fault.js";

/** What a report says about the first wrong layer: its headline and its claim, on one line; measured times as N. */
export function told(said: string): string {
  const paragraphs = said.split("\n\n").filter((paragraph) => !paragraph.startsWith("reference  "));
  const [headline = "", claim = ""] = paragraphs.filter((paragraph) => !/^ *# +layer/.test(paragraph));
  return [headline, claim.split(/\n {2}(?:look at|first at) /, 1)[0]!]
    .join("\n")
    .replace(/\s*\n\s*/g, " ")
    .replace(/after [\d.]+ s and \d+ attempts/, "after N s and N attempts")
    .replace(/none of \d+ known causes/, "none of N known causes")
    .trim();
}

/** How a report tells where an error comes from. */
const WORDS: Readonly<Record<Expected, RegExp>> = {
  own: /wrong by (itself|themselves)/,
  run: /wrong in the run only/,
  entry: /wrong only when the application runs all calls as one/,
  repeat: /not the same from run to run/,
  died: / (did not|failed with code|the model fails)[: ]/,
};

export function originRight(text: string, expected: Expected): boolean {
  return WORDS[expected].test(text);
}

/** Whether the layer is the first that is told, or, of an entry point, one of those that the claim concerns. */
export function layerRight(text: string, index: number, expected: Expected): boolean {
  if (expected === "entry") return new RegExp(`layers? (\\d+, )*${index}\\b`).test(text);
  return new RegExp(`(^| )layers? ${index}\\b(?!.* came back, layer (?!${index}\\b))`).test(text);
}

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { PNG } from "pngjs";

/** Side of the squares whose mean colours are compared: fonts draw the same letters in other pixels. */
const SQUARE = 20;

/**
 * Holds a screenshot against the one that was looked at and kept; where none is kept, it is.
 * @returns share of squares whose colour is another, 0 … 1
 */
export function unlike(path: string, png: Uint8Array): number {
  if (!existsSync(path)) writeFileSync(path, png);
  const [kept, found] = [readFileSync(path), png].map((bytes) => PNG.sync.read(Buffer.from(bytes)));
  if (kept!.width !== found!.width || kept!.height !== found!.height) return 1;
  const [a, b] = [squares(kept!), squares(found!)];
  return a.filter((color, i) => color.some((value, c) => Math.abs(value - b[i]![c]!) > 24)).length / a.length;
}

function squares({ width, height, data }: PNG): number[][] {
  const result: number[][] = [];
  for (let y = 0; y + SQUARE <= height; y += SQUARE)
    for (let x = 0; x + SQUARE <= width; x += SQUARE) {
      const sum = [0, 0, 0];
      for (let i = 0; i < SQUARE * SQUARE; i++) {
        const at = 4 * ((y + Math.floor(i / SQUARE)) * width + x + (i % SQUARE));
        for (let c = 0; c < 3; c++) sum[c]! += data[at + c]!;
      }
      result.push(sum.map((value) => value / SQUARE ** 2));
    }
  return result;
}

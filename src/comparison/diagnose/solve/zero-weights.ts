import { finishAll } from "../product/finish.js";
import { indexSetWords } from "../words/index-set.js";
import type { ProductRuns } from "./product-runs.js";
import type { Solution } from "./solution.js";

/** Output channels that give their bias whatever they see: no weight counts. */
export function zeroWeights(seen: ProductRuns): Solution[] {
  const { runs, product, channels, pixels, wrongChannels } = seen;
  // With one run only it cannot be told from an input of zeros, unless whoever ran it wrote the input.
  if (runs.input.inputsWritten === undefined || wrongChannels.length === 0) return [];
  const bias = finishAll(new Int32Array(channels), product.finish);
  const silent = (channel: number): boolean =>
    runs.found.every((values) => {
      for (let pixel = 0; pixel < pixels; pixel++)
        if (values[pixel * channels + channel] !== bias[channel]) return false;
      return true;
    });
  if (!wrongChannels.every(silent)) return [];
  const all = Array.from({ length: channels }, (_, channel) => channel).filter(silent);
  const where = indexSetWords("output channel", all, channels);
  const set = new Set(wrongChannels);
  return [
    {
      ...{ family: "weights", cause: `zero ${where || "all"}`, bits: 3 },
      text: `${where === "" ? "all weights" : `all weights of ${where}`} read as 0: the output is the bias whatever the layer sees`,
      look: "the weights' pointer of the call, and whether the table was programmed",
      predict: (run) => ({
        values: Float64Array.from(runs.expected[runs.all.indexOf(run)]!, (right, i) =>
          set.has(i % channels) ? bias[i % channels]! : right,
        ),
      }),
    },
  ];
}

import { float32Data, sizeOf } from "./array.js";
import { numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";
import { realPower } from "./power.js";

/**
 * `nn.lrn`, local response normalization over the channels of [N, C, …]:
 * x / (bias + alpha / size · Σ x²)^beta, the sum over `size` channels around each, ⌊(size − 1) / 2⌋ of them before.
 * Everything in double, rounded once; alpha, beta and bias are float32.
 */
export const lrn: Kernel = ([input], attributes, [output]) => {
  const [batch, channels] = input.shape;
  const inner = sizeOf(input.shape.slice(2));
  const size = numberAttribute(attributes, "size");
  const [alpha, beta, bias] = ["alpha", "beta", "bias"].map((name) => Math.fround(numberAttribute(attributes, name)));
  const before = (size - 1) >> 1;
  const x = float32Data(input);
  const out = float32Data(output);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < inner; i++) {
        const end = Math.min(channels, c - before + size);
        let squares = 0;
        for (let other = Math.max(0, c - before); other < end; other++) {
          const value = x[(n * channels + other) * inner + i];
          squares += value * value;
        }
        const at = (n * channels + c) * inner + i;
        out[at] = x[at] / realPower(bias + (alpha / size) * squares, beta);
      }
    }
  }
};

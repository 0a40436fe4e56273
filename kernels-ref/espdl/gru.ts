import { numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { type GateSums, gateSums } from "./gate-sums.js";
import { sigmoidTable, tanhTable } from "./gate-table.js";
import { quantizeFloat, rangeOf, roundFloat, scaleOf } from "./rounding.js";

const { fround } = Math;
type Quantized = Int8Array | Int16Array;

/**
 * `espdl.gru`: ONNX GRU with linear_before_reset = 1 on int8 or int16, a batch of 1 and one or two `directions`.
 * Inputs: X [seq, 1, in], W [dir, 3·hidden, in], R [dir, 3·hidden, hidden], B [dir, 6·hidden] int16, initial h. Outputs
 * Y and Y_h. Gates stand in the order update, reset, new.
 *
 * Law: both products lie on the int16 grid 2^`gate_exponent` and adding their biases wraps, adding the two does not;
 * `shifts` are gate − data − weight exponent for W and R; gates are float32, from tables.
 */
export const gru: Kernel = (...call) => gruBy(gateSums)(...call);

/** The same with `sums` in place of the law of the products. */
export const gruBy =
  (sums: GateSums): Kernel =>
  (inputs, attributes, [outputY, outputH], arithmetic) => {
    const { rounding } = arithmetic;
    const [x, w, r] = inputs.slice(0, 3).map(({ data }) => data as Quantized);
    const bias = inputs[3].data as Int16Array;
    const initialH = inputs[4].data as Quantized;
    const [y, yh] = [outputY.data as Quantized, outputH.data as Quantized];
    const hidden = numberAttribute(attributes, "hidden_size");
    const directions = numberAttribute(attributes, "directions");
    const [shiftW, shiftR] = numbersAttribute(attributes, "shifts");
    const gateExponent = numberAttribute(attributes, "gate_exponent");
    const columns = inputs[0].shape[2];
    const steps = x.length / columns;
    const sigmoid = sigmoidTable(gateExponent);
    const tanh = tanhTable(gateExponent);
    const rescale = scaleOf(-numberAttribute(attributes, "output_exponent"));
    const { low, high } = rangeOf(outputY.dtype);
    const fromX = new Int16Array(3 * hidden);
    const fromH = new Int16Array(3 * hidden);
    for (let direction = 0; direction < directions; direction++) {
      const h = yh.subarray(direction * hidden, (direction + 1) * hidden);
      h.set(initialH.subarray(direction * hidden, (direction + 1) * hidden));
      const biases = direction * 6 * hidden;
      for (let step = 0; step < steps; step++) {
        const time = direction === 0 ? step : steps - 1 - step;
        sums(w, direction * 3 * hidden * columns, x, time * columns, columns, shiftW, arithmetic, fromX);
        sums(r, direction * 3 * hidden * hidden, h, 0, hidden, shiftR, arithmetic, fromH);
        for (let i = 0; i < 3 * hidden; i++) {
          fromX[i] += bias[biases + i];
          fromH[i] += bias[biases + 3 * hidden + i];
        }
        for (let i = 0; i < hidden; i++) {
          const update = sigmoid(fromX[i] + fromH[i]);
          const reset = sigmoid(fromX[hidden + i] + fromH[hidden + i]);
          const rest = fround(reset * fromH[2 * hidden + i]);
          const candidate = tanh(roundFloat(fround(fromX[2 * hidden + i] + rest), rounding));
          const fresh = fround(fround(fround(1 - update) * candidate) * rescale);
          h[i] = quantizeFloat(fround(fresh + fround(update * h[i])), rounding, low, high);
          y[(time * directions + direction) * hidden + i] = h[i];
        }
      }
    }
  };

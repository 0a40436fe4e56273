import { numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { type GateSums, gateSums } from "./gate-sums.js";
import { sigmoidTable, tanhTable } from "./gate-table.js";
import { quantizeFloat, rangeOf, roundFloat, scaleOf } from "./rounding.js";

const { fround } = Math;
type Quantized = Int8Array | Int16Array;

/**
 * `espdl.lstm`: ONNX LSTM on int8 or int16 with a batch of 1 and one or two `directions`. Inputs: X [seq, 1, in],
 * W [dir, 4·hidden, in], R [dir, 4·hidden, hidden], B [dir, 8·hidden] int16, initial h, initial c int16. Outputs Y, Y_h
 * and Y_c (int16). Gates stand in the order input, output, forget, cell.
 *
 * Law: both products lie on the int16 grid 2^`gate_exponent`; adding them and the biases wraps, as does the cell state.
 * `shift_w` and `shift_r` are gate − data − weight exponent; gates are float32, from tables.
 */
export const lstm: Kernel = (...call) => lstmBy(gateSums)(...call);

/** The same with `sums` in place of the law of the products. */
export const lstmBy =
  (sums: GateSums): Kernel =>
  (inputs, attributes, outputs, arithmetic) => {
    const { rounding } = arithmetic;
    const [x, w, r] = inputs.slice(0, 3).map(({ data }) => data as Quantized);
    const bias = inputs[3].data as Int16Array;
    const [initialH, initialC] = [inputs[4].data as Quantized, inputs[5].data as Int16Array];
    const [y, yh, yc] = outputs.map(({ data }) => data as Quantized);
    const hidden = numberAttribute(attributes, "hidden_size");
    const directions = numberAttribute(attributes, "directions");
    const [shiftW, shiftR] = numbersAttribute(attributes, "shifts");
    const gateExponent = numberAttribute(attributes, "gate_exponent");
    const columns = inputs[0].shape[2];
    const steps = x.length / columns;
    const sigmoid = sigmoidTable(gateExponent);
    const tanh = tanhTable(gateExponent);
    const rescaleY = scaleOf(-numberAttribute(attributes, "output_exponent"));
    const rescaleC = scaleOf(-gateExponent);
    const { low, high } = rangeOf(outputs[0].dtype);
    const fromX = new Int16Array(4 * hidden);
    const fromH = new Int16Array(4 * hidden);
    for (let direction = 0; direction < directions; direction++) {
      const h = yh.subarray(direction * hidden, (direction + 1) * hidden);
      const c = yc.subarray(direction * hidden, (direction + 1) * hidden);
      h.set(initialH.subarray(direction * hidden, (direction + 1) * hidden));
      c.set(initialC.subarray(direction * hidden, (direction + 1) * hidden));
      const biases = direction * 8 * hidden;
      for (let step = 0; step < steps; step++) {
        const time = direction === 0 ? step : steps - 1 - step;
        sums(w, direction * 4 * hidden * columns, x, time * columns, columns, shiftW, arithmetic, fromX);
        sums(r, direction * 4 * hidden * hidden, h, 0, hidden, shiftR, arithmetic, fromH);
        for (let i = 0; i < 4 * hidden; i++) fromX[i] += bias[biases + i] + fromH[i] + bias[biases + 4 * hidden + i];
        for (let i = 0; i < hidden; i++) {
          const input = sigmoid(fromX[i]);
          const output = sigmoid(fromX[hidden + i]);
          const forget = sigmoid(fromX[2 * hidden + i]);
          const cell = fround(fround(input * tanh(fromX[3 * hidden + i])) * rescaleC);
          c[i] = roundFloat(fround(fround(forget * c[i]) + cell), rounding);
          h[i] = quantizeFloat(fround(fround(output * tanh(c[i])) * rescaleY), rounding, low, high);
          y[(time * directions + direction) * hidden + i] = h[i];
        }
      }
    }
  };

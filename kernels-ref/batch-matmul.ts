import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/**
 * `nn.batch_matmul`: out[b, m, n] = Σ_k x[b, m, k] · y[b, k, n] in float32, rounded after each product and sum.
 * A batch of 1 is read again for every batch of the other operand.
 */
export const batchMatmul: Kernel = ([left, right], _attributes, [output]) => {
  const [batch, rows, columns] = output.shape;
  const depth = left.shape[2];
  const x = float32Data(left);
  const y = float32Data(right);
  const out = float32Data(output);
  let to = 0;
  for (let b = 0; b < batch; b++) {
    const xBatch = left.shape[0] === 1 ? 0 : b * rows * depth;
    const yBatch = right.shape[0] === 1 ? 0 : b * depth * columns;
    for (let m = 0; m < rows; m++) {
      for (let n = 0; n < columns; n++) {
        let sum = 0;
        for (let k = 0; k < depth; k++)
          sum = Math.fround(sum + Math.fround(x[xBatch + m * depth + k] * y[yBatch + k * columns + n]));
        out[to++] = sum;
      }
    }
  }
};

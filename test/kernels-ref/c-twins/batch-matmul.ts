import { ROUNDS, random, type Twins, type } from "./twins.js";

export function batchMatmul(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    const [batch, rows, depth, columns] = [random(1, 3), random(1, 4), random(1, 7), random(1, 5)];
    const small = (): number => random(-500, 500) / 32;
    const left = type("float32", [random(0, 1) ? batch : 1, rows, depth]);
    const right = type("float32", [left.shape[0] === 1 || random(0, 1) ? batch : 1, depth, columns]);
    const made = type("float32", [Math.max(left.shape[0]!, right.shape[0]!), rows, columns]);
    twins.call("nn.batch_matmul", [twins.input(left, small), twins.input(right, small)], [made]);
  }
}

import { Tensor } from "../../src/base/tensor/tensor.js";

/** A reproducible source of numbers: xorshift32. */
export class Random {
  constructor(private state: number) {}

  /** A whole number from `low` to `high`. */
  int(low: number, high: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return low + ((this.state >>> 0) % (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)]!;
  }

  /** Integers of a dtype below `bound` in size, a few of them the dtype's ends. */
  tensor(dtype: "int8" | "int16", shape: readonly number[], bound = dtype === "int8" ? 128 : 32768): Tensor {
    const tensor = Tensor.zeros(dtype, shape);
    const [low, high] = [-bound, Math.min(bound, dtype === "int8" ? 127 : 32767)];
    for (let i = 0; i < tensor.size; i++)
      tensor.data[i] = (this.int(0, 40) === 0 ? this.pick([low, high]) : this.int(low, high)) as never;
    return tensor;
  }
}

import type { Product } from "./products.js";

/** Products of terms that the moments of a layer may take. */
const WORK = 3e8;

/** Covariance of a product's terms, for each of its groups, over samples of its input. */
export class Moments {
  private readonly sums: Float64Array[];
  private readonly squares: Float64Array[];
  private readonly patch: Float64Array;
  private count = 0;

  /** @param samples how many will be added: the positions that are looked at are spread over them */
  constructor(
    private readonly product: Product,
    private readonly samples: number,
  ) {
    const { groups, terms } = product;
    this.sums = Array.from({ length: groups }, () => new Float64Array(terms));
    this.squares = Array.from({ length: groups }, () => new Float64Array(terms * terms));
    this.patch = new Float64Array(terms);
  }

  /** @param data one sample of the input, channels before spatial axes */
  add(data: Float32Array, shape: readonly number[]): void {
    const { groups, terms } = this.product;
    const positions = this.positions(shape);
    const total = positions.reduce((product, size) => product * size, 1);
    const wanted = Math.max(1, Math.floor(WORK / (groups * terms * terms * this.samples)));
    const stride = Math.max(1, total / wanted);
    for (let at = 0; at < total; at += stride) {
      const position = Math.floor(at);
      for (let group = 0; group < groups; group++) {
        this.read(data, shape, positions, position, group);
        this.accumulate(group);
      }
      this.count++;
    }
  }

  /** Covariance of the terms of a group, [terms, terms]. */
  covariance(group: number): Float64Array {
    const { terms } = this.product;
    const [sums, squares] = [this.sums[group]!, this.squares[group]!];
    const result = new Float64Array(terms * terms);
    for (let i = 0; i < terms; i++) {
      for (let j = i; j < terms; j++) {
        const value = squares[i * terms + j]! / this.count - (sums[i]! * sums[j]!) / this.count ** 2;
        result[i * terms + j] = value;
        result[j * terms + i] = value;
      }
    }
    return result;
  }

  /** Sizes of the spatial axes of the output; one for a matrix product's rows. */
  private positions(shape: readonly number[]): number[] {
    const { window, terms } = this.product;
    if (window === undefined) return [shape.reduce((product, size) => product * size, 1) / terms];
    return window.kernel.map((size, axis) => {
      const reach = window.dilations[axis]! * (size - 1) + 1;
      return Math.max(1, Math.floor((shape[axis + 2]! + 2 * window.pads[axis]! - reach) / window.strides[axis]!) + 1);
    });
  }

  private read(
    data: Float32Array,
    shape: readonly number[],
    positions: readonly number[],
    position: number,
    group: number,
  ): void {
    const { window, terms, groups } = this.product;
    const { patch } = this;
    if (window === undefined) {
      for (let i = 0; i < terms; i++) patch[i] = data[position * terms + i]!;
      return;
    }
    const { kernel, strides, dilations, pads } = window;
    const rank = kernel.length;
    const spatial = shape.slice(2);
    const depth = shape[1]! / groups;
    const plane = spatial.reduce((product, size) => product * size, 1);
    const inner = kernel.reduce((product, size) => product * size, 1);
    const start = new Array<number>(rank);
    for (let axis = rank - 1, rest = position; axis >= 0; axis--) {
      start[axis] = (rest % positions[axis]!) * strides[axis]! - pads[axis]!;
      rest = Math.floor(rest / positions[axis]!);
    }
    for (let tap = 0; tap < inner; tap++) {
      let offset = 0;
      let inside = true;
      for (let axis = 0, rest = tap, below = inner; axis < rank; axis++) {
        below /= kernel[axis]!;
        const index = start[axis]! + Math.floor(rest / below) * dilations[axis]!;
        rest %= below;
        if (index < 0 || index >= spatial[axis]!) inside = false;
        offset = offset * spatial[axis]! + index;
      }
      for (let channel = 0; channel < depth; channel++)
        patch[channel * inner + tap] = inside ? data[(group * depth + channel) * plane + offset]! : 0;
    }
  }

  private accumulate(group: number): void {
    const { patch } = this;
    const { terms } = this.product;
    const [sums, squares] = [this.sums[group]!, this.squares[group]!];
    for (let i = 0; i < terms; i++) {
      const x = patch[i]!;
      if (x === 0) continue;
      sums[i]! += x;
      const row = i * terms;
      for (let j = i; j < terms; j++) squares[row + j]! += x * patch[j]!;
    }
  }
}

/** A tensor read and written by coordinates, as reference implementations often are. */
export class CoordinateTensor {
  constructor(
    readonly shape: readonly number[],
    readonly data: Int8Array | Int32Array,
  ) {}

  private offset(location: readonly number[]): number {
    return location.reduce((offset, coordinate, axis) => offset * this.shape[axis]! + coordinate, 0);
  }

  at(location: readonly number[]): number {
    return this.data[this.offset(location)]!;
  }

  set(location: readonly number[], value: number): void {
    this.data[this.offset(location)] = value;
  }
}

/** A convolution with padding 1 (NHWC, HWIO, 3×3) through element getters: what the kernels of this project avoid. */
export function convolveByCoordinates(
  x: CoordinateTensor,
  w: CoordinateTensor,
  y: CoordinateTensor,
  rows: number,
): void {
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const outputs = w.shape[3]!;
  for (let oy = 0; oy < rows; oy++) {
    for (let ox = 0; ox < width; ox++) {
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let r = 0; r < 3; r++) {
          for (let s = 0; s < 3; s++) {
            const [iy, ix] = [oy + r - 1, ox + s - 1];
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            for (let c = 0; c < channels; c++) sum += x.at([0, iy, ix, c]) * w.at([r, s, c, o]);
          }
        }
        y.set([0, oy, ox, o], sum);
      }
    }
  }
}

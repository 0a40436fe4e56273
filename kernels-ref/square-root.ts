const bits = new DataView(new ArrayBuffer(8));

/**
 * √x in double for x ≥ 0, to within an ulp or two: half the exponent as a first guess, then Newton's steps, each of
 * which doubles the digits. TypeScript and C share it, for boards have no double square root.
 */
export function squareRoot(x: number): number {
  if (x === 0 || !(x < Number.POSITIVE_INFINITY)) return x;
  bits.setFloat64(0, x);
  bits.setUint32(0, (bits.getUint32(0) >>> 1) + 0x1ff80000);
  bits.setUint32(4, 0);
  let root = bits.getFloat64(0);
  for (let step = 0; step < 5; step++) root = 0.5 * (root + x / root);
  return root;
}

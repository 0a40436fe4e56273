/** Exponents tried: the one that cuts nothing and those below it. */
const CANDIDATES = 3;

/** Of a weight's exponents in 8 bits the one of least squared error, cutting and rounding together; the widest of equals. */
export function leastError(values: ArrayLike<number | bigint>, widest: number): number {
  let [best, least] = [widest, Number.POSITIVE_INFINITY];
  for (let exponent = widest; exponent > widest - CANDIDATES; exponent--) {
    const scale = 2 ** exponent;
    let noise = 0;
    for (let i = 0; i < values.length; i++) {
      const x = Number(values[i]);
      const q = Math.min(Math.max(Math.floor(x / scale + 0.5), -128), 127);
      noise += (x - q * scale) ** 2;
    }
    if (noise < least) [best, least] = [exponent, noise];
  }
  return best;
}

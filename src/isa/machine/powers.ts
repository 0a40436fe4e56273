/** 2^-n for n from 0 to 63: multiplying by it divides exactly. */
export const INVERSE_POWERS: Float64Array = Float64Array.from({ length: 64 }, (_, n) => 2 ** -n);

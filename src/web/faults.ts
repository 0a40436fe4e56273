/** The mistakes that the first screen can make on its board, by name; what they do is in `worker/faults.ts`. */
export const FAULTS = {
  padding: "pad below and right only",
  rounding: "round the shift half up",
  bias: "leave the bias out",
  relu: "leave the ReLU out",
  shift: "shift by one too few",
  weights: "swap rows and columns of the kernel",
} as const;

export type FaultName = keyof typeof FAULTS;

import { type Arithmetic, CHIPS, type Chip, ESPDL_ARITHMETIC, type Unpinned } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";

export { CHIPS, type Chip, isVectorChip } from "../../kernels-ref/index.js";

/** Bits of a lane in which the ESP32-S3 accumulates an int8 convolution. */
const S3_LANE_BITS = 20;

/** One chip of each arithmetic. */
export const ARITHMETICS = ["esp32s3", "esp32p4", "c"] as const satisfies readonly Chip[];

/** The chip of that name, `s3` for `esp32s3`. @throws UserError when it is not one of `CHIPS`. */
export function parseChip(name: string): Chip {
  const full = name.replace(/^(?=[scph]\d)/, "esp32");
  if (Object.hasOwn(CHIPS, full)) return full as Chip;
  throw new UserError(`--target_chip ${JSON.stringify(name)}: must be one of ${Object.keys(CHIPS).join(", ")}`);
}

/**
 * The arithmetic of a chip; with `saturatingLanes`, int8 convolutions in the 20-bit lanes of the ESP32-S3.
 * @param vector other readings of the chip's vector unit than those by which the vectors were made; "none" for the
 * portable C everywhere, which is what Espressif's C++ compiled for a PC computes
 * @throws UserError when lanes are asked for on another chip.
 */
export function chipArithmetic(
  chip: Chip,
  saturatingLanes = false,
  vector: Partial<Unpinned> | "none" = {},
): Arithmetic {
  const arithmetic = withVector(ESPDL_ARITHMETIC[CHIPS[chip]], vector);
  if (!saturatingLanes) return arithmetic;
  if (chip !== "esp32s3") throw new UserError(`only esp32s3 has saturating 20-bit lanes, got ${chip}; leave them out`);
  return { ...arithmetic, laneBits: S3_LANE_BITS };
}

function withVector({ vector, ...portable }: Arithmetic, other: Partial<Unpinned> | "none"): Arithmetic {
  return vector === undefined || other === "none" ? portable : { ...portable, vector: { ...vector, ...other } };
}

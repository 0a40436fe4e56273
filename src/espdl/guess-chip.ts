import type { Chip } from "./chip.js";
import type { EspdlModel } from "./model.js";

/** The chips that a file may be for, and what in it says so. */
export interface ChipGuess {
  /** One chip, or those that cannot be told apart; never empty. */
  readonly chips: readonly Chip[];
  readonly reason: string;
}

/**
 * Which chip a file was exported for; the file does not say. An exponent for each channel is the ESP32-P4's, plain
 * weight layouts are those of the portable C; blocked ones with one exponent a tensor may be for the S3 or the P4.
 */
export function guessChip({ graph }: EspdlModel): ChipGuess {
  const weights = graph.initializers.filter(({ dtype }) => dtype === "int8" || dtype === "int16");
  const wide = weights.find(({ exponents }) => exponents.length > 1);
  if (wide !== undefined) return { chips: ["esp32p4"], reason: "weights have an exponent for each channel" };
  const plain = weights.find(({ layout }) => /^(NH?WC|H?WCN)$/.test(layout));
  if (plain !== undefined) return { chips: ["c"], reason: `weights have the layout ${plain.layout}` };
  const blocked = weights.find(({ layout }) => /16|8/.test(layout));
  if (blocked !== undefined)
    return {
      chips: ["esp32s3", "esp32p4"],
      reason: `weights have the layout ${blocked.layout} and one exponent a tensor`,
    };
  return { chips: ["esp32s3", "esp32p4", "c"], reason: "no weight has a layout that tells" };
}

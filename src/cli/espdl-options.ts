import type { Command } from "commander";
import type { Unpinned } from "../../kernels-ref/index.js";
import { parseReadings, readingsText } from "../espdl/readings.js";

/** Adds what every command that opens an `.espdl` file takes. */
export function withEspdlOptions(command: Command): Command {
  return command
    .option("--target_chip <chip>", "esp32s3, esp32p4, c (all others); default: as the weights tell, if they do")
    .option("--key <hex>", "AES-128 key of an encrypted file: 32 hexadecimal digits")
    .option("--model <name>", "which model of a pack of several");
}

export interface VectorOptions {
  readonly reading?: readonly string[];
  readonly plain_c?: true;
}

/** Adds what decides how a chip's vector unit is taken. */
export function withVectorOptions(command: Command): Command {
  return command
    .option("--reading <name=value...>", `.espdl: what of the chip's vector unit is not pinned: ${readingsText}`)
    .option("--plain_c", ".espdl: the portable C everywhere, as Espressif's C++ compiled for a PC");
}

export function vectorOf({ reading = [], plain_c }: VectorOptions): Partial<Unpinned> | "none" {
  return plain_c ? "none" : parseReadings(reading);
}

import type { Command } from "commander";

/** Adds what every command that opens an `.espdl` file takes. */
export function withEspdlOptions(command: Command): Command {
  return command
    .option("--target_chip <chip>", "esp32s3, esp32p4, c (all others); default: as the weights tell, if they do")
    .option("--key <hex>", "AES-128 key of an encrypted file: 32 hexadecimal digits")
    .option("--model <name>", "which model of a pack of several");
}

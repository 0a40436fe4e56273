import type { Command } from "commander";
import { UNPINNED, type Unpinned } from "../../kernels-ref/vector-unit.js";
import { UserError } from "../base/errors.js";
import { type Chip, isVectorChip } from "../espdl/chip.js";
import { KernelExecutor } from "../isa/kernels/executor.js";
import { KernelLibrary } from "../isa/kernels/library.js";

export interface KernelsOption {
  readonly kernels?: string;
}

/** Adds the option that runs nodes by the chip's own assembly. */
export function withKernelsOption(command: Command): Command {
  return command.option("--kernels <esp-dl>", ".espdl: compute nodes by the assembly of this checkout of esp-dl");
}

/**
 * The executor that `--kernels` asks for, if it does.
 * @throws UserError for a chip without assembly, or together with --plain_c.
 */
export function kernelsOf(
  { kernels }: KernelsOption,
  chip: Chip,
  vector: Partial<Unpinned> | "none" = {},
): KernelExecutor | undefined {
  if (kernels === undefined) return undefined;
  if (!isVectorChip(chip))
    throw new UserError("--kernels: only esp32s3 and esp32p4 have kernels in assembly; leave it out");
  if (vector === "none") throw new UserError("--kernels: contradicts --plain_c; give one of them");
  return new KernelExecutor(KernelLibrary.open(kernels, chip), { ...UNPINNED, ...vector });
}

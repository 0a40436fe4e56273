/** What stops a machine: told by the instruction, placed (function, file, line) by whoever runs it. */
export class MachineFault extends Error {
  override name = "MachineFault";
}

/** An address as messages show it. */
export const hex = (address: number): string => `0x${(address >>> 0).toString(16).padStart(8, "0")}`;

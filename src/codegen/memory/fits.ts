import { APP_PARTITION, CHIPS, type ChipMemory, type ChipName, SYSTEM_FLASH } from "./chip.js";
import type { MemoryPlan } from "./plan.js";

/** One memory of a chip: what a program needs of it and what it has for programs, in bytes. */
export interface Budget {
  readonly needed: number;
  readonly available: number;
}

/** Whether a plan fits a chip, and if it does not fit its RAM, because of which layers. */
export interface Fit {
  readonly chip: ChipName;
  readonly fits: boolean;
  /** On-chip: the output buffers, those of the debug link, and the arena unless it lives in PSRAM. */
  readonly ram: Budget;
  /** The arena, if PSRAM is used. */
  readonly psram?: Budget;
  /** Weights and the inputs that are compiled in. */
  readonly flash: Budget;
  /** Layers that need more bytes at once than the arena may have, the worst first. */
  readonly blame: readonly { readonly layer: number; readonly bytes: number }[];
}

/**
 * Compares a plan with a chip's memory.
 * @param options.psram put the arena into external RAM; a chip without an interface for it then has no room at all.
 * @param options.link with the debug link, which has buffers of its own for the inputs and outputs.
 */
export function fits(plan: MemoryPlan, chip: ChipName, { psram = false, link = false } = {}): Fit {
  const memory: ChipMemory = CHIPS[chip];
  const buffers = plan.outputBytes + (link ? plan.inputBytes + plan.outputBytes : 0);
  const inRam = buffers + (psram ? 0 : plan.arenaBytes);
  const ram = { needed: inRam, available: memory.staticRam - memory.system };
  const flash = { needed: plan.weightBytes + plan.inputBytes, available: APP_PARTITION - SYSTEM_FLASH };
  const external = psram ? { needed: plan.arenaBytes, available: memory.psram } : undefined;
  const room = external?.available ?? ram.available - buffers;
  return {
    chip,
    fits: [ram, flash, external].every((budget) => budget === undefined || budget.needed <= budget.available),
    ram,
    ...(external && { psram: external }),
    flash,
    blame: plan.arenaBytes > room ? crowded(plan, room) : [],
  };
}

/** The layers with more live bytes than there is room; the fullest alone if only gaps in the arena overflow it. */
function crowded(plan: MemoryPlan, room: number): Fit["blame"] {
  const most = plan.live.reduce((a, b) => Math.max(a, b), 0);
  return plan.live
    .map((bytes, layer) => ({ layer, bytes }))
    .filter(({ bytes }) => bytes > room || bytes === most)
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
}

import type { Chip } from "../../../kernels-ref/index.js";
import { APP_PARTITION, memoryOf, SYSTEM_FLASH } from "./chip.js";
import { ALIGNMENT } from "./interval.js";
import type { MemoryPlan } from "./plan.js";

/** A part of a sum, in bytes. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** One memory of a chip: what a program needs of it, of what that consists, and what it has for programs, in bytes. */
export interface Budget {
  readonly needed: number;
  readonly parts: readonly Part[];
  readonly available: number;
}

/** Whether a plan fits a chip, and if it does not fit its RAM, because of which layers. */
export interface Fit {
  readonly chip: Chip;
  readonly fits: boolean;
  /** On-chip static data: what `size` calls data and bss. The stack is the system's. */
  readonly ram: Budget;
  /** The arena, if PSRAM is used. */
  readonly psram?: Budget;
  /** Constants and the inputs that are compiled in. The code is counted with the system's. */
  readonly flash: Budget;
  /** With the debug link, which a project has wherever there is room for it. */
  readonly link: boolean;
  /** Layers that need more bytes at once than the arena may have, the worst first. */
  readonly blame: readonly { readonly layer: number; readonly bytes: number }[];
}

/**
 * Compares a plan with a chip's memory, the debug link included where it has room.
 * @param options.psram put the arena into external RAM; a chip without an interface for it then has no room at all.
 */
export function fits(plan: MemoryPlan, chip: Chip, { psram = false } = {}): Fit {
  const linked = compare(plan, chip, psram, true);
  return linked.fits ? linked : compare(plan, chip, psram, false);
}

function compare(plan: MemoryPlan, chip: Chip, psram: boolean, link: boolean): Fit {
  const memory = memoryOf(chip);
  const arena = { name: "arena", bytes: Math.max(plan.arenaBytes, ALIGNMENT) };
  const buffers = [
    { name: "outputs", bytes: plan.outputBytes },
    ...(link ? [{ name: "debug link", bytes: plan.linkBytes }] : []),
  ];
  const ram = budget(psram ? buffers : [arena, ...buffers], memory.staticRam - memory.system);
  const flash = budget(
    [
      { name: "constants", bytes: plan.weightBytes },
      { name: "inputs compiled in", bytes: plan.inputBytes },
    ],
    APP_PARTITION - SYSTEM_FLASH,
  );
  const external = psram ? budget([arena], memory.psram) : undefined;
  const room = external?.available ?? ram.available - budget(buffers, 0).needed;
  return {
    chip,
    fits: [ram, flash, external].every((budget) => budget === undefined || budget.needed <= budget.available),
    ram,
    ...(external && { psram: external }),
    flash,
    link,
    blame: arena.bytes > room ? crowded(plan, room) : [],
  };
}

function budget(parts: readonly Part[], available: number): Budget {
  return { needed: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts, available };
}

/** The layers with more live bytes than there is room; the fullest alone if only gaps in the arena overflow it. */
function crowded(plan: MemoryPlan, room: number): Fit["blame"] {
  const most = plan.live.reduce((a, b) => Math.max(a, b), 0);
  return plan.live
    .map((bytes, layer) => ({ layer, bytes }))
    .filter(({ bytes }) => bytes > room || bytes === most)
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
}

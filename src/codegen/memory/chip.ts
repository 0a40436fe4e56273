import type { Chip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Memory of a chip as a project of ours can use it, in bytes. */
export interface ChipMemory {
  /** On-chip SRAM for static data: the segment `dram0_0_seg` (P4: `sram_high`) of ESP-IDF's `memory.ld.in`. */
  readonly staticRam: number;
  /**
   * What ESP-IDF itself takes of `staticRam`, with the main task's stack (`MAIN_STACK`) and some heap. An estimate, on the safe side:
   * where the code that runs from RAM shares the segment (S2, S3, C3) that is most of it.
   */
  readonly system: number;
  /** The smallest PSRAM that Espressif's modules with PSRAM carry; 0: the chip has no interface for it. */
  readonly psram: number;
}

/**
 * Sizes from `components/esp_system/ld/<chip>/memory.ld.in` of ESP-IDF 5 with its default cache sizes. Of the SRAM of the
 * datasheets (520, 320, 512, 400, 768 KB) ROM, caches and the second bootloader take the rest. On the ESP32 half of the
 * data RAM is for the heap only; the ESP32-P4 (before revision 3) has two segments, of which this is the one without code.
 */
const MEMORY: Readonly<Partial<Record<Chip, ChipMemory>>> = {
  esp32: { staticRam: 0x2c200, system: 24 * KIB, psram: 4 * MIB },
  esp32s2: { staticRam: 0x3ffde000 - 0x3ffb0000 - 0x4000, system: 64 * KIB, psram: 2 * MIB },
  esp32s3: { staticRam: 0x403cb700 - 0x40378000, system: 80 * KIB, psram: 2 * MIB },
  esp32c3: { staticRam: 0x403ce710 - 0x40380000, system: 80 * KIB, psram: 0 },
  esp32p4: { staticRam: 0x60000, system: 16 * KIB, psram: 16 * MIB },
};

/** The chips whose memory is known. */
export const MEMORY_CHIPS = Object.keys(MEMORY) as readonly Chip[];

/** @throws UserError for a chip whose memory is not known. */
export function memoryOf(chip: Chip): ChipMemory {
  const memory = MEMORY[chip];
  if (memory === undefined)
    throw new UserError(
      `the memory of ${chip} is not known, only that of ${MEMORY_CHIPS.join(", ")}; choose one of them`,
    );
  return memory;
}

/** The stack of the main task, of the heap: `CONFIG_ESP_MAIN_TASK_STACK_SIZE` in templates/project/sdkconfig.defaults. */
export const MAIN_STACK = 16 * KIB;

/** The app partition of `templates/project/partitions.csv`. */
export const APP_PARTITION = 0x3f0000;
/** What ESP-IDF's own code takes of it: an estimate, on the safe side. */
export const SYSTEM_FLASH = 512 * KIB;

/** Why PSRAM cannot be asked for, in one line. */
export function noPsram(chip: Chip): string {
  const others = MEMORY_CHIPS.filter((name) => memoryOf(name).psram > 0);
  return `--psram: ${chip} has no interface for external RAM, expected one of ${others.join(", ")}; leave --psram out or choose another chip`;
}

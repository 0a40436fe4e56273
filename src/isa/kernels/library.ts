import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { VectorChip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { readAssembly } from "../assembly/read.js";
import { type Code, decode } from "../machine/decode.js";
import type { Isa } from "../machine/isa.js";
import { ESP32P4 } from "../p4/isa.js";
import { ESP32S3 } from "../s3/isa.js";

/** The machine of each chip. */
export const ISAS: Readonly<Record<VectorChip, Isa>> = { esp32s3: ESP32S3, esp32p4: ESP32P4 };

/** How ESP-DL names a chip: in its folders and in its functions. */
export const NAMES: Readonly<Record<VectorChip, string>> = { esp32s3: "tie728", esp32p4: "esp32p4" };

/** Where the assembly lies in a checkout of ESP-DL, from its root or from the component's own folder. */
const FOLDERS = ["esp-dl/dl/base/isa", "dl/base/isa"];

/** The assembly of one chip in a checkout of ESP-DL: each file is read and decoded when a function of it is first asked for. */
export class KernelLibrary {
  private readonly codes = new Map<string, Code>();

  private constructor(
    readonly chip: VectorChip,
    private readonly folder: string,
    /** The file that defines each function. */
    private readonly files: ReadonlyMap<string, string>,
  ) {}

  /** @throws UserError when the folder is no checkout of ESP-DL. */
  static open(path: string, chip: VectorChip): KernelLibrary {
    for (const part of FOLDERS) {
      const folder = join(path, part, NAMES[chip]);
      const names = list(folder);
      if (names === undefined) continue;
      const files = new Map<string, string>();
      for (const file of names)
        for (const [, name] of readFileSync(join(folder, file), "utf8").matchAll(/^\s*\.global\s+(\w+)/gm))
          files.set(name!, file);
      return new KernelLibrary(chip, folder, files);
    }
    throw new UserError(
      `${path}: holds no assembly of ${chip} (${join(FOLDERS[0]!, NAMES[chip])}); give the root of a checkout of esp-dl`,
    );
  }

  /** Names of all functions. */
  get functions(): readonly string[] {
    return [...this.files.keys()];
  }

  has(name: string): boolean {
    return this.files.has(name);
  }

  /** The code that a function is in. @throws UserError for an unknown function, or assembly that is not understood. */
  code(name: string): Code {
    const file = this.files.get(name);
    if (file === undefined)
      throw new UserError(
        `${this.folder}: has no function ${name}; this version of esp-dl is not one that is known here`,
      );
    const known = this.codes.get(file);
    if (known) return known;
    const text = (path: string): string => readFileSync(join(this.folder, path), "utf8");
    const code = decode(readAssembly(file, text(file), text), ISAS[this.chip]);
    this.codes.set(file, code);
    return code;
  }
}

function list(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".S"));
  } catch {
    return undefined;
  }
}

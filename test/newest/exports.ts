import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCase, writtenCases } from "../espdl/write/cases.js";
import { compareFiles } from "../espdl/write/compare-files.js";

/** Of the cases with a float model every such one is exported anew. */
const STRIDE = 3;
/** Cases that were made with settings other than esp-ppq's own. */
const OTHER_SETTINGS = /_(no)?lut/;

/** What an installed esp-ppq made of float models, against our file from its exponents. */
export interface Exports {
  readonly equal: number;
  readonly exported: number;
  /** Models that esp-ppq itself does not export. */
  readonly failed: number;
  /** Files that differ from ours, or that we refuse: a line each. */
  readonly lines: readonly string[];
}

/** @param python a Python that has esp-ppq and torch */
export async function newestExports(python: string): Promise<Exports> {
  const root = mkdtempSync(join(tmpdir(), "esp-ppq-exports-"));
  try {
    const cases = writtenCases().filter(({ name }, index) => index % STRIDE === 0 && !OTHER_SETTINGS.test(name));
    const list = cases.map((golden) => ({
      onnx: golden.file("float.onnx"),
      folder: join(root, golden.name),
      target: golden.chip,
      quant_type: golden.w8a16 ? "w8a16" : golden.bits === 8 ? "w8a8" : "w16a16",
    }));
    writeFileSync(join(root, "cases.json"), JSON.stringify(list));
    const script = fileURLToPath(new URL("export.py", import.meta.url));
    const { error, status, stderr } = spawnSync(python, [script, join(root, "cases.json")], { encoding: "utf8" });
    if (error !== undefined || status !== 0)
      throw new Error(`${python} cannot export: ${error?.message ?? stderr.trim().split("\n").at(-1)}`);
    const lines: string[] = [];
    let equal = 0;
    let failed = 0;
    for (const { name } of cases) {
      if (existsSync(join(root, name, "error.txt"))) {
        failed++;
        continue;
      }
      const [difference] = await differences(root, name);
      if (difference === undefined) equal++;
      else lines.push(`${name}: ${difference}`);
    }
    return { equal, exported: cases.length - failed, failed, lines };
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function differences(root: string, name: string): Promise<string[]> {
  try {
    const golden = readCase(root, name);
    return compareFiles(golden.theirs(), await golden.ours());
  } catch (error) {
    return [(error as Error).message];
  }
}

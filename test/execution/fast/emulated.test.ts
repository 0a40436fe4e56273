import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const EMULATOR = "qemu-x86_64";
const CHECK = fileURLToPath(new URL("check-forms.ts", import.meta.url));
const isThere = process.arch === "x64" && spawnSync(EMULATOR, ["--version"]).status === 0;

/** An x86 processor that has AVX2 and no dot products of bytes: its sums of pairs saturate. */
describe.runIf(isThere)("on an emulated Haswell", () => {
  test("the self test refuses bytes; networks run on pairs and floats: 0 integers differ", { timeout: 900_000 }, () => {
    const args = ["-cpu", "Haswell", process.execPath, "--import", "tsx", CHECK];
    const output = execFileSync(EMULATOR, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const found = JSON.parse(output) as Record<string, unknown>;
    const { form, elements, espdlElements, ...rest } = found;
    expect(["pairs", "floats"]).toContain(form);
    expect(rest).toEqual({ areBytesExact: false, arePairsExact: true, differing: 0, espdl: [] });
    expect(elements).toBeGreaterThan(10_000);
    expect(espdlElements).toBeGreaterThan(5000);
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { formatNpy, parseNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { invoke } from "./invoke.js";
import { schemaErrors } from "./results-schema.js";

const DOT = fileURLToPath(new URL("../isa/dot.S", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "isa-"));
const X = join(folder, "x.npy");
writeFileSync(
  X,
  formatNpy(
    new Tensor(
      "int8",
      [32],
      Int8Array.from({ length: 32 }, (_, i) => i - 16),
    ),
  ),
);
const run = (...args: string[]) => invoke("isa", "run", DOT, ...args);

it("runs a function on arrays, prints what it executed and writes what it made", async () => {
  const { code, out } = await run("--function", "dot_lanes", "--args", "int8[16]", X, X, "2", "2", "--out", folder);
  expect(code).toBe(0);
  expect(out).toContain("dot_lanes on esp32s3: returned");
  expect(out).toMatch(/^ +2 +9\.5 % +dot\.S:28 +ee\.vld\.128\.ip q0, a3, 16$/m);
  // Lane i: ((i − 16)² + i²) / 4, half up.
  const expected = Array.from({ length: 16 }, (_, i) => Math.floor(((i - 16) ** 2 + i ** 2) / 4 + 0.5));
  expect(parseNpy(readFileSync(join(folder, "arg0.npy")), "arg0").toNumbers()).toEqual(expected);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

it("prints JSON that fits its schema", async () => {
  const { out } = await run("--function", "dot_accx", "--args", X, X, "3", "--json");
  expect(schemaErrors(out)).toEqual([]);
  const made = JSON.parse(out) as { result: number; strayReads: unknown[] };
  // The third vector lies past both arrays, where every byte is 0xa5, that is −91.
  expect([made.result, made.strayReads.length]).toEqual([2736 + 16 * 91 ** 2, 2]);
});

it.each([
  [
    ["--function", "dot_lanes", "--args", "12", X, X, "2", "2"],
    /^espdl-lab: dot_lanes, dot\.S:32: writes 16 bytes at 0x00000000/,
  ],
  [["--function", "nothing"], /has no function nothing/],
  [["--function", "dot_accx", "--args", "x"], /--args x: expected an integer, x\.npy, rw:x\.npy or a buffer such as/],
  [["--function", "dot_accx", "--args", "none.npy"], /none\.npy: cannot be read \(ENOENT\)/],
  [["--function", "dot_accx", "--args", "int8[99999999]"], /at most 67108864 bytes/],
  [["--function", "dot_accx", "--target_chip", "esp32"], /--target_chip: expected esp32s3 or esp32p4, got esp32/],
  [["--function", "dot_accx", "--target_chip", "esp32p4"], /dot\.S:10: unknown instruction entry on esp32p4/],
])("refuses %j in one line", async (args, message) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(message);
  expect(err.trim().split("\n").length).toBe(1);
});

it("refuses --kernels where it cannot mean anything", async () => {
  const model = fileURLToPath(new URL("../golden/espdl", import.meta.url));
  const { code, err } = await invoke("diff", model, "--kernels", folder);
  expect(code).toBe(2);
  expect(err).toMatch(/--kernels: only an \.espdl model runs on the chip's kernels/);
});

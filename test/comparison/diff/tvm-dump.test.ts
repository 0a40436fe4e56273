import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { readTraceSource } from "../../../src/comparison/diff/read-source.js";
import { parseTvmParams } from "../../../src/comparison/diff/tvm-params.js";
import { random } from "../../boards/board/random.js";
import { goldenCase } from "../../golden/cases.js";

const dir = mkdtempSync(join(tmpdir(), "espdl-tvm-dump-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Written by TVM's `save_param_dict` from the tensors of the case, under the keys that its debugger gives them. */
const written = fileURLToPath(new URL("tvm-dump/split_slice.params", import.meta.url));

describe("the folder that TVM's debugger leaves", () => {
  test("holds the same layers as its tensors in numpy's form", () => {
    const golden = goldenCase("split_slice");
    const device = join(dir, "_tvmdbg_device_CPU_0");
    mkdirSync(device);
    copyFileSync(written, join(device, "output_tensors.params"));
    copyFileSync(golden.path("_tvmdbg_graph_dump.json"), join(device, "_tvmdbg_graph_dump.json"));
    const { layers } = readTraceSource(dir);
    expect(layers).toEqual(readTraceSource(golden.path("")).layers);
    expect(layers.some(({ id }) => id.endsWith(":1"))).toBe(true);
  });
});

describe("a damaged params file", () => {
  const bytes = new Uint8Array(readFileSync(written));
  const refusal = (damaged: Uint8Array): unknown => {
    try {
      return parseTvmParams(damaged, "x.params");
    } catch (error) {
      return error;
    }
  };

  test("cut anywhere is refused in one line", () => {
    const next = random(1);
    for (let i = 0; i < 500; i++) {
      const error = refusal(bytes.subarray(0, Math.floor(next() * bytes.length)));
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toMatch(/^x\.params.*; .+$/);
    }
  });

  test("with bytes changed in its names and headers gives arrays or one line", () => {
    const next = random(2);
    for (let i = 0; i < 2000; i++) {
      const damaged = bytes.slice();
      for (let flips = 0; flips < 3; flips++) damaged[Math.floor(next() * 4096)] = Math.floor(next() * 256);
      const result = refusal(damaged);
      if (!(result instanceof Map)) expect(result).toBeInstanceOf(UserError);
    }
  });
});

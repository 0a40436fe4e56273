import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatNpy, parseNpy } from "../../../src/base/tensor/npy.js";
import { openNpy } from "../../../src/base/tensor/npy-file.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { refusal } from "../../formats/onnx/refusal.js";
import { goldenCase } from "../../golden/cases.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "espdl-npy-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: Uint8Array): string {
  const path = join(folder, "x.npy");
  writeFileSync(path, bytes);
  return path;
}

describe("openNpy", () => {
  test("rows are those of the whole array", () => {
    const golden = goldenCase("tutorial_nhwc");
    const whole = parseNpy(golden.read("calib.npy"));
    const stream = openNpy(golden.path("calib.npy"));
    try {
      expect([stream.dtype, stream.shape, stream.count]).toEqual([whole.dtype, whole.shape, whole.shape[0]]);
      const size = whole.size / stream.count;
      for (let i = stream.count - 1; i >= 0; i--)
        expect(stream.readRow(i)).toEqual(
          new Tensor(whole.dtype, whole.shape.slice(1), whole.data.slice(i * size, (i + 1) * size)),
        );
      expect(() => stream.readRow(stream.count)).toThrow(RangeError);
      expect(() => stream.readRow(-1)).toThrow(RangeError);
    } finally {
      stream.close();
    }
  });

  test("one axis, and no rows", () => {
    const line = openNpy(file(formatNpy(new Tensor("int16", [2], Int16Array.of(5, -6)))));
    expect(line.readRow(1)).toEqual(Tensor.scalar("int16", -6));
    line.close();
    const none = openNpy(file(formatNpy(Tensor.zeros("float32", [0, 3]))));
    expect(none.count).toBe(0);
    none.close();
  });

  test("refuses what cannot be streamed", () => {
    const bytes = Buffer.from(formatNpy(Tensor.zeros("float32", [2, 3])));
    expect(refusal(() => openNpy(join(folder, "absent.npy")))).toMatch(/cannot be read \(ENOENT\)/);
    expect(refusal(() => openNpy(folder))).toMatch(/not a file/);
    expect(refusal(() => openNpy(file(bytes.subarray(0, 140))))).toMatch(/12 bytes of elements, expected 24/);
    expect(refusal(() => openNpy(file(bytes.subarray(0, 50))))).toMatch(/cut short/);
    expect(refusal(() => openNpy(file(formatNpy(Tensor.scalar("float32", 1)))))).toMatch(/a single number/);
    bytes.write("True ,", bytes.indexOf("False,"));
    expect(refusal(() => openNpy(file(bytes)))).toMatch(/Fortran order.*ascontiguousarray/);
  });

  test("a file that shrinks while it is open", () => {
    const path = file(formatNpy(Tensor.zeros("float32", [2, 3])));
    const stream = openNpy(path);
    truncateSync(path, 145);
    expect(refusal(() => stream.readRow(1))).toMatch(/became shorter/);
    stream.close();
  });
});

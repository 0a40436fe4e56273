import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { calibrate } from "../../../src/quantization/calibrate/calibrate.js";
import type { Sample, Samples } from "../../../src/quantization/calibrate/samples.js";
import { floats, node, tinyModel } from "../quantize/tiny-model.js";

const model = tinyModel([1, 2], [node("Add", ["x", "one"], ["y"])], { one: floats([2], [1, 1]) });
const good: Sample = new Map([["x", floats([1, 2], [1, 2])]]);

async function refused(samples: Samples, method: "minmax" | "percentile" = "minmax"): Promise<string> {
  const error = await calibrate(model, samples, { method }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).not.toContain("\n");
  return (error as Error).message;
}

describe("calibrate refuses", () => {
  it("an empty set", async () => {
    expect(await refused([])).toBe(
      "no samples: give at least one, in an array or an object that can be walked over more than once",
    );
  });

  it("a sample of another shape", async () => {
    expect(await refused([good, new Map([["x", floats([1, 3], [1, 2, 3])]])])).toBe(
      "calibration sample 1, input x: shape must be [1, 2], got [1, 3] (one sample with its batch axis)",
    );
  });

  it("a sample of another dtype", async () => {
    expect(await refused([new Map([["x", Tensor.zeros("float64", [1, 2])]])])).toBe(
      'calibration sample 0, input x: dtype must be float32, got float64; save array.astype("float32")',
    );
  });

  it("a sample without an input", async () => {
    expect(await refused([new Map([["z", floats([1, 2], [1, 2])]])])).toBe(
      "calibration sample 0, input x: missing, the sample has z",
    );
  });

  it("values that are not finite", async () => {
    expect(await refused([good, new Map([["x", floats([1, 2], [1, Number.NaN])]])])).toMatch(
      /^x: activations must be finite, got NaN in sample 1;/,
    );
    expect(await refused([new Map([["x", floats([1, 2], [1, Number.POSITIVE_INFINITY])]])])).toMatch(
      /^x: activations must be finite, got Infinity in sample 0;/,
    );
  });

  it("samples that cannot be walked over twice", async () => {
    function* once(): Iterable<Sample> {
      yield good;
    }
    expect(await refused(once(), "percentile")).toMatch(/^no samples: .* more than once$/);
  });
});

describe("calibrate", () => {
  it("reports progress and takes asynchronous samples", async () => {
    const samples: Samples = {
      async *[Symbol.asyncIterator]() {
        yield good;
        yield new Map([["x", floats([1, 2], [-3, 0])]]);
      },
    };
    const seen: string[] = [];
    const ranges = await calibrate(model, samples, {
      method: "percentile",
      percentile: 100,
      onProgress: ({ done, pass, passes }) => seen.push(`${done} ${pass}/${passes}`),
    });
    expect(seen).toEqual(["1 1/2", "2 1/2", "1 2/2", "2 2/2"]);
    expect([...ranges.keys()]).toEqual(["x", "y"]);
    expect(ranges.get("x")!.max).toBe(2);
    expect(ranges.get("y")!.min).toBe(-2);
  });
});

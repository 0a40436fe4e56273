import { expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { compareHalves } from "../../../src/quantization/calibrate/halves.js";
import { fewSamples } from "../../../src/quantization/quantize/few-samples.js";
import { chain, images } from "../../analysis/chain.js";

it("finds that halves of like samples agree, and that those of unlike ones do not", async () => {
  const alike = images(16);
  const mixed = alike.map((sample, i) => (i % 2 === 0 ? sample : new Map([["x", loud(sample.get("x")!)]])));
  const [good, bad] = [await compareHalves(chain(), alike), await compareHalves(chain(), mixed)];
  expect(good).toMatchObject({ enough: true });
  expect(bad).toMatchObject({ enough: false });
  expect(fewSamples(16, good)).toEqual([]);
  expect(fewSamples(16, bad)[0]!.message).toMatch(/^16 samples are few for this model: \d+ of \d+ tensors get another/);
  expect(await compareHalves(chain(), alike.slice(0, 1))).toBeUndefined();
});

const loud = ({ dtype, shape, data }: Tensor): Tensor =>
  new Tensor(
    dtype,
    shape,
    Float32Array.from(data as Float32Array, (x) => 8 * x),
  );

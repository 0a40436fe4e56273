import { expect, test } from "vitest";
import { createFastRunner } from "../../../src/execution/fast/runner.js";
import { knownForm } from "../../../src/execution/fast/self-test/known-form.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { forms } from "./forms.js";
import { generator, randomNetwork, randomTensor } from "./random-network.js";

const NETWORKS = 60;

test.each(await forms())("%s: random networks that saturate, b = −128 among them: 0 integers differ", async (form) => {
  const random = generator(13);
  let [fast, calls, elements] = [0, 0, 0];
  for (let net = 0; net < NETWORKS; net++) {
    const network = randomNetwork(random);
    const { shape } = network.layers[0]!.types[0]!;
    const samples = [0, 1, 2].map(() => new Map([["x0", randomTensor(shape, random)]]));
    const traces = samples.map((sample) => interpret(network, sample).layers);
    // What nobody asks for may be held in another way.
    for (const outputs of [network.outputs, network.outputs.slice(-1)]) {
      const runner = createFastRunner({ ...network, outputs }, { form, batchSize: 2 });
      const coverage = await runner.coverage();
      fast += coverage.fast;
      calls += coverage.calls;
      const found = await runner.run(samples);
      for (const [i, expected] of traces.entries()) {
        outputs.forEach(({ layer }, output) => {
          const { data } = expected[layer]!.tensor;
          elements += data.length;
          expect(found[i]![output]!.data, `net ${net}, layer ${layer}`).toEqual(data);
        });
      }
      await runner.close();
    }
  }
  expect(fast / calls).toBeGreaterThan(0.8);
  expect(elements).toBeGreaterThan(100_000);
});

test("what is tested once stays one word in the cache folder, and is one of the forms", async () => {
  expect(["bytes", "pairs", "floats"]).toContain(await knownForm());
});

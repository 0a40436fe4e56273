import { createFastRunner } from "../../../src/execution/fast/runner.js";
import { isExact, selfTest } from "../../../src/execution/fast/self-test/self-test.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { generator, randomNetwork, randomTensor } from "./random-network.js";

/** What the processor that runs this can do, and how many integers of random networks differ on it; printed as JSON. */
const NETWORKS = Number(process.argv[2] ?? 6);
const form = await selfTest();
const random = generator(29);
let [elements, differing] = [0, 0];
for (let net = 0; net < NETWORKS; net++) {
  const program = randomNetwork(random);
  const sample = new Map([["x0", randomTensor(program.layers[0]!.types[0]!.shape, random)]]);
  const runner = createFastRunner(program, { form });
  const [found] = (await runner.run([sample])) as [Awaited<ReturnType<typeof runner.run>>[number]];
  const expected = interpret(program, sample).layers;
  program.outputs.forEach(({ layer }, output) => {
    const { data } = expected[layer]!.tensor;
    elements += data.length;
    for (let i = 0; i < data.length; i++) if (data[i] !== found[output]!.data[i]) differing++;
  });
  await runner.close();
}
process.stdout.write(JSON.stringify({ form, areBytesExact: await isExact("bytes"), elements, differing }));

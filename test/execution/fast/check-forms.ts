import { ARITHMETICS } from "../../../src/espdl/chip.js";
import { createFastRunner } from "../../../src/execution/fast/runner.js";
import { isExact, selfTest } from "../../../src/execution/fast/self-test/self-test.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { forms } from "./forms.js";
import { fuzzEspdl } from "./fuzz-espdl.js";
import { generator, randomNetwork, randomTensor } from "./random-network.js";

/** What the processor that runs this can do, and how many integers of random networks differ on it; printed as JSON. */
const NETWORKS = Number(process.argv[2] ?? 6);
const form = await selfTest();
const machine = await forms();
const random = generator(29);
let [elements, differing] = [0, 0];
for (let net = 0; net < NETWORKS; net++) {
  const program = randomNetwork(random);
  const sample = new Map([["x0", randomTensor(program.layers[0]!.types[0]!.shape, random)]]);
  const expected = interpret(program, sample).layers;
  for (const one of machine) {
    const runner = createFastRunner(program, { form: one, threads: 1 });
    const [found] = (await runner.run([sample])) as [Awaited<ReturnType<typeof runner.run>>[number]];
    program.outputs.forEach(({ layer }, output) => {
      const { data } = expected[layer]!.tensor;
      elements += data.length;
      for (let i = 0; i < data.length; i++) if (data[i] !== found[output]!.data[i]) differing++;
    });
    await runner.close();
  }
}
const espdl = [];
for (const chip of ARITHMETICS)
  for (const dtype of ["int8", "int16"] as const) espdl.push(await fuzzEspdl(chip, dtype, 1, machine));
process.stdout.write(
  JSON.stringify({
    form,
    areBytesExact: machine.includes("bytes"),
    arePairsExact: await isExact("pairs"),
    elements,
    differing,
    espdl: espdl.flatMap((found) => found.differing),
    espdlElements: espdl.reduce((sum, found) => sum + found.elements, 0),
  }),
);

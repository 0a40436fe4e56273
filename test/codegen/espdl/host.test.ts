import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { needs } from "../../boards/board/tools.js";
import { HostBatch, hasCompiler } from "../host-batch.js";
import { addCase, type PortableProgram, portableCases } from "./cases.js";
import { compareTensors } from "./compare-tensors.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

const SETS = ["espdl", "espdl_1312", "espdl_2026"];

describe("an .espdl as C on the host", () => {
  const built: PortableProgram[] = [];
  const refused: string[] = [];
  let batch: HostBatch | undefined;

  beforeAll(async () => {
    if (!hasCompiler) return;
    batch = new HostBatch();
    for (const golden of portableCases()) {
      try {
        built.push(addCase(batch, golden));
        if (golden.name.includes("sat20")) built.push(addCase(batch, golden, true));
      } catch (error) {
        refused.push((error as Error).message);
      }
    }
    await batch.build();
  }, 900_000);

  afterAll(() => batch?.remove());

  test.for(SETS)("%s: every tensor is the reference's", { timeout: 900_000 }, async (set, context) => {
    if (batch === undefined) return needs(context, "cc");
    const different: string[] = [];
    const count = { cases: 0, tensors: 0 };
    for (const one of built.filter(({ golden }) => golden.set === set)) {
      const found = compareTensors(batch, one);
      count.tensors += found.equal;
      count.cases++;
      if (found.different !== undefined) different.push(found.different);
      await new Promise((resolve) => setImmediate(resolve));
    }
    console.log(`${set}: ${count.cases - different.length} of ${count.cases} cases, ${count.tensors} tensors`);
    expect(different).toEqual([]);
  });

  test("what is refused is what the chip's runtime refuses", (context) => {
    if (batch === undefined) return needs(context, "cc");
    for (const message of refused)
      expect(message).toMatch(/registers no operator "Softplus"|a Resize of int16 writes nothing/);
  });

  test("arenas are as small as what is live at once, but for one in ten", (context) => {
    if (batch === undefined) return needs(context, "cc");
    const tight = built.filter(({ plan }) => plan.arenaBytes === plan.lowerBound);
    console.log(`arena at its lower bound: ${tight.length} of ${built.length}`);
    expect(tight.length).toBeGreaterThanOrEqual(0.9 * built.length);
  });
});

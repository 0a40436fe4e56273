import { afterEach, describe, expect, test } from "vitest";
import { ARITHMETICS } from "../../../src/espdl/chip.js";
import { forms } from "./forms.js";
import { fuzzEspdl } from "./fuzz-espdl.js";

const NETWORKS = 15;
const machine = await forms();

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

/** Half up and half even, shifts one a channel, int16 by split. */
describe.each(ARITHMETICS)(
  "%s: random networks of .espdl, ties and saturation among them: 0 integers differ",
  (chip) => {
    test.each(["int8", "int16"] as const)("%s", async (dtype) => {
      const { differing, elements, fast, calls } = await fuzzEspdl(chip, dtype, NETWORKS, machine);
      expect(differing).toEqual([]);
      expect(elements).toBeGreaterThan(10_000);
      expect(fast / calls).toBeGreaterThan(0.8);
    });
  },
);

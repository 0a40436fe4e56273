import { afterAll, afterEach, describe, expect, test } from "vitest";
import { needs } from "../../boards/board/tools.js";
import { FAULTS } from "./espdl-zoo/faults.js";
import { type Found, Workshop } from "./espdl-zoo/workshop.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

describe("faults in the C of an .espdl project", () => {
  const workshop = new Workshop();
  const score = { faults: 0, first: 0, origin: 0, known: 0, right: 0, wrong: [] as string[], none: [] as string[] };
  afterAll(() => workshop.close());

  test.for(FAULTS.filter(({ model }) => workshop.has(model)))(
    "$model $op $nth: $find → $replace",
    { timeout: 600_000 },
    async (fault, context) => {
      needs(context, "cc");
      const found: Found = await workshop.find(fault);
      const name = `${fault.model} ${fault.op} ${fault.nth ?? 0}: ${fault.find} → ${fault.replace}`;
      console.log(`${name}\n    ${found.code} ${found.first === found.layer} ${found.origin} ${found.cause}`);
      // Some layers a fault cannot harm on any input of the run.
      if (found.code === 0) return;
      score.faults++;
      if (found.first === found.layer) score.first++;
      if (found.origin === "own") score.origin++;
      if (fault.cause !== undefined) score.known++;
      if (found.cause === undefined) score.none.push(name);
      else if (fault.cause?.test(found.cause)) score.right++;
      else score.wrong.push(`${name}: ${found.cause}`);
    },
  );

  test("the score over all of them", (context) => {
    needs(context, "cc");
    console.log(JSON.stringify(score, null, 1));
    expect(score.faults).toBeGreaterThanOrEqual(60);
    expect([score.first, score.origin]).toEqual([score.faults, score.faults]);
    expect(score.right / score.known).toBeGreaterThanOrEqual(0.9);
    expect(score.wrong).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULTS } from "./real-zoo/index.js";
import { Workshop } from "./real-zoo/observe.js";
import { RESULTS } from "./real-zoo/results.js";
import { layerRight, originRight, told } from "./real-zoo/told.js";

/** All of them take many minutes: `ESPDL_ZOO=all` runs them, else some of each kind. */
const STEP = process.env.ESPDL_ZOO === "all" ? 1 : 12;

const JUDGED = 346;
const RIGHT = 346;
/** First layer not told, or another one. */
const LAYER: readonly string[] = [];
/** Origin not told, or another one. */
const ORIGIN: readonly string[] = [];
/** A cause is claimed that is not the true one; `equal` said of a board that is not. */
const WRONG: readonly string[] = [];
/** No cause is told. */
const NOTHING: readonly string[] = [];

const judged = FAULTS.flatMap((fault) => {
  const result = RESULTS.get(fault.name);
  return result === undefined ? [] : [{ ...fault, result }];
});

function names(faults: readonly { readonly name: string }[]): string[] {
  return faults.map(({ name }) => name);
}

describe("faults written into exported C, on the host board", () => {
  let workshop: Workshop;
  beforeAll(() => {
    workshop = new Workshop();
  });
  afterAll(() => workshop.close());

  const some = judged.filter((_, i) => i % STEP === 0);
  test.each(some)("$name", { timeout: 600_000 }, async (fault) => {
    const { exit, said } = await workshop.observe(fault);
    expect({ exit, told: told(said) }).toEqual({ exit: fault.result.exit, told: fault.result.told });
  });
});

test("each fault is listed once, and each result is of a fault", () => {
  expect(new Set(names(FAULTS)).size).toBe(FAULTS.length);
  expect([...RESULTS.keys()].sort()).toEqual(names(judged).sort());
});

test("whose first layer, origin or cause is not told", () => {
  expect(judged.length).toBe(JUDGED);
  expect(names(judged.filter(({ result, origin }) => !layerRight(result.told, result.layer, origin)))).toEqual(LAYER);
  expect(names(judged.filter(({ result, origin }) => !originRight(result.told, origin)))).toEqual(ORIGIN);
  expect(names(judged.filter(({ result }) => result.cause === "wrong"))).toEqual(WRONG);
  expect(names(judged.filter(({ result }) => result.cause === "nothing"))).toEqual(NOTHING);
  expect(judged.filter(({ result }) => result.cause === "right").length).toBe(RIGHT);
});

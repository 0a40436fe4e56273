import { expect, test } from "vitest";
import { TimeError, withinTime } from "../../src/convert/keras/within-time.js";

test("work that does not end is ended", () => {
  const endless = (): never => {
    for (;;);
  };
  expect(() => withinTime(100, endless)).toThrow(TimeError);
  expect(() => withinTime(100, endless)).toThrow("not done after 0.1 s");
});

test("what work gives or throws comes through, also of work inside work", () => {
  expect(withinTime(60_000, () => withinTime(60_000, () => 2) + withinTime(60_000, () => 3))).toBe(5);
  expect(() =>
    withinTime(60_000, () => {
      throw new RangeError("its own");
    }),
  ).toThrow(new RangeError("its own"));
});

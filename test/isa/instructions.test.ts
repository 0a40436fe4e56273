import { describe, expect, it } from "vitest";
import { ESP32P4 } from "../../src/isa/p4/isa.js";
import { ESP32S3 } from "../../src/isa/s3/isa.js";
import { type Case, SHARED } from "./cases.js";
import { P4, RISCV } from "./cases-p4.js";
import { S3, SILICON, XTENSA } from "./cases-s3.js";
import { wrongAfter } from "./snippet.js";

const MACHINES = [
  { isa: ESP32S3, cases: [...SHARED.map((c) => named(c, "ee.")), ...S3, ...SILICON, ...XTENSA] },
  { isa: ESP32P4, cases: [...SHARED.map((c) => named(c, "esp.")), ...P4, ...RISCV] },
];

function named([assembly, before, after]: Case, prefix: string): Case {
  return [assembly.replaceAll("V.", prefix), before, after];
}

for (const { isa, cases } of MACHINES)
  describe(isa.chip, () => {
    it.each(cases.map(([assembly, before, after]) => ({ assembly, before, after })))(
      "$assembly from $before",
      ({ assembly, before, after }) => {
        expect(wrongAfter(isa, assembly, before, after)).toEqual([]);
      },
    );

    it("has a case for every instruction", () => {
      const tested = new Set(
        cases.flatMap(([assembly]) => assembly.toLowerCase().match(/[a-z][\w.]*(?=\s|;|$)/g) ?? []),
      );
      expect([...isa.instructions.keys()].filter((name) => !tested.has(name))).toEqual([]);
    });

    it("says of every family where its law is written", () => {
      expect(isa.families.filter(({ source }) => source === "")).toEqual([]);
    });
  });

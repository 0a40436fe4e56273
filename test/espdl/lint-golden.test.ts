import { expect, it } from "vitest";
import { lintEspdl } from "../../src/espdl/lint/lint.js";
import { readEspdl } from "../../src/espdl/read.js";
import { espdlCases } from "../golden/espdl-cases.js";

const cases = espdlCases();

/** Faults of the chips' own kernels, which the C++ that judges these vectors does not have. */
const KERNEL_FAULTS = new Set(["resize-garbage", "unwritten-tail"]);

it(`lint flags the ${cases.length} golden models whose chip differs, and hardly another`, () => {
  const counts = new Map<string, { cases: number; flagged: number }>();
  const rules = new Map<string, number>();
  const missed: string[] = [];
  for (const golden of cases) {
    const { findings, counts: found, unmeasured } = lintEspdl(readEspdl(golden.model()), { chip: golden.facts.target });
    expect(unmeasured, golden.name).toBeUndefined();
    const status = golden.facts.golden_status;
    const count = counts.get(status) ?? { cases: 0, flagged: 0 };
    counts.set(status, { cases: count.cases + 1, flagged: count.flagged + (found.error > 0 ? 1 : 0) });
    for (const { rule, severity } of findings)
      rules.set(`${severity} ${rule}`, (rules.get(`${severity} ${rule}`) ?? 0) + 1);
    const differs = status === "golden_differs_from_cpp" || status === "s3_20bit_saturation";
    const errors = findings.filter(({ severity, rule }) => severity === "error" && !KERNEL_FAULTS.has(rule));
    if (differs !== errors.length > 0) missed.push(`${golden.name}: ${found.error} errors`);
    for (const { rule, severity, node, reason, remedy, measured } of findings) {
      expect(
        [node, reason, remedy].every((text) => text.length > 0 && !text.includes("\n")),
        golden.name,
      ).toBe(true);
      if (severity === "error" && !KERNEL_FAULTS.has(rule)) expect(measured?.differing, golden.name).toBeGreaterThan(0);
    }
  }
  for (const [status, { cases: all, flagged }] of counts)
    console.log(`lint: errors found in ${flagged} of ${all} models whose vectors are ${status}`);
  console.log("lint: findings", Object.fromEntries(rules));
  expect(missed).toEqual([]);
});

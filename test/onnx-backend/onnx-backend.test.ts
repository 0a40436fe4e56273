import { describe, expect, test } from "vitest";
import { caseFolder, MISSING } from "./data.js";
import { caseNames, runCase } from "./run-case.js";
import { summary } from "./summary.js";
import { isTensorCase } from "./tensor-case.js";

/** Cases of ONNX that must be right; what is not is refused by name, and nothing is wrong. */
const AT_LEAST = 1000;

describe("ONNX's backend cases", () => {
  const folder = caseFolder();

  test("are right or refused", { timeout: 120_000 }, (context) => {
    if (folder === undefined) return context.skip(MISSING);
    const results = caseNames(folder)
      .filter((name) => isTensorCase(folder, name))
      .map((name) => runCase(folder, name));
    console.log(summary(results));
    expect(results.filter(({ verdict }) => verdict === "wrong" || verdict === "internal")).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === "right").length).toBeGreaterThanOrEqual(AT_LEAST);
  });
});

import { describe, expect, test } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { bisectReport } from "../../src/cli/bisect-report.js";
import { diffReport } from "../../src/cli/diff-report.js";
import {
  BISECTION_FORMAT,
  BISECTION_VERSION,
  type Bisection,
  type Origin,
} from "../../src/comparison/bisect/bisection.js";
import { diff } from "../../src/comparison/diff/diff.js";
import type { TraceDiff } from "../../src/comparison/diff/trace-diff.js";
import type { Trace } from "../../src/formats/trace/trace.js";

/** As long as exporters make them, and with what no terminal should be given. */
const LONG = `/model/backbone/${"stage/block/".repeat(12)}Conv\u001b[31m\n\u202e`;
const ORIGINS: readonly Origin[] = ["own", "run", "inherited", "inherited", "transfer", "unknown"];

function trace(runner: string, wrong: number): Trace {
  const layers = ORIGINS.map((_, index) => ({
    ...{ index: index + 1, name: `l${index}`, id: `tvmgen_default_fused_${LONG}${index}`, op: "nn.relu" },
    ...{ onnx: [`${LONG}${index}`, LONG], exponent: -4 },
    tensor: new Tensor(
      "int8",
      [1, 2, 3, 1000],
      new Int8Array(6000).map((_, i) => (i % 5) + wrong),
    ),
  }));
  return { runner: `${runner} ${LONG}`, model: LONG, layers };
}

const DIFF: TraceDiff = diff(trace("reference", 0), trace("suspect", 1));

function bisection(origins: readonly Origin[]): Bisection {
  const layers = origins.map((origin, i) => {
    const layer = DIFF.layers[i]!;
    const hypothesis = { family: "f", cause: "c", text: `${LONG} is read instead`, look: LONG, explainedDiffering: 1 };
    const diagnosis = {
      ...{ id: layer.id, op: layer.op, elements: 6000, differing: 6000, tried: 7 },
      hypotheses: i === 0 ? [1, 1, 1].map((explained) => ({ ...hypothesis, explained })) : [],
      ...(layer.pattern && { pattern: layer.pattern }),
    };
    const single = origin === "own" ? { alone: layer } : {};
    return { diff: layer, origin, ...single, ...(origin === "inherited" ? {} : { diagnosis }) };
  });
  return {
    ...{ format: BISECTION_FORMAT, version: BISECTION_VERSION, reference: DIFF.a.runner, suspect: DIFF.b.runner },
    ...{ verdict: "differs", first: DIFF.first!, layers, compared: 6, captures: 1, replays: 1, exhaustive: true },
  };
}

/** Every line fits a terminal and holds only what can be shown on one. */
function fits(text: string): void {
  for (const line of text.split("\n")) {
    expect([...line].length, line).toBeLessThanOrEqual(100);
    expect(line).not.toMatch(/[\p{Cc}\u202e]|\s$/u);
  }
}

test("diff: long names, at most 100 columns, no control characters", () => {
  fits(diffReport(DIFF));
});

describe("bisect", () => {
  test("long names, at most 100 columns, no control characters", () => {
    fits(bisectReport(bisection(ORIGINS)));
  });

  test("one layer is wrong by itself, one only inherits; one run, one layer", () => {
    const text = bisectReport(bisection(["own", "inherited"]));
    expect(text).toContain("\nlayer 1 wrong by itself; layer 2 only inherits\n");
    expect(text).toContain("DIFFERS: 2 of 6 tensors (1 run, 1 layer alone); the first is\n");
    expect(text).toContain("the same bytes also come from:");
  });

  test("a cause that explains all needs no pattern; without one the pattern is told", () => {
    const [known, unknown] = bisectReport(bisection(["own", "own"])).split("\n\nlayer 2 ");
    expect(known).not.toContain("always +1");
    expect(unknown!.replace(/\s+/g, " ")).toContain("none of 7 known causes gives these bytes");
    expect(unknown).toContain("\n  always +1");
  });

  test("without colour the origin of each layer is a word", () => {
    const rows = bisectReport(bisection(ORIGINS)).split("\n").slice(-ORIGINS.length);
    const words = ["its own", "only in the run", "inherited", "inherited", "of the transfer", "not run alone"];
    rows.forEach((row, i) => {
      expect(row.endsWith(words[i]!)).toBe(true);
    });
  });
});

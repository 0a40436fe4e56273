import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Bisection } from "../../../src/comparison/bisect/bisection.js";
import { needs } from "../../boards/board/tools.js";
import { goldenRoot } from "../../golden/cases.js";
import { bisectEdited } from "../bisect/edited/edited-project.js";
import { PROBED } from "./faults.js";

test.for(PROBED)("$model: $title", { timeout: 300_000 }, async ({ model, edits, layer, says }, context) => {
  needs(context, "cc");
  if (!existsSync(join(goldenRoot, model))) context.skip("needs all golden cases");
  const { out } = await bisectEdited(model, edits, ["--board", "host", "--json"]);
  const { first, layers } = JSON.parse(out) as Bisection;
  const bad = layers.find(({ origin }) => origin === "own");
  expect([bad?.diff.index, bad?.diagnosis?.hypotheses[0]?.text]).toEqual([layer, says]);
  expect(bad?.diff.id).toBe(first);
});

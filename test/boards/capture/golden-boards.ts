import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { captureTrace } from "../../../src/boards/capture/capture-trace.js";
import { startBoard } from "../../../src/boards/capture/open-board.js";
import { readLayers } from "../../../src/boards/capture/read-layers.js";
import { exportProject } from "../../../src/codegen/project/export-project.js";
import { bisect } from "../../../src/comparison/bisect/bisect.js";
import type { Bisection } from "../../../src/comparison/bisect/bisection.js";
import { linkSuspect } from "../../../src/comparison/bisect/link-suspect.js";
import { ProgramCalls } from "../../../src/comparison/bisect/program-calls.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import type { Verdict } from "../../../src/comparison/diff/trace-diff.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import type { Trace } from "../../../src/formats/trace/trace.js";
import { outputId } from "../../../src/ir/graph/output-id.js";
import type { Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { type GoldenCase, goldenCases } from "../../golden/cases.js";
import { goldenFeeds } from "../../golden/feeds.js";
import { identical } from "../../golden/nodes.js";
import { needs } from "../board/tools.js";

interface Options {
  /** Also without int8 islands and tables, whose outputs must be the same. */
  readonly plain?: boolean;
  /** Also what `diff` and `bisect` say of the board: no false alarm. */
  readonly verdicts?: boolean;
}

/** What a board handed back for a case, and the same as the reference has it. */
interface Captured {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly reference: ReadonlyMap<string, Tensor>;
  /** What the board runs. */
  readonly program: Program;
  readonly verdicts?: readonly [Verdict, Bisection];
}

/**
 * Every golden case, exported, built and run on a board: each tensor that it hands back is the reference's of that id.
 */
export function goldenOnBoard(board: string, tools: readonly string[], { plain, verdicts }: Options = {}): void {
  describe(`golden cases on ${board}`, () => {
    const cases = goldenCases();
    const count = { cases: 0, tensors: 0, equal: 0 };

    test.for(cases)("$name: every layer equals the reference", { timeout: 180_000 }, async (golden, context) => {
      needs(context, ...tools);
      const islands = await capture(golden, board, true, verdicts);
      count.tensors += compare(islands);
      if (verdicts) {
        const [compared, bisected] = islands.verdicts!;
        expect([compared, bisected.verdict, bisected.layers, bisected.replays]).toEqual(["equal", "equal", [], 0]);
        expect([bisected.exhaustive, bisected.compared]).toEqual([true, new ProgramCalls(islands.program).made.length]);
        count.equal++;
      }
      if (plain) {
        const without = await capture(golden, board, false);
        count.tensors += compare(without);
        const [expected, found] = [outputs(islands), outputs(without)];
        for (const [i, tensor] of expected.entries()) expect(identical(found[i]!, tensor), `output ${i}`).toBe(true);
      }
      count.cases++;
    });

    test("counts", (context) => {
      needs(context, ...tools);
      console.log(`${board}: ${count.cases} of ${cases.length} cases, ${count.tensors} captured tensors byte for byte`);
      expect(count.cases).toBe(cases.length);
      if (!verdicts) return;
      console.log(`${board}: diff and bisect call ${count.equal} of ${cases.length} cases equal, no layer named`);
      expect(count.equal).toBe(cases.length);
    });
  });
}

async function capture(golden: GoldenCase, board: string, islands: boolean, verdicts = false): Promise<Captured> {
  const out = mkdtempSync(join(tmpdir(), "espdl-capture-"));
  const model = readModel(golden.path("quant.onnx"));
  const debug = compileForDebug(model, { islands }).program;
  const feeds = goldenFeeds(golden, debug);
  try {
    const { program, project } = await exportProject(model, { chip: "esp32s3", sample: feeds, out, islands });
    const { link, buildLog } = await startBoard(project, board);
    expect(buildLog).toBe("");
    const trace = await captureTrace(link, readLayers(project), feeds);
    const captured = { program, tensors: byId(trace), reference: byId(interpret(debug, feeds)) };
    if (!verdicts) {
      await link.close();
      return captured;
    }
    const reference = interpret(program, feeds);
    const compared = diff(reference, trace, { program }).verdict;
    const bisected = await bisect(program, reference, linkSuspect({ link }, program, feeds));
    await link.close();
    return { ...captured, verdicts: [compared, bisected] };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const byId = ({ layers }: Trace): Map<string, Tensor> => new Map(layers.map(({ id, tensor }) => [id, tensor]));

/** Expects every tensor of the program, and each as the reference has it; how many. */
function compare({ program, tensors, reference }: Captured): number {
  const made = program.layers.filter(({ kind }) => kind !== "param");
  const ids = made.flatMap(({ id, types }) => types.map((_, output) => outputId(id, output)));
  expect([...tensors.keys()].sort()).toEqual(ids.sort());
  for (const [id, tensor] of tensors) {
    const expected = reference.get(id);
    expect(expected !== undefined && identical(tensor, expected), id).toBe(true);
  }
  return tensors.size;
}

const outputs = ({ program, tensors }: Captured): Tensor[] =>
  program.outputs.map(({ layer, output }) => tensors.get(outputId(program.layers[layer]!.id, output))!);

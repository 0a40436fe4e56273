import { describe, expect, test, vi } from "vitest";
import { needs } from "../../boards/board/tools.js";
import { zooFaults } from "./zoo/faults.js";
import { planFaults } from "./zoo/plan.js";
import { Score } from "./zoo/score.js";
import { ZooBoard } from "./zoo/zoo-board.js";

vi.mock("../../../src/boards/board/runner-files.js", () => import("./zoo/faulty-runner.js"));

const MODELS = [
  "mnist_cnn",
  "residual_add",
  "tutorial_nhwc",
  "prelu_hardswish",
  "split_slice",
  "mz_two_out",
  "resize_int8",
  "mz_two_in_add",
  "gemm_mlp_pc",
  "matmul_3d",
];

describe("faults in the C of a board", () => {
  const score = new Score();

  test.for(MODELS)("%s", { timeout: 900_000 }, async (model, context) => {
    needs(context, "cc");
    // An input that saturates shows the faults of saturation too.
    const board = await ZooBoard.start(`loud ${model}`, "host", planFaults);
    const healthy = async (): Promise<void> => {
      const { verdict, layers } = await board.bisect(0, 0);
      expect([verdict, layers]).toEqual(["equal", []]);
    };
    await healthy();
    for (const fault of zooFaults(board, model)) {
      const found = await fault.run();
      // Some layers a fault cannot harm: no stride to ignore, no relu to forget.
      if (found.verdict !== "equal") score.add(found, fault);
    }
    await healthy();
    await board.close();
  });

  test("the score over all of them", (context) => {
    needs(context, "cc");
    process.stdout.write(`${score}\n${score.models.size} models\n`);
    const { faults, first, origin, known, cause, unknown, silent } = score.total;
    expect(faults).toBeGreaterThanOrEqual(30);
    expect(score.models.size).toBeGreaterThanOrEqual(6);
    expect(unknown).toBeGreaterThanOrEqual(5);
    expect([first, origin]).toEqual([faults, faults]);
    expect(silent).toBe(unknown);
    expect(cause / known).toBeGreaterThanOrEqual(0.9);
  });
});

import { describe, expect, test, vi } from "vitest";
import { outputId } from "../../src/graph/output-id.js";
import type { CallLayer } from "../../src/graph/program.js";
import { needs } from "../board/tools.js";
import { hasCompiler } from "../codegen/host-batch.js";
import { subject } from "../diagnose/subjects.js";
import { KERNEL_FAMILIES, KERNEL_FAULTS } from "./zoo/kernels.js";
import { linkFaults } from "./zoo/link-targets.js";
import { planFaults } from "./zoo/plan.js";
import { Score } from "./zoo/score.js";
import { ZooBoard } from "./zoo/zoo-board.js";

vi.mock("../../src/board/runner-files.js", () => import("./zoo/faulty-runner.js"));

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

const idsOf = ({ id, types }: CallLayer): string[] => types.map((_, output) => outputId(id, output));
const score = new Score();

describe("faults in the C of a board", () => {
  test.for(MODELS)("%s", { timeout: 240_000 }, async (model, context) => {
    if (!hasCompiler) return needs(context, "cc");
    // An input that saturates shows the faults of saturation too.
    const name = `loud ${model}`;
    const { program } = subject(name);
    const calls = program.layers.filter((layer): layer is CallLayer => layer.kind === "call");
    const board = await ZooBoard.start(name, "host", planFaults);
    const healthy = async (): Promise<void> => {
      const { verdict, layers } = await board.bisect(0, 0);
      expect([verdict, layers]).toEqual(["equal", []]);
    };
    await healthy();
    for (const family of KERNEL_FAMILIES) {
      const targets = calls.filter(
        ({ op, id }) =>
          family.ops.includes(op) && board.model.calls.some(({ layer }) => program.layers[layer]!.id === id),
      );
      if (targets.length === 0) continue;
      const faults = KERNEL_FAULTS.filter((fault) => fault.family === family);
      for (const [position, { number, name: fault, causes }] of faults.entries()) {
        const target = targets[position % targets.length]!;
        const found = await board.bisect(number, target.index);
        if (found.verdict === "equal") continue; // This layer is none that the fault can harm.
        score.add(found, {
          family: family.name,
          fault,
          model,
          ids: idsOf(target),
          origin: "own",
          ...(causes && { causes }),
        });
      }
    }
    for (const { number, fault, ids, origin, causes } of planFaults(board.model)) {
      const found = await board.bisect(number, 0);
      if (found.verdict === "equal") continue;
      score.add(found, { family: "plan", fault, model, ids, origin, ...(causes && { causes }) });
    }
    for (const { number, fault, id, parameters, causes } of linkFaults(board.model)) {
      const found = await board.bisect(number, board.tensor(id), parameters);
      if (found.verdict === "equal") continue;
      score.add(found, { family: "link", fault, model, ids: [id], origin: "transfer", ...(causes && { causes }) });
    }
    await healthy();
    await board.close();
  });

  test("the score over all of them", (context) => {
    if (!hasCompiler) return needs(context, "cc");
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

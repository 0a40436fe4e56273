import { describe, expect, test, vi } from "vitest";
import { needs } from "../../boards/board/tools.js";
import { zooFaults } from "./zoo/faults.js";
import { planFaults } from "./zoo/plan.js";
import { Score } from "./zoo/score.js";
import { ZooBoard } from "./zoo/zoo-board.js";

vi.mock("../../../src/boards/board/runner-files.js", () => import("./zoo/faulty-runner.js"));

/** `every`: one fault of so many. */
const BOARDS = [
  { board: "wasm", tools: [], every: 3 },
  { board: "qemu-esp32c3", tools: ["qemu-system-riscv32", "riscv64-unknown-elf-gcc"], every: 6 },
];
const MODEL = "residual_add";

describe("a part of the zoo on other boards", () => {
  test.for(BOARDS)("$board", { timeout: 900_000 }, async ({ board: name, tools, every }, context) => {
    needs(context, ...tools);
    const score = new Score();
    const board = await ZooBoard.start(`loud ${MODEL}`, name, planFaults);
    for (const [position, fault] of zooFaults(board, MODEL).entries()) {
      if (position % every > 0) continue;
      const found = await fault.run();
      if (found.verdict !== "equal") score.add(found, fault);
    }
    expect((await board.bisect(0, 0)).verdict).toBe("equal");
    await board.close();
    process.stdout.write(`${name}\n${score}\n`);
    const { faults, first, origin, known, cause, unknown, silent } = score.total;
    expect(faults).toBeGreaterThanOrEqual(8);
    expect([first, origin, silent]).toEqual([faults, faults, unknown]);
    expect(cause / known).toBeGreaterThanOrEqual(0.9);
  });
});

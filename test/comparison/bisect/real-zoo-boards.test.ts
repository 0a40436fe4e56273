import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { needs } from "../../boards/board/tools.js";
import { FAULTS } from "./real-zoo/index.js";
import { Workshop } from "./real-zoo/observe.js";
import { RESULTS } from "./real-zoo/results.js";
import { told } from "./real-zoo/told.js";

/** Of all faults of the zoo, every such one: 30 of all kinds where `ESPDL_ZOO=all` asks for them, else a third. */
const STEP = process.env.ESPDL_ZOO === "all" ? 11 : 33;
const FIRST = 3;

const BOARDS = [
  { board: "wasm", tools: [], trap: "the program trapped: unreachable" },
  {
    board: "qemu-esp32c3",
    tools: ["qemu-system-riscv32", "riscv64-unknown-elf-gcc"],
    trap: "the program ended with code 67",
  },
];

const some = FAULTS.filter(({ name }) => RESULTS.has(name)).filter((_, index) => index % STEP === FIRST);

describe.each(BOARDS)("faults written into exported C, on the board $board", ({ board, tools, trap }) => {
  let workshop: Workshop;
  beforeAll(() => {
    workshop = new Workshop();
  });
  afterAll(() => workshop.close());

  test.for(some)("$name: told as on the host", { timeout: 600_000 }, async (fault, context) => {
    needs(context, ...tools);
    const { exit, said } = await workshop.observe(fault, board);
    const host = RESULTS.get(fault.name)!;
    expect({ exit, told: told(said) }).toEqual({
      exit: host.exit,
      told: host.told.replace("the program ended with SIGILL", trap),
    });
  });
});

import { afterAll, expect, it } from "vitest";
import type { Image } from "../../../src/boards/board/board.js";
import { capture } from "../../../src/boards/board/capture.js";
import { hostBoard } from "../../../src/boards/board/host.js";
import { Link } from "../../../src/boards/board/link/link.js";
import { expected, SIZE, testFirmware } from "./firmware.js";
import { RestartingTransport } from "./restarting-transport.js";

const PATIENCE = { retryAfter: 20, giveUpAfter: 5_000, longestCall: 5_000 };
const input = new Uint8Array(SIZE).map((_, i) => i * 7);
const board = hostBoard();
let image: Image | undefined;
const lines: RestartingTransport[] = [];
afterAll(async () => {
  for (const line of lines) await line.close();
});

/** A capture on a board that starts anew before one write of the host: what came, or why nothing did. */
async function captured(at: number, loses: boolean): Promise<{ told: string; restarted: boolean }> {
  const built = (image ??= await board.build(await testFirmware()));
  const start = () => board.open(built);
  const line = new RestartingTransport(await start(), start, at, loses);
  lines.push(line);
  const tensors = new Map<string, Uint8Array>();
  try {
    const link = await Link.open(board.name, line, PATIENCE);
    for await (const { id, bytes } of capture(link, new Map([["input", input]]))) tensors.set(id, bytes);
  } catch (error) {
    return { told: (error as Error).message, restarted: line.restarted };
  }
  expect(tensors).toEqual(expected(input));
  return { told: "", restarted: line.restarted };
}

it.each([
  ["keeps", false],
  ["loses", true],
])("a board that restarts at any moment and %s the request never gives wrong tensors", async (_, loses) => {
  const outcomes: string[] = [];
  for (let at = 0; ; at++) {
    const { told, restarted } = await captured(at, loses);
    if (!restarted) break;
    outcomes.push(told);
  }
  // Before the first hello nothing is lost; from then on the board says what happened.
  expect(outcomes.length).toBeGreaterThan(10);
  const [first, ...others] = outcomes;
  expect(first).toBe("");
  for (const told of others)
    expect(told).toMatch(
      /^board host: (?:call \d \(.+\) did not come back: )?restarted before "\w+" \(power, watchdog or a crash\)/,
    );
});

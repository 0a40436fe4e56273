import { afterAll, expect, it } from "vitest";
import { capture } from "../../../src/boards/board/capture.js";
import { hostBoard } from "../../../src/boards/board/host.js";
import { Link } from "../../../src/boards/board/link/link.js";
import { FaultyTransport } from "./faulty-transport.js";
import { expected, SIZE, testFirmware } from "./firmware.js";
import { random } from "./random.js";
import { RestartingTransport } from "./restarting-transport.js";
import { needs } from "./tools.js";

const CAPTURES = 2000;
/** Boards at a time: most of a capture is waiting for what got lost. */
const AT_ONCE = 8;
const PATIENCE = { retryAfter: 15, giveUpAfter: 400, longestCall: 400 };
const board = hostBoard();

const lines: RestartingTransport[] = [];
afterAll(() => Promise.all(lines.map((line) => line.close())));

type Outcome = "right" | "wrong" | "refused";

it(`${CAPTURES} captures with restarts, loss, noise and duplication: none is wrong`, {
  timeout: 900_000,
}, async (context) => {
  needs(context, "cc");
  let restarts = 0;
  const image = await board.build(await testFirmware());

  /** One capture on a line with faults; the board restarts before one of the first 25 writes, or not at all. */
  async function outcome(seed: number): Promise<Outcome> {
    const next = random(seed);
    const input = new Uint8Array(SIZE).map(() => next() * 256);
    // The model fails on purpose where the first sum is 99 or 77.
    input[0] = input[SIZE / 2] = 1;
    const start = () => board.open(image);
    const restartAt = next() < 0.5 ? Math.floor(next() * 25) : Infinity;
    const line = new RestartingTransport(await start(), start, restartAt, next() < 0.5);
    const noisy = next() < 0.7 ? new FaultyTransport(line, seed, 1200 + 6000 * next()) : line;
    lines.push(line);
    const tensors = new Map<string, Uint8Array>();
    try {
      const link = await Link.open(board.name, noisy, PATIENCE);
      for await (const { id, bytes } of capture(link, new Map([["input", input]]))) tensors.set(id, bytes);
    } catch (error) {
      expect((error as Error).message).toMatch(/restarted before|no answer to|its line closed/);
    } finally {
      await line.close();
    }
    if (line.restarted) restarts++;
    const right = expected(input);
    for (const [id, bytes] of tensors) if (Buffer.compare(bytes, right.get(id)!) !== 0) return "wrong";
    return tensors.size === right.size ? "right" : "refused";
  }

  const counts: Record<Outcome, number> = { right: 0, wrong: 0, refused: 0 };
  let seed = 1;
  const work = async (): Promise<void> => {
    while (seed <= CAPTURES) counts[await outcome(seed++)]++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  process.stdout.write(`${CAPTURES} captures: ${JSON.stringify(counts)}, ${restarts} with a restart\n`);
  expect(counts.wrong).toBe(0);
  expect(restarts).toBeGreaterThan(CAPTURES / 4);
  expect(counts.right).toBeGreaterThan(CAPTURES / 5);
  expect(counts.refused).toBeGreaterThan(CAPTURES / 10);
});

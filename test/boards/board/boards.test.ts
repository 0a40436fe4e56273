import { crc32 } from "node:zlib";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import type { Board, Image } from "../../../src/boards/board/board.js";
import { capture, runLayer, runModel } from "../../../src/boards/board/capture.js";
import { hostBoard } from "../../../src/boards/board/host.js";
import { encodeFrame } from "../../../src/boards/board/link/frame.js";
import { Link } from "../../../src/boards/board/link/link.js";
import { qemuBoard } from "../../../src/boards/board/qemu.js";
import { wasmBoard } from "../../../src/boards/board/wasm.js";
import { FaultyTransport } from "./faulty-transport.js";
import { expected, SIZE, testFirmware } from "./firmware.js";
import { random } from "./random.js";
import { needs } from "./tools.js";

const PATIENCE = { retryAfter: 2000, giveUpAfter: 40_000, longestCall: 40_000 };
const QEMU_TOOLS = ["qemu-system-riscv32", "riscv64-unknown-elf-gcc"];

const sanitized = hostBoard(["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
const boards: [title: string, board: Board, tools: string[]][] = [
  ["wasm", wasmBoard(), []],
  ["host", hostBoard(), ["cc"]],
  ["host with sanitizers", sanitized, ["cc"]],
  ["qemu-esp32c3", qemuBoard(), QEMU_TOOLS],
];

const ramp = (step: number): Uint8Array => new Uint8Array(SIZE).map((_, i) => i * step);

describe.each(boards)("board %s", (_title, board, tools) => {
  let image: Promise<Image> | undefined;
  const links: Link[] = [];

  async function connect(context: TestContext, faults?: { seed: number; bytesApart: number }): Promise<Link> {
    needs(context, ...tools);
    image ??= testFirmware().then((firmware) => board.build(firmware));
    const line = await board.open(await image);
    const link = faults
      ? await Link.open(board.name, new FaultyTransport(line, faults.seed, faults.bytesApart), {
          ...PATIENCE,
          retryAfter: 40,
        })
      : await Link.open(board.name, line, PATIENCE);
    links.push(link);
    return link;
  }

  afterAll(async () => {
    for (const link of links) await link.close();
  });

  it("compiles without a warning and tells what it runs", { timeout: 120_000 }, async (context) => {
    const { description } = await connect(context);
    expect((await image!).log).toBe("");
    expect(description.model).toBe("three-layers");
    expect(description.tensors.map(({ id, bytes }) => `${id} ${bytes}`)).toEqual([
      "input 3000",
      "plus 3000",
      "split@1 1500",
      "split@2 µ 1500",
      "sum 1500",
      "nothing 0",
    ]);
    expect(description.calls).toEqual([
      { inputs: [0], constants: [6], outputs: [1] },
      { inputs: [1], constants: [], outputs: [2, 3] },
      { inputs: [2, 3], constants: [], outputs: [4] },
      { inputs: [4], constants: [], outputs: [5] },
    ]);
    expect([description.inputs, description.outputs]).toEqual([[0], [4]]);
  });

  it("hands back every layer, although they share memory", async (context) => {
    const link = await connect(context);
    const input = ramp(7);
    const captured = new Map<string, Uint8Array>();
    for await (const { id, bytes } of capture(link, new Map([["input", input]]))) captured.set(id, bytes);
    expect(captured).toEqual(expected(input));
  });

  it("hands back chosen layers, in the order in which they are made", async (context) => {
    const link = await connect(context);
    const input = ramp(3);
    const captured = [];
    for await (const tensor of capture(link, new Map([["input", input]]), ["sum", "plus"])) captured.push(tensor);
    expect(captured).toEqual(["plus", "sum"].map((id) => ({ id, bytes: expected(input).get(id) })));
  });

  it("runs one layer alone, and the whole through the application's entry point", async (context) => {
    const link = await connect(context);
    const halves = [ramp(5).subarray(0, SIZE / 2), ramp(11).subarray(0, SIZE / 2)] as const;
    const alone = await runLayer(
      link,
      "sum",
      new Map(Object.entries({ "split@1": halves[0], "split@2 µ": halves[1] })),
    );
    expect(alone).toEqual([{ id: "sum", bytes: halves[0].map((value, i) => value + halves[1][i]!) }]);
    const input = ramp(13);
    const whole = await runModel(link, new Map([["input", input]]));
    expect(whole).toEqual([{ id: "sum", bytes: expected(input).get("sum") }]);
  });

  it("sums and reads constants and parts of tensors", async (context) => {
    const link = await connect(context);
    const input = ramp(5);
    await link.write(0, input);
    expect(link.description.constants.map(({ id, bytes }) => [id, bytes])).toEqual([["bias", 4]]);
    expect(await link.read(6)).toEqual(Uint8Array.of(1, 2, 3, 4));
    // zlib.crc32(b"\x01\x02\x03\x04")
    expect(await link.sum(6, 0, 4)).toBe(0xb63cfbcd);
    expect(await link.sum(0, 1000, 1900)).toBe(crc32(input.subarray(1000, 2900)));
    expect(await link.readPart(0, 1234, 1500)).toEqual(input.subarray(1234, 2734));
    await expect(link.sum(6, 2, 3)).rejects.toThrow("outside of the tensor");
  });

  it("stops before each call that the entry point makes", async (context) => {
    const link = await connect(context);
    const input = ramp(17);
    await link.write(0, input);
    const { tensors, constants } = link.description;
    const address = (index: number): number => link.tensor(index).address;
    expect(tensors[1]!.address).toBe(tensors[4]!.address);
    expect(tensors[2]!.address - tensors[1]!.address).toBe(SIZE);
    expect(constants).toHaveLength(1);
    const calls: number[] = [];
    for await (const stop of link.runEntryByCalls()) {
      calls.push(stop.call);
      if (stop.call === 0) {
        expect(stop.arguments).toEqual([address(0), address(6), address(1)]);
        await expect(link.run()).rejects.toThrow("not now");
      }
      if (stop.call === 2) {
        expect(await link.read(2)).toEqual(expected(input).get("split@1"));
        expect(await link.sum(3, 0, SIZE / 2)).toBe(crc32(expected(input).get("split@2 µ")!));
      }
    }
    expect(calls).toEqual([0, 1, 2, 3]);
    expect(await link.read(4)).toEqual(expected(input).get("sum"));
    // Left in the middle: the next link finds a board that goes on.
    for await (const { call } of link.runEntryByCalls()) if (call === 1) break;
    await expect(link.run()).rejects.toThrow("not now");
    await link.reset();
    await link.write(0, input);
    await link.run();
    expect(await link.read(4)).toEqual(expected(input).get("sum"));
  });

  it("tells what each call took and how deep the stack went", async (context) => {
    const link = await connect(context);
    await link.write(0, ramp(1));
    await link.run();
    const { costs, unit, stack } = await link.stats();
    expect(costs).toHaveLength(4);
    expect(stack.used).toBeGreaterThanOrEqual(SIZE / 2); // the scratch array of "sum"
    expect(stack.used).toBeLessThan(stack.size / 4);
    if (unit === "nanoseconds") return;
    await link.run();
    expect((await link.stats()).costs).toEqual(costs);
    expect(costs[0]).toBeGreaterThan(SIZE);
    expect(costs[0]).toBeLessThan(4 * SIZE);
  });

  it("tells which layer failed, refuses what does not fit, and goes on", async (context) => {
    const link = await connect(context);
    const failing = new Uint8Array(SIZE);
    failing[0] = 97;
    await link.write(0, failing);
    await expect(link.run()).rejects.toThrow(`board ${board.name}: call 3 (nothing) failed with code -7, expected 0`);
    await expect(link.run(3, 9)).rejects.toThrow("no such call");
    await expect(link.write(0, new Uint8Array(5))).rejects.toThrow("got 5 bytes, expected 3000");
    await expect(link.read(7)).rejects.toThrow("no tensor 7, expected 0 to 6");
    await expect(link.write(6, new Uint8Array(4))).rejects.toThrow("no such tensor");
    await expect(runLayer(link, "ghost", new Map())).rejects.toThrow("no layer ghost (it has plus, split@1");
    await expect(runModel(link, new Map())).rejects.toThrow("input input is missing");
    await link.reset();
    expect(await link.read(5)).toEqual(new Uint8Array(0));
  });

  it("keeps every byte on a line that drops, cuts, doubles and damages", { timeout: 240_000 }, async (context) => {
    const link = await connect(context, { seed: 4, bytesApart: 1500 });
    const next = random(5);
    for (let round = 0; round < (board.name === "qemu-esp32c3" ? 2 : 8); round++) {
      const input = new Uint8Array(SIZE).map(() => next() * 256);
      const captured = new Map<string, Uint8Array>();
      for await (const { id, bytes } of capture(link, new Map([["input", input]]))) captured.set(id, bytes);
      expect(captured).toEqual(expected(input));
    }
    const { counts } = link.transport as FaultyTransport;
    if (board.name !== "qemu-esp32c3") for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
  });

  it("outlives requests that make no sense", async (context) => {
    needs(context, ...tools);
    const line = await board.open(await image!);
    const next = random(9);
    const number = (): number => [0, 1, 3, 255, next() * 256][Math.floor(next() * 5)]!;
    for (let round = 0; round < 400; round++) {
      const payload = new Uint8Array(Math.floor(next() * 14)).map(number);
      await line.write(encodeFrame({ type: Math.floor(next() * 15), sequence: round, payload }));
      await line.write(new Uint8Array(Math.floor(next() * 30)).map(number));
    }
    const link = await Link.open(board.name, line, PATIENCE);
    links.push(link);
    const input = ramp(9);
    expect(await runModel(link, new Map([["input", input]]))).toEqual([
      { id: "sum", bytes: expected(input).get("sum") },
    ]);
  });

  it("says so when a layer crashes", async (context) => {
    const link = await connect(context);
    const crashing = new Uint8Array(SIZE);
    crashing[0] = 75;
    await link.write(0, crashing);
    await expect(link.run()).rejects.toThrow(
      /call 3 \(nothing\) did not come back: its line closed: the program (trapped: |ended with (SIG|code \d+))/,
    );
  });

  it("says so when the program ends", async (context) => {
    const link = await connect(context);
    await link.close();
    await expect(link.run()).rejects.toThrow(`board ${board.name}: call 0 (plus) did not come back: its line closed`);
  });
});

it("a board tells old requests from new ones however many there were", { timeout: 120_000 }, async (context) => {
  needs(context, "cc");
  const host = hostBoard();
  const link = await Link.open("host", await host.open(await host.build(await testFirmware())), PATIENCE);
  await link.run();
  // More than half of all sequence numbers.
  for (let i = 0; i < 20_000; i++) await Promise.all([link.stats(), link.stats()]);
  await link.run();
  await link.close();
});

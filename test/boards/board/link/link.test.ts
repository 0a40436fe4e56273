import { expect, it } from "vitest";
import { decodeFrame, encodeFrame } from "../../../../src/boards/board/link/frame.js";
import { Link } from "../../../../src/boards/board/link/link.js";
import { Missing } from "../../../../src/boards/board/link/missing.js";
import { SlipDecoder } from "../../../../src/boards/board/link/slip.js";
import type { Transport } from "../../../../src/boards/board/transport.js";
import { random } from "../random.js";

const IMPATIENT = { retryAfter: 5, giveUpAfter: 60, longestCall: 60 };

/** A board that answers with what `answer` makes of a request; undefined is silence. */
function board(answer: (type: number) => Uint8Array | undefined): Transport & { closed: boolean } {
  const decoder = new SlipDecoder(2048);
  let listener: (bytes: Uint8Array) => void = () => {};
  return {
    closed: false,
    async write(bytes) {
      decoder.take(bytes, (packet) => {
        const { type, sequence } = decodeFrame(packet)!;
        const payload = answer(type);
        if (payload) setImmediate(() => listener(encodeFrame({ type: type | 0x80, sequence, payload })));
      });
    },
    onData: (next) => {
      listener = next;
    },
    onClose: () => {},
    async close() {
      this.closed = true;
    },
  };
}

const hello = (version: number, tensors: number): Uint8Array =>
  Uint8Array.of(0, version, 0, 0, 4, 0, 8, 0, 0, tensors, 0, 0, 0, 0, 0, 109);

it("a dead board times out with a clear error and its line is closed", async () => {
  const dead = board(() => undefined);
  await expect(Link.open("/dev/ttyUSB0", dead, IMPATIENT)).rejects.toThrow(
    /^board \/dev\/ttyUSB0: no answer to "hello" after 0\.\d s and \d+ attempts \(is it connected/,
  );
  expect(dead.closed).toBe(true);
});

it("a board that speaks otherwise or lies is refused", async () => {
  const refused = (answer: (type: number) => Uint8Array | undefined) =>
    expect(Link.open("b", board(answer), IMPATIENT)).rejects;
  await refused(() => hello(9, 0)).toThrow("board b: speaks link protocol 9, expected 3");
  await refused(() => Uint8Array.of(1)).toThrow('board b: refused "hello": unknown request');
  await refused(() => Uint8Array.of(0, 3)).toThrow("its answer ends after 2 bytes");
  await refused((type) => (type === 1 ? hello(3, 3) : Uint8Array.of(0, 0, 0))).toThrow("list of 3 ends after 0");
  const huge = Uint8Array.of(0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1, 97);
  await refused((type) => (type === 1 ? hello(3, 1) : type === 2 ? huge : Uint8Array.of(0, 0, 0, 0, 0, 0, 0))).toThrow(
    "tensor a has 4294967295 bytes, expected at most",
  );
  const wild = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 7, 0);
  await refused((type) => (type === 1 ? hello(3, 0) : wild)).toThrow("names tensor 7 of 0");
});

it("frames survive any bytes, and damage never passes for a frame", () => {
  const next = random(1);
  const decoder = new SlipDecoder(2048);
  for (let round = 0; round < 500; round++) {
    const payload = new Uint8Array(Math.floor(next() * 60)).map(
      () => [0xc0, 0xdb, 0xdc, 0xdd, next() * 256][Math.floor(next() * 5)]!,
    );
    const frame = { type: Math.floor(next() * 256), sequence: Math.floor(next() * 65536), payload };
    const bytes = encodeFrame(frame);
    const seen: unknown[] = [];
    const damaged = bytes.slice();
    damaged[1 + Math.floor(next() * (bytes.length - 2))]! ^= 1 << Math.floor(next() * 8);
    decoder.take(damaged, (packet) => seen.push(decodeFrame(packet)));
    expect(seen.filter((found) => found !== undefined)).toEqual([]);
    seen.length = 0;
    for (const byte of bytes) decoder.take(Uint8Array.of(byte), (packet) => seen.push(decodeFrame(packet)));
    expect(seen).toEqual([frame]);
  }
});

it("a decoder holds no more than its limit", () => {
  const decoder = new SlipDecoder(8);
  const seen: number[] = [];
  decoder.take(new Uint8Array(100_000), () => seen.push(0));
  decoder.take(Uint8Array.of(0xc0, 1, 2, 0xdb, 7, 0xc0, 5, 0xc0, 0xdb, 0xc0), (packet) => seen.push(...packet));
  expect(seen).toEqual([5]);
});

it("what is missing shrinks to nothing in any order", () => {
  const missing = new Missing(10);
  expect(missing.arrived(3, 5)).toBe(true);
  expect(missing.arrived(3, 5)).toBe(false);
  expect(missing.first).toEqual({ start: 0, end: 3 });
  expect(missing.arrived(0, 4)).toBe(true);
  expect(missing.first).toEqual({ start: 5, end: 10 });
  expect(missing.arrived(4, 10)).toBe(true);
  expect(missing.first).toBeUndefined();
  expect(new Missing(0).first).toBeUndefined();
});

import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { IsaSession } from "../../src/isa/session/session.js";

const DOT = fileURLToPath(new URL("dot.S", import.meta.url));
const bytes = (make: (i: number) => number): Tensor =>
  new Tensor(
    "int8",
    [32],
    Int8Array.from({ length: 32 }, (_, i) => make(i)),
  );

function session() {
  const s = IsaSession.open(DOT);
  const x = s.place(
    "x",
    bytes((i) => i),
  );
  const w = s.place(
    "w",
    bytes((i) => (i % 3) - 1),
  );
  const y = s.place("y", Tensor.zeros("int8", [16]), { writable: true });
  return { s, x, w, y };
}

it("calls a function, reads its result and its buffers, counts by function and line", () => {
  const { s, x, w, y } = session();
  expect([s.chip, s.functions]).toEqual(["esp32s3", ["dot_accx", "dot_lanes"]]);
  s.start("dot_accx", x, w, 2);
  // 0 · −1 + 1 · 0 + 2 · 1 + 3 · −1 + … − 30 · 1 + 31 · 0
  expect(s.run()).toEqual({ kind: "returned", result: -10 });
  s.start("dot_lanes", y, x, w, 2, 4);
  expect(s.run()).toMatchObject({ kind: "returned" });
  // Lane 2: 2 · 1 + 18 · −1 = −16, a sixteenth of it −1; lane 1: 1 · 0 + 17 · 1 = 17, half up of 17 / 16.
  expect(y.read().toNumbers()).toEqual([0, 1, -1, 0, 1, -1, 0, 1, -1, -1, 2, -1, -1, 2, -1, -1]);
  const { instructions, cycles, functions, lines } = s.profile();
  expect({ instructions, functions }).toEqual({
    instructions: 33,
    functions: [
      { function: "dot_lanes", executed: 21 },
      { function: "dot_accx", executed: 12 },
    ],
  });
  // Two returns drop two instructions each; the load before each product is needed at once, twice in both loops.
  expect(cycles).toBe(33 + 2 * 2 + 2 + 2);
  expect(lines[0]).toEqual({ place: "dot.S:13", function: "dot_accx", text: "ee.vld.128.ip q0, a2, 16", executed: 2 });
  expect(lines.find(({ place }) => place.startsWith("rounding.S"))!.place).toBe("rounding.S:3 (from dot.S:31)");
});

it("steps, stops at a line, and when a register that is watched changes", () => {
  const { s, x, w } = session();
  s.start("dot_accx", x, w, 2);
  expect(s.step()).toEqual({ kind: "break", place: "dot.S:11", text: "ee.zero.accx" });
  s.breakAt(15);
  expect(s.run()).toEqual({ kind: "break", place: "dot.S:15", text: "ee.vmulas.s8.accx q0, q1" });
  s.watch("ACCX");
  expect(s.run()).toEqual({ kind: "watch", register: "accx", place: "dot.S:15", text: "ee.vmulas.s8.accx q0, q1" });
  expect(s.machine.acc[0]).toBe(-5);
  expect(s.run()).toMatchObject({ kind: "break" });
  expect(s.step(100)).toEqual({ kind: "returned", result: -10 });
});

it("shows registers as lanes, those marked that changed", () => {
  const { s, x, w } = session();
  s.start("dot_accx", x, w, 1);
  s.lanes();
  s.step(4);
  const { at, registers } = s.lanes();
  expect(at).toEqual({ place: "dot.S:13", text: "ee.vld.128.ip q0, a2, 16" });
  expect(registers[0]!.lanes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(registers.map(({ name, changed }) => [name, changed.length])).toEqual(
    ["q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "QACC", "ACCX"].map((name) => [name, name === "q0" ? 15 : 0]),
  );
  expect(s.lanes(16).registers[0]!.lanes).toEqual([256, 770, 1284, 1798, 2312, 2826, 3340, 3854]);
});

it("tells reads past a buffer and refuses writes outside one, with function, line and address", () => {
  const { s, x, w } = session();
  s.start("dot_accx", x, w, 3);
  s.run();
  expect(s.strayReads.map(({ place, count, near }) => `${place} ${count} ${near.replace(/^0x\w+/, "")}`)).toEqual([
    "dot.S:13 1  (15 bytes past the end of x)",
    "dot.S:14 1  (15 bytes past the end of w)",
  ]);
  s.start("dot_lanes", x, x, w, 2, 4);
  expect(() => s.run()).toThrow(
    /^dot_lanes, dot\.S:32: writes 16 bytes at 0x\w+, outside every buffer it may write \(byte 0 of x\)/,
  );
  s.start("dot_accx", 0, w, 1);
  expect(() => s.run()).toThrow(/^dot_accx, dot\.S:13: reads 16 bytes at 0x00000000, where there is no memory/);
});

it("stops what does not end, and refuses what it cannot do", () => {
  const { s } = session();
  expect(() => s.step()).toThrow("nothing was called");
  expect(() => s.start("dot")).toThrow("dot.S: has no function dot; did you mean dot_accx, dot_lanes?");
  expect(() => s.breakAt(1)).toThrow("dot.S:1: holds no instruction to stop at");
  expect(() => s.watch("q9")).toThrow("q9: no register of the esp32s3");
  expect(() => s.start("dot_accx", 1, 2, 3, 4, 5, 6, 7)).toThrow("takes at most 6 words in registers, got 7");
  const off = IsaSession.from(".global f\nf: entry a1, 16");
  off.start("f");
  expect(() => off.run()).toThrow("runs off the end of the file");
  expect(() => IsaSession.from("nop")).toThrow("name esp32s3 or esp32p4");
  expect(IsaSession.from(".global f\nf: esp.zero.q q0\nret").chip).toBe("esp32p4");
});

import { describe, expect, test } from "vitest";
import { isComplete } from "../../src/kernel/language/is-complete.js";
import { Outputs } from "../../src/kernel/notebook/outputs.js";
import { History } from "../../src/kernel/server/history.js";
import { toCodePoints, toUnits } from "../../src/kernel/server/positions.js";
import { Wire } from "../../src/kernel/wire.js";

test("positions: code points to UTF-16 units and back", () => {
  const text = "a😀b";
  expect([0, 1, 2, 3, 9].map((n) => toUnits(text, n))).toEqual([0, 1, 3, 4, 4]);
  expect([0, 1, 3, 4, 9].map((n) => toCodePoints(text, n))).toEqual([0, 1, 2, 3, 3]);
});

describe("history", () => {
  const history = new History();
  for (const [i, input] of ["a = 1", "b", "a = 1", "c(2)"].entries()) history.add(i + 1, input);
  history.setOutput(4, "'two'");

  test("tail and range", () => {
    expect(history.find({ hist_access_type: "tail", n: 2 })).toEqual([
      [1, 3, "a = 1"],
      [1, 4, "c(2)"],
    ]);
    expect(history.find({ hist_access_type: "range", session: 0, start: 2, stop: 3 })).toEqual([[1, 2, "b"]]);
    expect(history.find({ hist_access_type: "range", session: 7, start: 0 })).toEqual([]);
    expect(history.find({ hist_access_type: "tail", n: 1, output: true })).toEqual([[1, 4, ["c(2)", "'two'"]]]);
  });

  test("search by pattern", () => {
    const found = (pattern: string, unique = false) =>
      history.find({ hist_access_type: "search", pattern, unique }).map((entry) => (entry as unknown[])[2]);
    expect(found("a*")).toEqual(["a = 1", "a = 1"]);
    expect(found("a*", true)).toEqual(["a = 1"]);
    expect(found("c(?)")).toEqual(["c(2)"]);
    expect(found(".")).toEqual([]);
  });
});

test.each([
  ["const a = 1", "complete", undefined],
  ["", "complete", undefined],
  ["await x", "complete", undefined],
  ["function f() {", "incomplete", "  "],
  ["  if (a) {\n    b(", "incomplete", "      "],
  ["`text", "incomplete", ""],
  ["/* note", "incomplete", ""],
  ["'text", "invalid", undefined],
  [")", "invalid", undefined],
])("is_complete of %j is %s", (code, status, indent) => {
  expect(isComplete(code)).toEqual(indent === undefined ? { status } : { status, indent });
});

test("a message is what it was before it was sent", () => {
  const buffers = [new Uint8Array([1, 2])];
  const { frames } = new Wire("key").encode({
    identities: ["id"],
    type: "t",
    parent: {},
    content: { a: "é" },
    buffers,
  });
  const bytes = frames.map((frame) => Buffer.from(frame));
  const { identities, header, content, buffers: found } = new Wire("key").decode(bytes);
  expect([String(identities[0]), header.msg_type, content]).toEqual(["id", "t", { a: "é" }]);
  expect([...found[0]!]).toEqual([1, 2]);
  expect(() => new Wire("other").decode(bytes)).toThrow("bad signature");
});

test("outputs: text that goes on is one output, in lines", () => {
  const outputs = new Outputs();
  const cell = outputs.open();
  const add = (msg_type: string, content: Record<string, unknown>) =>
    outputs.add({ header: { msg_type }, content } as unknown as Parameters<Outputs["add"]>[0]);
  add("stream", { name: "stdout", text: "a\nb" });
  add("stream", { name: "stdout", text: "c\n" });
  add("stream", { name: "stderr", text: "d" });
  expect(cell).toEqual([
    { output_type: "stream", name: "stdout", text: ["a\n", "bc\n"] },
    { output_type: "stream", name: "stderr", text: ["d"] },
  ]);
  add("clear_output", { wait: true });
  add("stream", { name: "stderr", text: "e" });
  expect(cell).toEqual([{ output_type: "stream", name: "stderr", text: ["e"] }]);
});

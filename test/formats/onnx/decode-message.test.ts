import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { BoundedReader } from "../../../src/formats/onnx/bounded-reader.js";
import { decodeMessage } from "../../../src/formats/onnx/decode-message.js";
import { ModelMessage } from "../../../src/formats/onnx/schema.js";
import { goldenCases } from "../../golden/cases.js";

/** The message with what is there; repeated fields that are absent, and so empty, are left out. */
function present(value: unknown): unknown {
  if (value instanceof Uint8Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => !Array.isArray(field) || field.length > 0);
  return Object.fromEntries(entries.map(([name, field]) => [name, present(field)]));
}

test("every golden model is read as protobufjs' own code reads it", () => {
  const files = goldenCases()
    .filter(({ has }) => has("quant.onnx"))
    .map(({ read }) => new Uint8Array(read("quant.onnx")));
  expect(files.length).toBeGreaterThan(20);
  for (const bytes of files) {
    const [own, theirs] = [decodeMessage(new BoundedReader(bytes), "Model"), ModelMessage.decode(bytes)];
    expect(isDeepStrictEqual(present(own), present(theirs))).toBe(true);
  }
});

test("a message that is there twice is merged, unknown fields are skipped, packed and single elements add up", () => {
  // A graph in two pieces, each with one node of one input; field 99 is nobody's.
  const graph = (name: string): number[] => [0x3a, 5, 0x0a, 3, 0x0a, 1, name.charCodeAt(0)];
  const bytes = Uint8Array.from([...graph("a"), 0x98, 0x06, 1, ...graph("b")]);
  const model = decodeMessage(new BoundedReader(bytes), "Model") as { graph: { node: { input: string[] }[] } };
  expect(model.graph.node.map(({ input }) => input)).toEqual([["a"], ["b"]]);
  const dims = Uint8Array.from([0x0a, 2, 3, 4, 0x08, 5]);
  const tensor = decodeMessage(new BoundedReader(dims), "Tensor") as { dims: { low: number }[]; name: string };
  expect(tensor.dims.map(({ low }) => low)).toEqual([3, 4, 5]);
  expect([tensor.name, Object.hasOwn(tensor, "name")]).toEqual(["", false]);
});

test("a length beyond the message is refused", () => {
  expect(() => decodeMessage(new BoundedReader(Uint8Array.from([0x3a, 9, 0x0a])), "Model")).toThrow();
  expect(() => decodeMessage(new BoundedReader(Uint8Array.from([0x3a, 2, 0x0a, 3, 1, 1, 1])), "Model")).toThrow();
});

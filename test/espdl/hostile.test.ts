import { Builder } from "flatbuffers";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { encodeFlatbuffer } from "../../src/espdl/encode.js";
import type { EspdlModel } from "../../src/espdl/model.js";
import { sealPack } from "../../src/espdl/pack.js";
import { readEspdl } from "../../src/espdl/read.js";
import type { Row } from "../../src/espdl/row.js";
import { sealContainer } from "../../src/espdl/seal.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { espdlCases } from "../golden/espdl-cases.js";
import { MUTATIONS, random } from "./mutations.js";

const RUNS = 20_000;

/** The model, or the one line that a person is told; anything else thrown fails the test. */
function outcome(file: Uint8Array): EspdlModel | string {
  try {
    return readEspdl(file, { file: "m.espdl" });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(/^m\.espdl: .{8,}$/u);
    expect(error.message.length).toBeLessThan(500);
    return error.message;
  }
}

/** Bytes that a model keeps alive beyond the file that it shares. */
function owned(model: EspdlModel): number {
  const { graph } = model;
  const names = graph.nodes.reduce((sum, { inputs, outputs }) => sum + inputs.length + outputs.length, 0);
  const values = graph.inputs.length + graph.outputs.length + graph.valueInfo.length + graph.initializers.length;
  return names + values;
}

describe("hostile .espdl files", () => {
  it(`${RUNS} mutations give a model or one line`, () => {
    const below = random(20260801);
    const files = espdlCases().map(({ model }) => new Uint8Array(model()));
    const small = files.filter(({ length }) => length < 20_000);
    const kinds = Object.keys(MUTATIONS);
    const refused: Record<string, number> = {};
    let read = 0;
    for (let run = 0; run < RUNS; run++) {
      const kind = kinds[run % kinds.length]!;
      const file = small[below(small.length)]!;
      const mutated = MUTATIONS[kind]!(file, below, small[below(small.length)]!);
      const result = outcome(mutated);
      if (typeof result === "string") {
        refused[kind] = (refused[kind] ?? 0) + 1;
        continue;
      }
      read++;
      expect(owned(result)).toBeLessThan(4 * mutated.length + 65536);
      // What could be read can be written, and is then read alike.
      if (run % 10 === 0) expect(readEspdl(writeEspdl(result))).toEqual(result);
    }
    console.log(`mutations: ${RUNS} of ${RUNS} gave a model (${read}) or one line`, refused);
    expect(read).toBeGreaterThan(0);
    expect(Object.keys(refused).sort()).toEqual(kinds.sort());
  });

  it("mutated packs and encrypted files give a model or one line: 2000 of each", () => {
    const below = random(99);
    const key = "00112233445566778899aabbccddeeff";
    const plain = writeEspdl(readEspdl(espdlCases()[0]!.model()));
    const pack = sealPack([{ name: "a", bytes: plain }], "v1");
    const old = pack.slice();
    // The same bytes read as a PDL2: another header, hardly any sense.
    old.set(Buffer.from("PDL2"));
    const kinds = Object.values(MUTATIONS);
    for (let run = 0; run < 2000; run++) {
      const mutate = kinds[run % kinds.length]!;
      outcome(mutate(pack, below, plain));
      outcome(mutate(old, below, plain));
      const mutated = mutate(writeEspdl(readEspdl(plain), key), below, plain);
      try {
        readEspdl(mutated, { key });
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }
  });

  const refuse = (row: Row<"Model">): string => {
    const result = outcome(sealContainer(encodeFlatbuffer(row, "Model")));
    return typeof result === "string" ? result : "read";
  };
  const tensor = (changes: Row<"Tensor">): Row<"Model"> => ({
    graph: { initializer: [{ name: "w", dims: [2n], dataType: 3, rawData: new Uint8Array(2), ...changes }] },
  });

  it.each([
    ["huge dims", tensor({ dims: [2n ** 40n] }), /initializer "w": dims \[1099511627776\] are more than/],
    [
      "dims whose product overflows",
      tensor({ dims: [2n ** 20n, 2n ** 20n, 2n ** 30n] }),
      /are more than 67108864 elements/,
    ],
    ["huge dims hidden by a zero", tensor({ dims: [0n, 2n ** 31n] }), /are more than/],
    ["a negative size", tensor({ dims: [-1n, -2n] }), /hold a negative size/],
    ["too many dims", tensor({ dims: new Array(1000).fill(1n) }), /has 1000 dims, expected at most 16/],
    ["an int64 beyond 2^53", tensor({ dims: [2n ** 60n] }), /dims: 1152921504606846976 is out of range/],
    ["too few bytes", tensor({ dims: [17n] }), /holds 16 bytes, its 17 int8 elements need 17/],
    ["a type without an array", tensor({ dataType: 8 }), /element type 8 has no array/],
    ["data elsewhere", tensor({ dataLocation: 1 }), /its data lies in another file/],
    ["an absurd exponent", tensor({ exponents: [5000n] }), /exponent 5000 is out of range/],
    ["no graph", {}, /Model: has no graph/],
    [
      "an attribute twice",
      {
        graph: {
          node: [
            {
              attribute: [
                { name: "a", attrType: 2 },
                { name: "a", attrType: 2 },
              ],
            },
          ],
        },
      },
      /attribute "a" is given twice/,
    ],
    [
      "an attribute without a type",
      { graph: { node: [{ name: "n", attribute: [{ name: "a" }] }] } },
      /node "n": attribute "a": has type 0/,
    ],
    [
      "line breaks in a name",
      tensor({ name: "a\nb\u2028c", dims: [99n] }),
      /^m\.espdl: initializer "a\\nb\\u\{2028\}c": holds/,
    ],
  ] as const)("%s", (_, row, message) => {
    expect(refuse(row as Row<"Model">)).toMatch(message);
  });

  it("graphs nested without end", () => {
    let graph: Row<"Graph"> = {};
    for (let depth = 0; depth < 100; depth++) graph = { node: [{ attribute: [{ name: "g", attrType: 5, g: graph }] }] };
    expect(refuse({ graph })).toMatch(/tables nest deeper than 48/);
  });

  it("a few bytes that unfold to a large model", () => {
    // Every graph refers 8 times to the one below it, 12 deep: 8^12 graphs if they were all followed.
    const builder = new Builder(1024);
    const offsets = (items: readonly number[]): number => {
      builder.startVector(4, items.length, 4);
      for (const item of items) builder.addOffset(item);
      return builder.endVector();
    };
    const table = (slot: number, offset: number): number => {
      builder.startObject(slot + 1);
      builder.addOffset(offset);
      builder.slot(slot);
      return builder.endObject();
    };
    let graph = table(1, builder.createString("leaf"));
    for (let level = 0; level < 12; level++) {
      const attribute = table(14, offsets(new Array(8).fill(graph)));
      graph = table(0, offsets([table(5, offsets([attribute]))]));
    }
    builder.finish(table(7, graph));
    const file = sealContainer(builder.asUint8Array());
    expect(file.length).toBeLessThan(2000);
    expect(outcome(file)).toMatch(/the same data is referred to too often/);
  });
});

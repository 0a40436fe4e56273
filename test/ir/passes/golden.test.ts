import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../src/formats/onnx/read.js";
import { type DumpNode, type GraphDump, graphDump } from "../../../src/ir/graph/dump.js";
import { printGraph } from "../../../src/ir/graph/print.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { type GoldenCase, goldenCases } from "../../golden/cases.js";
import { normalizeRelay } from "./relay-text.js";

/** Our pass behind which the graph must read as the original's module does. */
const STAGES = [
  ["0_from_onnx", "import"],
  ["1_convert_layout", "convert-layout"],
  ["2_evaluate_onnx_for_esp", "legalize-esp"],
  ["3_canonicalize", "canonicalize-qnn"],
] as const;

interface GoldenNode {
  readonly index: number;
  readonly name: string;
  readonly func: string | null;
  readonly inputs: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: string;
}

const compiled = new Map<string, ReturnType<typeof compileForDebug>>();

function compile(golden: GoldenCase): ReturnType<typeof compileForDebug> {
  const result = compiled.get(golden.name) ?? compileForDebug(readModel(golden.path("quant.onnx")), { compat: true });
  compiled.set(golden.name, result);
  return result;
}

const cases = goldenCases().filter((golden) => golden.has("quant.onnx"));

describe("stages against TVM's modules", () => {
  for (const [file, pass] of STAGES) {
    const having = cases.filter((golden) => existsSync(golden.path(`relay/${file}.txt`)));
    it(`${file}: ${having.length} cases`, () => {
      for (const golden of having) {
        const stage = compile(golden).stages.find(({ name }) => name === pass);
        const text = readFileSync(golden.path(`relay/${file}.txt`), "utf8");
        expect(stage && printGraph(stage.graph).trim(), golden.name).toBe(normalizeRelay(text));
      }
      console.log(`${file}: ${having.length} of ${having.length} cases`);
    });
  }
});

describe("the debug graph against TVM's", () => {
  const having = cases.filter((golden) => golden.has("nodes.json"));

  it(`nodes: ${having.length} cases`, () => {
    for (const golden of having) {
      const ours = compile(golden).program.layers.flatMap((layer) =>
        layer.types.map(({ shape, dtype }) => ({
          index: layer.index,
          name: layer.name,
          func: layer.kind === "call" ? layer.func : null,
          inputs: layer.kind === "call" ? layer.inputs.map((operand) => operand.layer) : [],
          shape,
          dtype,
        })),
      );
      const theirs = golden
        .json<GoldenNode[]>("nodes.json")
        .map(({ index, name, func, inputs, shape, dtype }) => ({ index, name, func, inputs, shape, dtype }));
      expect(ours, golden.name).toEqual(theirs);
    }
    console.log(`nodes.json: ${having.length} of ${having.length} cases`);
  });

  it("the dump, but for hashes", () => {
    const dumped = having.filter((golden) => golden.has("_tvmdbg_graph_dump.json"));
    for (const golden of dumped) {
      const theirs = golden.json<GraphDump>("_tvmdbg_graph_dump.json");
      const withoutHash = ({ attrs, ...node }: DumpNode): DumpNode => {
        const { hash: _, ...rest } = attrs;
        return { ...node, attrs: rest };
      };
      expect(graphDump(compile(golden).program), golden.name).toEqual({
        ...theirs,
        nodes: theirs.nodes.map(withoutHash),
      });
    }
    console.log(`_tvmdbg_graph_dump.json: ${dumped.length} of ${dumped.length} cases`);
  });
});

describe("exponents", () => {
  it("are those of the scales and travel with the values", () => {
    const golden = cases.find(({ name }) => name === "tutorial_nhwc") as GoldenCase;
    const { layers } = compile(golden).program;
    const of = (name: string) => layers.find((layer) => layer.name === name)?.exponent;
    expect(of("tvmgen_default_fused_cast_1")).toBe(-6);
    expect(of("tvmgen_default_fused_nn_conv2d")).toBe(-13);
    expect(of("tvmgen_default_fused_right_shift")).toBe(-5);
    expect(of("tvmgen_default_fused_layout_transform_1")).toBe(-5);
    expect(of("p3")).toBe(-7);
    expect(of("p5")).toBe(-5);
    expect(of("tvmgen_default_fused_nn_relu")).toBeUndefined();
    expect(layers.find((layer) => layer.name === "tvmgen_default_fused_nn_conv2d")?.onnx).toEqual(["QLinearConv_1"]);
  });
});

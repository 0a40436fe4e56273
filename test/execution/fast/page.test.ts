import { build } from "esbuild";
import * as ort from "onnxruntime-web";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { packageFolder } from "../../../src/base/package-folder.js";
import { createPageRunner } from "../../../src/execution/fast/page-runner.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { goldenCases } from "../../golden/cases.js";
import { goldenFeeds } from "../../golden/feeds.js";
import { identical } from "../../golden/nodes.js";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "fatal";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

test("what a page loads of it has nothing of Node in it", async () => {
  const entry = packageFolder("src", "execution", "fast", "page-runner.ts");
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "browser",
    metafile: true,
    logLevel: "silent",
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  expect(imports.filter(({ external, path }) => external && path !== "<runtime>").map(({ path }) => path)).toEqual([]);
});

describe("the fast interpreter on ONNX Runtime's WebAssembly, golden cases", () => {
  let [fast, calls] = [0, 0];
  const least = goldenCases().length > 70 ? 0.95 : 0.9;
  afterAll(() => expect(fast / calls).toBeGreaterThanOrEqual(least));

  test.each(goldenCases())("$name: every layer equals the reference's", async (golden) => {
    const { program } = compileForDebug(readModel(golden.path("quant.onnx")));
    const feeds = goldenFeeds(golden, program);
    const runner = createPageRunner(program, ort);
    const coverage = await runner.coverage();
    fast += coverage.fast;
    calls += coverage.calls;
    const [trace] = await runner.trace([feeds]);
    const wrong = interpret(program, feeds).layers.filter(
      (layer, i) => !identical(trace!.layers[i]!.tensor, layer.tensor),
    );
    expect(wrong.map(({ id, op }) => `${id} (${op})`)).toEqual([]);
    await runner.close();
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseNpy } from "../../src/base/tensor/npy.js";
import { formatNpz } from "../../src/base/tensor/npz.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import type { TraceManifest } from "../../src/formats/trace/format.js";
import { type GoldenCase, goldenCase, goldenCases } from "../golden/cases.js";
import { type GoldenNode, goldenNodes, goldenTensors, identical } from "../golden/nodes.js";
import { invoke, linesOf } from "./invoke.js";
import { workspace } from "./workspace.js";

const files = workspace();

/** Runs a command that must succeed and returns what it printed. */
async function succeed(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await invoke(...args);
  expect(`${code} ${err.replace(/^warning: .*\n/gm, "")}`).toBe("0 ");
  for (const line of linesOf(out)) expect(line.replace(files.path(), "").length, line).toBeLessThanOrEqual(100);
  expect(out + err).not.toContain("\u001b");
  return out;
}

function manifestOf(folder: string): TraceManifest {
  return JSON.parse(readFileSync(files.path(folder, "trace.json"), "utf8")) as TraceManifest;
}

/** The files of a case with two inputs as one .npz keyed by input name. */
function archive(golden: GoldenCase, stem: "calib" | "input"): Uint8Array {
  const arrays = golden.options.inputs!.map((name, i): [string, Tensor] => {
    const file = `${stem}${i || ""}.npy`;
    return [name, parseNpy(golden.read(file), file)];
  });
  return formatNpz(new Map(arrays));
}

const names = (nodes: readonly GoldenNode[]): string[] => nodes.map((node) => node.name);

describe("preprocess, quantize, debug: the flow of tutorial_nhwc", () => {
  const golden = goldenCase("tutorial_nhwc");

  test("each command says what it wrote", async () => {
    const [pre, int8] = [files.path("pre.onnx"), files.path("int8.onnx")];
    expect(await succeed("preprocess", "--input", golden.path("float.onnx"), "--output", pre)).toContain(`${pre}: `);
    const quantized = await succeed(
      ...["quantize", "--input_model", pre, "--output_model", int8],
      ...["--calibrate_dataset", golden.path("calib.npy")],
    );
    expect(quantized).toMatch(/^tensor +kind +range +scale +exp +clipped +SNR dB\n/);
    expect(quantized).toContain(`${int8}: `);
    const image = golden.path("input.npy");
    const debugged = await succeed("debug", "--target_chip", "esp32s3", "--model_path", int8, "--img_path", image);
    expect(debugged).toContain(`${files.path("tvmdbg")}: `);
  });

  test("the trace lies beside the model: trace.json, the graph, one .npy a tensor", () => {
    const { format, version, runner, model, layers } = manifestOf("tvmdbg");
    expect([format, version, runner]).toEqual(["espdl-lab-trace", 1, "espdl-lab interpreter"]);
    expect(typeof model).toBe("string");
    expect(readdirSync(files.path("tvmdbg")).sort()).toEqual(["tensors", "trace.json", "tvmdbg_graph_dump.json"]);
    expect(readdirSync(files.path("tvmdbg", "tensors")).sort()).toEqual(
      layers.map(({ file }) => file.slice("tensors/".length)).sort(),
    );
    expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length);
    for (const { index, file, dtype, shape, op, onnx } of layers) {
      expect(file).toMatch(new RegExp(`^tensors/${String(index).padStart(4, "0")}_`));
      const tensor = parseNpy(readFileSync(files.path("tvmdbg", file)), file);
      expect([tensor.dtype, tensor.shape]).toEqual([dtype, shape]);
      expect([typeof op, Array.isArray(onnx)]).toEqual(["string", true]);
    }
  });

  test("tvmdbg_graph_dump.json names the same layers in the same order", () => {
    const dump = JSON.parse(readFileSync(files.path("tvmdbg", "tvmdbg_graph_dump.json"), "utf8"));
    expect(Object.keys(dump).sort()).toEqual(["arg_nodes", "attrs", "heads", "node_row_ptr", "nodes"]);
    const byIndex = new Map(manifestOf("tvmdbg").layers.map(({ index, name }) => [index, name]));
    expect(dump.nodes.map(({ name }: { name: string }) => name)).toEqual([...byIndex.values()]);
  });

  test("a second run replaces the trace; a folder with other files is left alone", async () => {
    const args = ["--target_chip", "esp32", "--model_path", files.path("int8.onnx"), "--img_path"];
    await succeed("debug", ...args, golden.path("input.npy"));
    files.write("tvmdbg/notes.txt", "mine");
    const { code, err } = await invoke("debug", ...args, golden.path("input.npy"));
    expect(code).toBe(2);
    expect(err).toContain("notes.txt");
    expect(readFileSync(files.path("tvmdbg", "notes.txt"), "utf8")).toBe("mine");
  });
});

describe("--json", () => {
  const golden = goldenCase("mnist_cnn");

  test("preprocess, quantize and debug print one JSON value and nothing else", async () => {
    const [pre, int8, dump] = [files.path("mnist.onnx"), files.path("mnist_int8.onnx"), files.path("mnist_trace")];
    const pp = JSON.parse(await succeed("preprocess", "--input", golden.path("float.onnx"), "--output", pre, "--json"));
    expect(pp).toMatchObject({ output: pre, nodes: { before: expect.any(Number), after: expect.any(Number) } });
    const q = JSON.parse(
      await succeed(
        ...["quantize", "--input_model", pre, "--output_model", int8, "--json"],
        ...["--calibrate_dataset", golden.path("calib.npy"), "--calibrate_method", "percentile"],
      ),
    );
    expect(q.output).toBe(int8);
    for (const row of q.tensors) {
      expect(row).toMatchObject({ tensor: expect.any(String), kind: expect.stringMatching(/activation|weight|bias/) });
      expect(row.clipped).toBeGreaterThanOrEqual(0);
    }
    const d = JSON.parse(
      await succeed(
        ...["debug", "--target_chip", "esp32s3", "--model_path", int8, "--dump_root", dump, "--json"],
        ...["--img_path", golden.path("input.npy")],
      ),
    );
    expect(d.trace).toBe(dump);
    expect(d.layers.map(({ id }: { id: string }) => id)).toEqual(manifestOf("mnist_trace").layers.map(({ id }) => id));
  });
});

describe("--compat gives the original's trace", () => {
  test.each(["conv3x3_relu_pc", "bias_wrap2", "prelu_hardswish"])("%s", async (name) => {
    const golden = goldenCase(name);
    const dump = files.path(name);
    await succeed(
      ...["debug", "--target_chip", "esp32s3", "--model_path", golden.path("quant.onnx"), "--compat"],
      ...["--img_path", golden.path("input.npy"), "--dump_root", dump],
    );
    const { layers } = manifestOf(name);
    expect(layers.map((layer) => layer.name)).toEqual(names(goldenNodes(golden)));
    const expected = [...goldenTensors(golden).values()];
    layers.forEach(({ file, dtype }, i) => {
      if (dtype === "float32") return;
      const tensor = parseNpy(readFileSync(files.path(name, file)), file);
      expect(identical(tensor, expected[i]!), file).toBe(true);
    });
  });
});

describe("options", () => {
  test("--per_channel gives one weight scale an output channel", async () => {
    const golden = goldenCase("conv3x3_relu_pc");
    const { tensors } = JSON.parse(
      await succeed(
        ...["quantize", "--input_model", golden.path("preprocessed.onnx"), "--output_model", files.path("pc.onnx")],
        ...["--calibrate_dataset", golden.path("calib.npy"), "--per_channel", "--json"],
      ),
    );
    const weight = tensors.find(({ kind }: { kind: string }) => kind === "weight");
    expect(Array.isArray(weight.scale)).toBe(true);
    expect(weight.exponent).toHaveLength(weight.scale.length);
  });

  test("a model with two inputs takes a .npz keyed by input name", async () => {
    const golden = goldenCase("mz_two_in_add");
    const [pre, int8] = [files.path("two.onnx"), files.path("two_int8.onnx")];
    await succeed("preprocess", "--input", golden.path("float.onnx"), "--output", pre);
    await succeed(
      ...["quantize", "--input_model", pre, "--output_model", int8, "--compat"],
      ...["--calibrate_dataset", files.write("calib.npz", archive(golden, "calib"))],
    );
    await succeed(
      ...["debug", "--target_chip", "esp32s3", "--model_path", int8, "--compat"],
      ...["--img_path", files.write("input.npz", archive(golden, "input")), "--dump_root", files.path("two_trace")],
    );
    expect(manifestOf("two_trace").layers.map((layer) => layer.name)).toEqual(names(goldenNodes(golden)));
  });

  test("--dim fixes a symbolic dimension; --skip_* leaves steps out", async () => {
    const golden = goldenCase("tutorial_nhwc");
    const out = files.path("skipped.onnx");
    await succeed("preprocess", "--input", golden.path("float.onnx"), "--output", out, "--skip_optimization");
    await succeed("preprocess", "--input", out, "--output", `${out}.2`, "--skip_symbolic_shape", "--skip_onnx_shape");
  });
});

test("quantize and debug of every case: exit 0, lines of at most 100 columns", async () => {
  const cases = goldenCases().filter((golden) => golden.has("quant.onnx"));
  let done = 0;
  for (const golden of cases) {
    const several = (golden.options.inputs?.length ?? 1) > 1;
    const file = (stem: "calib" | "input") =>
      several ? files.write("several.npz", archive(golden, stem)) : golden.path(`${stem}.npy`);
    await succeed(
      ...["quantize", "--input_model", golden.path("preprocessed.onnx"), "--output_model", files.path("each.onnx")],
      ...["--calibrate_dataset", file("calib"), ...(golden.options.per_channel ? ["--per_channel"] : [])],
    );
    await succeed(
      ...["debug", "--target_chip", "esp32s3", "--model_path", files.path("each.onnx")],
      ...["--img_path", file("input"), "--dump_root", files.path("each")],
    );
    done++;
  }
  console.log(`${done} of ${cases.length} cases`);
}, 300_000);

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseNpy } from "../../src/base/tensor/npy.js";
import { formatNpz } from "../../src/base/tensor/npz.js";
import { readFirmware } from "../../src/boards/board/firmware.js";
import { readTree } from "../../src/codegen/project/file-tree.js";
import { parseModel } from "../../src/formats/onnx/parse.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { goldenCase } from "../golden/cases.js";
import { invoke, linesOf } from "./invoke.js";
import { refused } from "./refused.js";
import { workspace } from "./workspace.js";

const files = workspace();
const golden = goldenCase("tutorial_nhwc");

function arguments_(out: string, model = golden.path("quant.onnx"), image = golden.path("input.npy")): string[] {
  const options = ["--target_chip", "esp32s3", "--model_path", model, "--img_path", image, "--out_path", out];
  return ["export", ...options];
}

/** An export that must succeed; what it printed. */
async function exported(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await invoke(...args);
  expect(`${code} ${err.replace(/^warning: .*\n/gm, "")}`).toBe("0 ");
  for (const line of linesOf(out)) expect(line.replace(files.path(), "").length, line).toBeLessThanOrEqual(100);
  return out;
}

describe("espdl-lab export of tutorial_nhwc", () => {
  test("says the kernel of every layer, the memory, and what it wrote", async () => {
    const out = await exported(...arguments_(files.path("out")));
    expect(out).toMatch(/esp_dl_nn_conv2d_s8_wrapper/);
    expect(out).toMatch(/\n\d+ of \d+ convolutions accelerated\n/);
    expect(out).toContain("arena    40,960 bytes");
    expect(out).toContain("esp32s3: fits · RAM");
    expect(readdirSync(files.path("out")).sort()).toEqual(["model.tar", "new_project"]);
  });

  test("the headers are the original's; the fields are those of tvmgen_default.h", () => {
    const project = files.path("out", "new_project");
    for (const header of ["input_data.h", "output_data.h"]) {
      expect(readFileSync(join(project, "main", header))).toEqual(Buffer.from(golden.read(`headers/${header}`)));
    }
    const main = readFileSync(join(project, "main", "app_main.c"), "utf8");
    const model = join(project, "components", "tvm_model", "model");
    const header = readFileSync(join(model, "codegen", "host", "include", "tvmgen_default.h"), "utf8");
    for (const [, field] of header.matchAll(/void\*\s*(\w+)/g)) expect(main).toContain(`.${field} = `);
    expect(existsSync(join(model, "metadata.json"))).toBe(true);
    const [, shown] = /\(\(int8_t \*\)(sid_\d+_let)\)/.exec(main)!;
    const library = readFileSync(join(model, "codegen", "host", "src", "default_lib1.c"), "utf8");
    expect(library).toContain(`void *${shown} = `);
  });

  test("flash and cache are configured as in the original's project", () => {
    const setting = (file: string): string => readFileSync(files.path("out", "new_project", file), "utf8");
    for (const line of ["CONFIG_ESPTOOLPY_FLASHMODE_QIO=y", "CONFIG_ESPTOOLPY_FLASHFREQ_80M=y"])
      expect(setting("sdkconfig.defaults")).toContain(`\n${line}\n`);
    for (const line of ["CACHE_64KB", "CACHE_8WAYS", "CACHE_LINE_64B"])
      expect(setting("sdkconfig.defaults.esp32s3")).toContain(`CONFIG_ESP32S3_DATA_${line}=y\n`);
  });

  test("the same files again, byte for byte, from the same model", async () => {
    const before = readTree(files.path("out"));
    await exported(...arguments_(files.path("out")));
    expect(readTree(files.path("out"))).toEqual(before);
  });

  test("firmware.json names what there is", async () => {
    const { sources } = await readFirmware(files.path("out", "new_project"));
    expect(sources).toContain("components/tvm_model/model/codegen/host/src/default_lib1.c");
  });

  test("--json", async () => {
    const { out } = await invoke(...arguments_(files.path("json")), "--json");
    const report = JSON.parse(out) as { layers: { function?: string }[]; fit: object; arenaBytes: number };
    expect(report.arenaBytes).toBe(40960);
    expect(report.layers.filter((layer) => layer.function?.startsWith("esp_dl_nn_")).length).toBeGreaterThan(0);
    expect(report.fit).toMatchObject({ chip: "esp32s3", fits: true });
  });

  test("without islands the project is made too", async () => {
    await exported(...arguments_(files.path("plain")), "--no_islands");
  });
});

describe("why not the accelerated kernel", () => {
  test.each([
    ["group_conv", /groups, the accelerated kernel takes 1/],
    ["conv3x3_relu_pc", /one exponent a channel/],
  ])("%s", async (name, reason) => {
    const other = goldenCase(name);
    const out = await exported(...arguments_(files.path(name), other.path("quant.onnx"), other.path("input.npy")));
    expect(out).toMatch(reason);
  });
});

test("several inputs and outputs", async () => {
  const two = goldenCase("mz_two_in_add");
  const arrays = two.options.inputs!.map((name, i) => [name, parseNpy(two.read(`input${i || ""}.npy`))] as const);
  const image = files.write("two.npz", formatNpz(new Map(arrays)));
  await exported(...arguments_(files.path("two"), two.path("quant.onnx"), image));
  const main = readFileSync(files.path("two", "new_project", "main", "app_main.c"), "utf8");
  expect(main).toMatch(/\.\w+ = \(void \*\)input_data,\n +\.\w+ = \(void \*\)input_data_1,\n/);
  const out = goldenCase("mz_two_out");
  await exported(...arguments_(files.path("outs"), out.path("quant.onnx"), out.path("input.npy")));
  expect(readFileSync(files.path("outs", "new_project", "main", "app_main.c"), "utf8")).toContain("= output_data_1,");
});

describe("names of a model never reach C, CMake or a path unescaped", () => {
  const HOSTILE = [
    '"; system("rm -rf /"); //',
    "*/ int x; /*",
    "../../../etc/passwd",
    "$(touch /tmp/x) $ENV{HOME} `id`",
    'a\n#include "/etc/passwd"\n',
    "\u001b[31mred\u202e",
    "while",
    "é".repeat(60),
    "",
  ];

  test.each(HOSTILE)("%j as an input and in every node", async (name) => {
    const model = parseModel(golden.read("quant.onnx"));
    const { graph } = model;
    const [input] = graph.inputs;
    const rename = (old: string): string => (old === input!.name ? name || "x y" : old);
    const nodes = graph.nodes.map((node) => ({ ...node, name, inputs: node.inputs.map(rename) }));
    const inputs = graph.inputs.map((value) => ({ ...value, name: rename(value.name) }));
    const path = files.write("hostile.onnx", serializeModel({ ...model, graph: { ...graph, nodes, inputs } }));
    const out = files.path(`hostile ${HOSTILE.indexOf(name)}`);
    const printed = await exported(...arguments_(out, path));
    expect(printed).not.toContain("\u001b");
    const honest = [...readTree(files.path("out")).keys()];
    expect([...readTree(out).keys()]).toEqual(honest);
    for (const [file, content] of readTree(out)) {
      if (!/\.(c|h|txt|csv|json)$|sdkconfig/.test(file) || file.endsWith(".espdl-lab.json")) continue;
      const text = Buffer.from(content).toString();
      expect(text, file).not.toMatch(/^\s*#include "\/etc/m);
      expect(text, file).not.toContain("\u001b");
      // Inside a comment or a string a name is harmless; nothing of it stands outside of them.
      const code = file.endsWith(".json") ? "" : text.replace(/"(\\.|[^"\\])*"|\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      expect(code, file).not.toMatch(/system\s*\(|rm -rf|etc\/passwd|touch \/|\bint x;|\.while\b/);
    }
  });
});

describe("Espressif's library and a template of one's own", () => {
  afterEach(() => {
    delete process.env.ESP_DL_PATH;
  });

  test("ESP_DL_PATH", async () => {
    for (const path of ["include/tvm/esp_kernel.h", "lib/esp32s3/libdl.a", "CMakeLists.txt"]) {
      mkdirSync(files.path("esp-dl", path, ".."), { recursive: true });
      writeFileSync(files.path("esp-dl", path), path);
    }
    process.env.ESP_DL_PATH = files.path("esp-dl");
    await exported(...arguments_(files.path("espressif")));
    const component = readTree(files.path("espressif", "new_project", "components", "esp-dl"));
    expect([...component.keys()]).toEqual(["CMakeLists.txt", "include/tvm/esp_kernel.h", "lib/esp32s3/libdl.a"]);
  });

  test("--template_path", async () => {
    mkdirSync(files.path("template", "main"), { recursive: true });
    writeFileSync(files.path("template", "main", "app_main.c"), "  .input = input_data,\n  .output = output_data,\n");
    await exported(...arguments_(files.path("own")), "--template_path", files.path("template"));
    const main = readFileSync(files.path("own", "new_project", "main", "app_main.c"), "utf8");
    expect(main).toMatch(/^ {2}\.\w+ = input_data,\n {2}\.output = output_data,\n$/);
  });
});

describe("refusals leave everything as it was", () => {
  test("a folder or a file that is not ours", async () => {
    mkdirSync(files.path("theirs", "new_project"), { recursive: true });
    writeFileSync(files.path("theirs", "new_project", "thesis.txt"), "years of work");
    expect(await refused(files.path("theirs"), ...arguments_(files.path("theirs")))).toContain("not made by espdl-lab");
    mkdirSync(files.path("tar"));
    writeFileSync(files.path("tar", "model.tar"), "not an archive");
    expect(await refused(files.path("tar"), ...arguments_(files.path("tar")))).toContain("is not a model library");
  });

  test("an input of another shape, a missing file, an unknown chip", async () => {
    const out = files.path("refused");
    const wrong = goldenCase("gemm_mlp_pc").path("input.npy");
    expect(await refused(files.path(), ...arguments_(out, golden.path("quant.onnx"), wrong))).toContain(
      "must be float32",
    );
    expect(await refused(files.path(), ...arguments_(out, files.path("none.onnx")))).toContain("none.onnx");
    const [command, , , ...rest] = arguments_(out);
    expect(await refused(files.path(), command!, "--target_chip", "z80", ...rest)).toContain("z80");
  });
});

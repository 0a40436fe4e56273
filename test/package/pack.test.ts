import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenCase } from "../golden/cases.js";

/** Compiling, packing and installing take the time of npm, not of this project. */
const MINUTES = 10 * 60_000;
const LIMIT = 5_000_000;
const SOURCES = [
  "src",
  "kernels-ref",
  "templates",
  "notebooks",
  "schemas",
  "package.json",
  "tsconfig.json",
  ".ci/bundle.mjs",
  "README.md",
  "LICENSE",
];

/** The entry points beside the whole. */
const GROUPS = readdirSync(new URL("../../src/api", import.meta.url)).map((name) => name.replace(/\.ts$/, ""));

const root = fileURLToPath(new URL("../..", import.meta.url));
const windows = process.platform === "win32";
let folder = "";
let app = "";
let archive = "";

async function execute(program: string, args: readonly string[], cwd: string): Promise<string> {
  // npm sets npm_* variables for its scripts, among them the prefix it works in; the user's own npm has none of them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|VITEST)/.test(name)));
  const options = { cwd, env: { ...env, ONNXRUNTIME_NODE_INSTALL: "skip", NO_COLOR: "1" }, shell: windows };
  const { stdout } = await promisify(execFile)(program, args, { ...options, maxBuffer: LIMIT });
  return stdout;
}

const npm = (args: readonly string[], cwd: string) => execute(windows ? "npm.cmd" : "npm", args, cwd);
const cli = (...args: readonly string[]) => execute(join("node_modules", ".bin", "espdl-lab"), args, app);

/** A copy of the sources, so that the archive holds nothing an older compilation left behind. */
function copySources(): string {
  const copy = join(folder, "clone");
  mkdirSync(copy);
  for (const name of SOURCES) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  return copy;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "espdl-lab-pack-"));
  await npm(["pack", "--pack-destination", folder], copySources());
  archive = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz"))!);
  app = join(folder, "app");
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  const started = performance.now();
  await npm(
    ["install", "--prefer-offline", "--no-audit", "--no-fund", "--onnxruntime-node-install=skip", archive],
    app,
  );
  console.log(`installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}, MINUTES);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed package, installed in an empty folder", { timeout: MINUTES }, () => {
  test("is under 5 MB and holds what it needs, no more", () => {
    const { size } = statSync(archive);
    const files = readdirSync(join(app, "node_modules", "espdl-lab"), { recursive: true }).map(String);
    console.log(`${(size / 1e6).toFixed(2)} MB, ${files.length} files`);
    expect(size).toBeLessThan(LIMIT);
    expect(files).toContain("LICENSE");
    expect(files).toContain("README.md");
    expect(files.filter((name) => /tsbuildinfo|\.test\.|^test|^src|golden/.test(name))).toEqual([]);
  });

  test("espdl-lab --version and --help", async () => {
    expect(await cli("--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await cli("debug", "--help")).toContain("Example:");
  });

  test("espdl-lab preprocess, quantize, debug", async () => {
    const golden = goldenCase("tutorial_nhwc");
    await cli("preprocess", "--input", golden.path("float.onnx"), "--output", "pre.onnx");
    await cli(
      "quantize",
      "--input_model",
      "pre.onnx",
      "--output_model",
      "q.onnx",
      "--calibrate_dataset",
      golden.path("calib.npy"),
    );
    const image = golden.path("input.npy");
    const { layers } = JSON.parse(
      await cli("debug", "--target_chip", "esp32s3", "--model_path", "q.onnx", "--img_path", image, "--json"),
    );
    const names = layers.map(({ name }: { name: string }) => name);
    expect(names).toContain("tvmgen_default_fused_nn_relu");
    expect(readdirSync(join(app, "tvmdbg")).sort()).toEqual(["tensors", "trace.json", "tvmdbg_graph_dump.json"]);
  });

  test("a module imports it, and its types resolve", async () => {
    const golden = goldenCase("tutorial_nhwc");
    const program = `
      import { GraphModuleDebug, readModel, readSample, Tensor, type Trace } from "espdl-lab";
      import { KERNELS } from "espdl-lab/kernels-ref";
      const model = readModel(${JSON.stringify(golden.path("quant.onnx"))});
      const m = GraphModuleDebug.create(model);
      m.setInput(readSample(${JSON.stringify(golden.path("input.npy"))}, model));
      const trace: Trace = m.run();
      const relu: Tensor = m.debugGetOutput("tvmgen_default_fused_nn_relu");
      const line: string = [relu.dtype, ...relu.shape, trace.layers.length > 10, KERNELS.has("nn.relu")].join(" ");
      console.log(line);
    `;
    writeFileSync(join(app, "main.mts"), program);
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const options = ["--module", "nodenext", "--target", "es2022", "--strict", "--types", "node"];
    const types = ["--typeRoots", join(root, "node_modules", "@types")];
    await execute(process.execPath, [tsc, ...options, ...types, "main.mts"], app);
    expect(await execute(process.execPath, ["main.mjs"], app)).toBe("int8 1 32 32 16 true true\n");
  });
});

describe("the bundle in the packed package", { timeout: MINUTES }, () => {
  test("is what is imported, in few files, its groups beside the whole, each class once", async () => {
    const program = `
      import * as whole from "espdl-lab";
      import { KERNELS } from "espdl-lab/kernels-ref";
      const groups = ${JSON.stringify(GROUPS)};
      const names = new Set();
      for (const group of groups) for (const [name, value] of Object.entries(await import("espdl-lab/" + group))) {
        if (value !== whole[name]) throw new Error(group + ": " + name + " is another than the whole's");
        names.add(name);
      }
      console.log(Object.keys(whole).length - names.size, KERNELS.size > 50, import.meta.resolve("espdl-lab").slice(-20));
    `;
    writeFileSync(join(app, "bundle.mjs"), program);
    expect(await execute(process.execPath, ["bundle.mjs"], app)).toBe("0 true dist/bundle/index.js\n");
  });

  test("the tour, with the digits that ship, its C and its page", async () => {
    const lines = (await cli("tour", "--out", "tour")).split("\n");
    expect(lines.slice(0, 5)).toEqual([
      expect.stringMatching(/^accuracy {2}float reads 98\.\d % of 997 digits that it has never seen, int8 98\.\d %$/),
      expect.stringMatching(/^board {5}(\d+) of \1 layers identical to the reference, byte for byte$/),
      "fault     a line of the C made wrong: layer 15 is wrong by itself, 10 only inherit",
      "cause     the padding is on the other side or missing: 0 above and left",
      "page      tour/report.html: open it in a browser",
    ]);
    expect(readFileSync(join(app, "tour/report.html"), "utf8")).toContain("Plotly");
    expect(readdirSync(join(app, "tour")).sort()).toEqual([
      ...["board_trace", "broken_project", "calib.npy", "held_out.npz", "input.npy", "model.onnx", "model.tar"],
      ...["new_project", "preprocessed.onnx", "quantized.onnx", "report.html", "tvmdbg"],
    ]);
  });
});

describe.skipIf(windows)("the lessons of the packed package", { timeout: MINUTES }, () => {
  test("open in JupyterLab where they can be changed, with the kernel known", async () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    // Says what it is asked to open, and what the kernel is.
    const program = [
      "#!/bin/sh",
      '[ "$2" = --version ] && exit',
      'echo "$2"',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell
      'cat "${JUPYTER_PATH%%:*}/kernels/espdl-lab/kernel.json"',
    ].join("\n");
    writeFileSync(join(bin, "jupyter"), program, { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path}`;
    const output = await cli("notebook").finally(() => {
      process.env.PATH = path;
    });
    const [told, shown, ...kernel] = output.split("\n");
    const lessons = join(realpathSync(app), "espdl-lessons");
    expect(told).toBe(`The lessons are in ${lessons}: change them as you like.`);
    expect(shown).toBe(lessons);
    expect(JSON.parse(kernel.join("\n")).argv).toContain(
      join(realpathSync(app), "node_modules/espdl-lab/dist/src/kernel/main.js"),
    );
    expect(readdirSync(lessons).filter((name) => /^0[1-8]_\w+\.ipynb$/.test(name))).toHaveLength(8);
  });

  test("run with Node alone", async () => {
    const lesson = join("espdl-lessons", "02_one_layer.ipynb");
    expect(await cli("notebook", "run", lesson)).toMatch(/\d+ cells ran; outputs in espdl-lessons/);
  });
});

describe("as a process", { timeout: MINUTES }, () => {
  test("a reader that stops early is no error", async () => {
    const command = `"${join("node_modules", ".bin", "espdl-lab")}" --help`;
    const script = `
      const { spawn } = require("node:child_process");
      const child = spawn(${JSON.stringify(command)}, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.destroy();
      let err = "";
      child.stderr.on("data", (text) => { err += text; });
      child.on("close", (code) => console.log(JSON.stringify({ code, err })));
    `;
    expect(JSON.parse(await execute(process.execPath, ["-e", windows ? JSON.stringify(script) : script], app))).toEqual(
      {
        code: 0,
        err: "",
      },
    );
  });

  test("a refusal is exit code 2, one line, nothing on the output", async () => {
    try {
      await cli("debug", "--target_chip", "esp32s3", "--model_path", "missing.onnx", "--img_path", "x.npy");
      expect.unreachable();
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^espdl-lab: missing\.onnx: cannot be read \(ENOENT\); check the path\n$/);
    }
  });
});

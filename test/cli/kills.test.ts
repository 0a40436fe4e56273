import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheFolder } from "../../src/base/files/cache-folder.js";
import { packageFolder } from "../../src/base/package-folder.js";
import { goldenCase } from "../golden/cases.js";
import { workspace } from "./workspace.js";

const SEED = 20_261_127;
/** Every so many kills the command runs to its end, which must leave nothing but its output. */
const UNDISTURBED = 8;
const MINUTES = 10 * 60_000;

const MAIN = packageFolder("dist", "bundle", "espdl-lab.js");
const files = workspace();
const golden = [goldenCase("gemm_mlp_pc"), goldenCase("negative_shift")] as const;

interface Situation {
  readonly name: string;
  /** How often it is killed: 200 times, all together; the fewer, the longer it takes. */
  readonly kills: number;
  /** Files and folders that the command writes, in one folder of its own. */
  readonly outputs: readonly string[];
  /** The command line that makes the first or the second of two outputs. */
  readonly args: (variant: 0 | 1, folder: string) => readonly string[];
  /** A file of the user's inside an output, which must outlive every kill. */
  readonly own?: string;
}

const quant = (variant: 0 | 1): string => golden[variant].path("quant.onnx");
const input = (variant: 0 | 1): string => golden[variant].path("input.npy");
const TARGET = ["--target_chip", "esp32s3"];

const SITUATIONS: readonly Situation[] = [
  {
    name: "preprocess",
    kills: 44,
    outputs: ["pre.onnx"],
    args: (v, to) => ["preprocess", "--input", golden[v].path("float.onnx"), "--output", join(to, "pre.onnx")],
  },
  {
    name: "quantize",
    kills: 32,
    outputs: ["int8.onnx"],
    args: (v, to) => [
      ...["quantize", "--input_model", golden[v].path("float.onnx"), "--output_model", join(to, "int8.onnx")],
      ...["--calibrate_dataset", golden[v].path("calib.npy")],
    ],
  },
  {
    name: "debug",
    kills: 44,
    outputs: ["trace"],
    args: (v, to) => [
      ...["debug", ...TARGET, "--model_path", quant(v), "--img_path", input(v), "--dump_root", join(to, "trace")],
    ],
  },
  {
    name: "export",
    kills: 40,
    outputs: ["new_project", "model.tar"],
    own: "new_project/main/mine.c",
    args: (v, to) => ["export", ...TARGET, "--model_path", quant(v), "--img_path", input(v), "--out_path", to],
  },
  {
    name: "capture",
    kills: 10,
    outputs: ["captured"],
    args: (v, to) => [
      ...["capture", "--project", files.path(`project${v}`, "new_project"), "--board", "wasm"],
      ...["--out", join(to, "captured")],
    ],
  },
  {
    name: "diff",
    kills: 30,
    outputs: ["report.html"],
    args: (v, to) => [
      ...["diff", files.path(`trace${v}`), files.path(`trace${v}`), "--model_path", quant(v)],
      ...["--html", join(to, "report.html")],
    ],
  },
];

/** A command line in a process group of its own, killed with all its children after `delay` milliseconds. */
function execute(args: readonly string[], delay?: number): Promise<number | null> {
  const env = { ...process.env, TMPDIR: files.path("tmp"), XDG_CACHE_HOME: files.path("cache") };
  const child = spawn(process.execPath, [MAIN, ...args], { detached: true, stdio: "ignore", env });
  const timer = delay === undefined ? undefined : setTimeout(() => process.kill(-child.pid!, "SIGKILL"), delay);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

/** Digest of a file, or of names and contents of all files of a folder but the user's own; undefined where nothing is. */
function digestOf(path: string, own?: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const hash = createHash("sha256");
  const names = statSync(path).isFile() ? [""] : readdirSync(path, { recursive: true }).map(String).sort();
  for (const name of names) {
    const file = join(path, name);
    if (basename(file) !== own && statSync(file).isFile()) hash.update(`${name}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** 0 … 1, the same in every run of the test (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function prepare(): Promise<void> {
  mkdirSync(files.path("tmp"), { recursive: true });
  if (!existsSync(files.path("cache"))) {
    mkdirSync(files.path("cache"));
    // The kernels in WebAssembly that other tests have compiled already: none of this is about compiling.
    const compiled = cacheFolder("wasm");
    if (compiled !== undefined && existsSync(compiled))
      cpSync(compiled, files.path("cache", "espdl-lab", "wasm"), {
        recursive: true,
        filter: (path) => !/\.o\..+$/.test(path),
      });
  }
  for (const v of [0, 1] as const) {
    if (existsSync(files.path(`trace${v}`))) continue;
    const run = ["--model_path", quant(v), "--img_path", input(v)];
    expect(await execute(["debug", ...TARGET, ...run, "--dump_root", files.path(`trace${v}`)])).toBe(0);
    expect(await execute(["export", ...TARGET, ...run, "--out_path", files.path(`project${v}`)])).toBe(0);
  }
}

describe.skipIf(process.platform === "win32")("kill -9 at random moments", { timeout: MINUTES }, () => {
  test.each(SITUATIONS)(
    "$name: nothing half written, lost or left over",
    async ({ name, kills, outputs, args, own }) => {
      await prepare();
      const folder = files.path(`out-${name}`);
      mkdirSync(folder);
      const ownFile = own && join(folder, own);
      const state = (): string[] =>
        outputs.map((output) => digestOf(join(folder, output), own && basename(own)) ?? "absent");
      const whole: string[][] = [];
      let milliseconds = 0;
      for (const variant of [0, 1] as const) {
        await execute(args(variant, folder));
        const started = performance.now();
        expect(await execute(args(variant, folder))).toBe(0);
        milliseconds = performance.now() - started;
        whole.push(state());
        if (variant === 0 && ownFile !== undefined) {
          mkdirSync(dirname(ownFile), { recursive: true });
          writeFileSync(ownFile, "mine");
        }
      }
      const next = random(SEED);
      let killed = 0;
      for (let run = 0; killed < kills; run++) {
        const variant = (run % 2) as 0 | 1;
        // Files are written at the end: every second kill falls into the last third.
        const share = killed % 2 === 0 ? next() : 2 / 3 + next() * 0.4;
        const begun = performance.now();
        if ((await execute(args(variant, folder), share * milliseconds)) === null) killed++;
        // It was through before its moment came: the machine is less busy than it was.
        else milliseconds = Math.min(milliseconds, performance.now() - begun);
        for (const [i, found] of state().entries()) {
          // A folder that was moved aside is brought back by the next run.
          const aside = found === "absent" && readdirSync(folder).some((entry) => entry.endsWith(".old"));
          expect(aside || whole.some((state) => state[i] === found), `${outputs[i]} after kill ${killed}`).toBe(true);
        }
        if (run % UNDISTURBED !== 0) continue;
        expect(await execute(args(variant, folder))).toBe(0);
        expect(state()).toEqual(whole[variant]);
        expect(readdirSync(folder).sort()).toEqual([...outputs].sort());
        expect(readdirSync(files.path("tmp"))).toEqual([]);
        if (ownFile !== undefined) expect(readFileSync(ownFile, "utf8")).toBe("mine");
      }
      expect(killed).toBe(kills);
    },
  );
});

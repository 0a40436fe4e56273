// Lesson 9 on TensorFlow's native part, which tfjs-node's own script fetches from a host that not every machine reaches:
// the library of the Python wheel has the same C interface. 80 s and 800 MB the first time, kept in .tfjs-node.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TFJS_NODE = "@tensorflow/tfjs-node@4.22.0";
const TENSORFLOW = "tensorflow-cpu==2.15.1";
const LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const LESSON = "09_train_it_here.ipynb";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = join(root, ".tfjs-node");
const tensorflow = join(kept, "wheel/tensorflow");
const native = join(root, "node_modules/@tensorflow/tfjs-node");
/** Node's headers stand beside its executable. */
const headers = join(dirname(process.execPath), "../include/node");
const run = (program, ...args) => execFileSync(program, args, { cwd: root, stdio: "inherit" });
const timed = (what, work) => {
  const started = performance.now();
  work();
  console.log(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

if (!existsSync(headers) || spawnSync("g++", ["--version"]).status !== 0) {
  console.log("lesson 9 on TensorFlow's native part: skipped, it takes g++ and Node's headers");
  process.exit(0);
}

timed("library", () => {
  if (existsSync(join(tensorflow, LIBRARIES[0]))) return;
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept);
  const platforms = ["manylinux2014_x86_64", "manylinux_2_17_x86_64"].flatMap((name) => ["--platform", name]);
  const of = ["--no-deps", "--only-binary=:all:", "--python-version", "3.11", "--quiet", "--dest", kept];
  run("python3", "-m", "pip", "download", ...of, ...platforms, TENSORFLOW);
  const wheel = join(
    kept,
    readdirSync(kept).find((name) => name.endsWith(".whl")),
  );
  run("python3", "-m", "zipfile", "-e", wheel, join(kept, "wheel"));
  rmSync(wheel);
});

timed("native part", () => {
  // npm takes an optional peer for installed; its own packages stand below it, TensorFlow.js itself is the project's.
  const prefix = join(kept, "npm");
  if (!existsSync(prefix))
    run("npm", "install", "--prefix", prefix, "--no-audit", "--no-fund", "--ignore-scripts", TFJS_NODE);
  rmSync(native, { recursive: true, force: true });
  cpSync(join(prefix, "node_modules/@tensorflow/tfjs-node"), native, { recursive: true });
  for (const name of readdirSync(join(prefix, "node_modules")))
    if (name !== "@tensorflow" && !name.startsWith("."))
      cpSync(join(prefix, "node_modules", name), join(native, "node_modules", name), { recursive: true });
  for (const folder of ["deps/lib", "lib/napi-v8"]) mkdirSync(join(native, folder), { recursive: true });
  for (const name of LIBRARIES) {
    const link = join(native, "deps/lib", name);
    rmSync(link, { force: true });
    symlinkSync(join(tensorflow, name), link);
  }
  const includes = [headers, join(tensorflow, "include"), native].map((folder) => `-I${folder}`);
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(native, "binding", name));
  const links = [`-L${tensorflow}`, ...LIBRARIES.map((name) => `-l:${name}`), "-Wl,-rpath,$ORIGIN/../../deps/lib"];
  const output = ["-o", join(native, "lib/napi-v8/tfjs_binding.node")];
  run("g++", "-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8", ...includes, ...sources, ...output, ...links);
});

timed("lesson", () => {
  const folder = join(kept, "lesson");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "notebooks"), folder, { recursive: true });
  run(process.execPath, join(root, "dist/src/cli/main.js"), "notebook", "run", join(folder, LESSON));
});
// Other tests go the way without it.
rmSync(native, { recursive: true, force: true });

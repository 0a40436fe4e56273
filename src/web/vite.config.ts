import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SHIPPED = join(ROOT, "notebooks");

/** A room that the page must not reach ends the build: what needs Node has no place in a browser. */
function noNode(): Plugin {
  return {
    name: "no-node",
    enforce: "pre",
    resolveId(source, importer) {
      if (source.startsWith("node:") || source === "onnxruntime-node")
        this.error(`${importer}: imports ${source}, which no browser has; read the bytes elsewhere and give them`);
    },
  };
}

/** The demonstration's model and digits, as the source of a module. */
function digits(): Plugin {
  return {
    name: "digits",
    resolveId: (source) => (source === "virtual:digits" ? `\0${source}` : undefined),
    load: (id) => (id === "\0virtual:digits" ? (source ??= digitsSource()) : undefined),
  };
}

/** Made once: vite asks for it more than once. */
let source: Promise<string> | undefined;

/** The classifier, quantized by the program that was just built, and one digit of each kind. */
async function digitsSource(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-lab-web-"));
  try {
    const lab = (...words: string[]) =>
      execFileSync("node", [join(ROOT, "dist/src/cli/main.js"), ...words], { stdio: "pipe" });
    const [float, output] = ["preprocessed.onnx", "digits.onnx"].map((file) => join(folder, file));
    lab("preprocess", "--input", join(SHIPPED, "models/mnist_cnn.onnx"), "--output", float!);
    const set = join(SHIPPED, "data/calibration.npz");
    lab("quantize", "--input_model", float!, "--output_model", output!, "--calibrate_dataset", set);
    const constants = { modelOnnx: base64(readFileSync(output!)), digitsNpz: base64(await oneOfEach()) };
    return Object.entries(constants)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function oneOfEach(): Promise<Uint8Array> {
  const { formatNpz, parseNpz, Tensor } = await import(join(ROOT, "dist/src/index.js"));
  const held = parseNpz(readFileSync(join(SHIPPED, "data/held_out.npz")));
  const [input, labels] = [held.get("input"), held.get("label").toNumbers() as number[]];
  const images = Array.from({ length: 10 }, (_, digit) => {
    const at = labels.indexOf(digit) * 784;
    return [...input.data.slice(at, at + 784)];
  });
  return formatNpz(new Map([["input", new Tensor("float32", [10, 1, 28, 28], Float32Array.from(images.flat()))]]));
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** A page from a folder may not load modules: the script is a classic one, run when the page is there. */
function classicScript(): Plugin {
  return {
    name: "classic-script",
    transformIndexHtml: (html) =>
      html.replace(/<script type="module" crossorigin/, "<script defer").replace(/ crossorigin/g, ""),
  };
}

/** The digits are quantized while it builds, which is meant to take seconds. */
const checks = { pluginTimings: false };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [noNode(), digits(), classicScript()],
  worker: { format: "iife", plugins: () => [noNode(), digits()], rolldownOptions: { checks } },
  build: {
    outDir: join(ROOT, "dist/web"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      checks,
      output: { format: "iife", entryFileNames: "app.js", assetFileNames: "[name][extname]" },
    },
  },
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zlibSync } from "fflate";

/**
 * What the first screen shows, as the source of a module: the classifier, quantized by the program that was just built, one
 * digit of each kind, and its C compiled to WebAssembly, as exported and with the tour's mistake in it.
 * @param root folder of the package, with `dist`
 */
export async function demonstrationSource(root: string): Promise<string> {
  const shipped = join(root, "notebooks");
  const folder = mkdtempSync(join(tmpdir(), "espdl-lab-web-"));
  const path = (name: string): string => join(folder, name);
  const lab = (...words: string[]) =>
    execFileSync("node", [join(root, "dist/src/cli/main.js"), ...words], { stdio: "pipe" });
  try {
    lab("preprocess", "--input", join(shipped, "models/mnist_cnn.onnx"), "--output", path("float.onnx"));
    const set = join(shipped, "data/calibration.npz");
    lab(
      "quantize",
      "--input_model",
      path("float.onnx"),
      "--output_model",
      path("digits.onnx"),
      "--calibrate_dataset",
      set,
    );
    const { formatNpy, formatNpz } = await import(join(root, "dist/src/index.js"));
    const digits = await oneOfEach(root, shipped);
    writeFileSync(path("digit.npy"), formatNpy(digits.one));
    const sample = ["--model_path", path("digits.onnx"), "--img_path", path("digit.npy")];
    lab("export", "--target_chip", "esp32s3", ...sample, "--out_path", path("c"));
    const { breakProject } = await import(join(root, "dist/src/tour/break-project.js"));
    const { after } = breakProject(path("c/new_project"), path("broken"));
    const boards = [
      { what: "as exported", project: path("c/new_project") },
      { what: `with a line of its C made wrong: ${after.trim()}`, project: path("broken") },
    ].map(({ what, project }) => {
      lab("build", "--project", project, "--board", "wasm");
      const module = readFileSync(join(project, "build/wasm/firmware.wasm"));
      return { what, code: base64(zlibSync(module, { level: 9 })) };
    });
    const digitsNpz = base64(formatNpz(new Map([["input", digits.all]])));
    return Object.entries({ modelOnnx: base64(readFileSync(path("digits.onnx"))), digitsNpz, boards })
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function oneOfEach(root: string, shipped: string) {
  const { parseNpz, Tensor } = await import(join(root, "dist/src/index.js"));
  const held = parseNpz(readFileSync(join(shipped, "data/held_out.npz")));
  const [input, labels] = [held.get("input"), held.get("label").toNumbers() as number[]];
  const images = Array.from({ length: 10 }, (_, digit) => {
    const at = labels.indexOf(digit) * 784;
    return Float32Array.from(input.data.slice(at, at + 784));
  });
  const all = Float32Array.from(images.flatMap((image) => [...image]));
  return {
    all: new Tensor("float32", [10, 1, 28, 28], all),
    one: new Tensor("float32", [1, 1, 28, 28], images[3]!),
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

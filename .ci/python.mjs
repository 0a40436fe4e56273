// Makes the environments of the Python programs that tests run beside ours, once for each list of requirements.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Folder, list, and what it is. */
const ENVIRONMENTS = [
  [".venv", "test/kernel/requirements.txt", "Jupyter"],
  [".venv-onnx", "test/onnx-backend/requirements.txt", "ONNX's own cases"],
];

for (const [folder, list, name] of ENVIRONMENTS) {
  const venv = `${root}/${folder}`;
  const wanted = readFileSync(`${root}/${list}`, "utf8");
  const stamp = `${venv}/.requirements`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
  console.error(`Installing ${name} into ${folder} (once) …`);
  rmSync(venv, { recursive: true, force: true });
  execFileSync("python3", ["-m", "venv", venv], { stdio: "inherit" });
  const python = process.platform === "win32" ? `${venv}/Scripts/python` : `${venv}/bin/python`;
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", `${root}/${list}`];
  execFileSync(python, install, { stdio: "inherit" });
  writeFileSync(stamp, wanted);
}

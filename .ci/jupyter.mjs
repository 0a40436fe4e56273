// Makes .venv with the Jupyter programs that the kernel is tested with, once for each list of requirements.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const list = `${root}/test/kernel/requirements.txt`;
const wanted = readFileSync(list, "utf8");
const venv = `${root}/.venv`;
const stamp = `${venv}/.requirements`;
const bin = process.platform === "win32" ? `${venv}/Scripts` : `${venv}/bin`;

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.error("Installing Jupyter into .venv (once) …");
  rmSync(venv, { recursive: true, force: true });
  execFileSync("python3", ["-m", "venv", venv], { stdio: "inherit" });
  execFileSync(`${bin}/python`, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", list], {
    stdio: "inherit",
  });
  writeFileSync(stamp, wanted);
}

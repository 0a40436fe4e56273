// Set-up of a fresh clone: installs the locked packages and compiles, each only when something changed.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`espdl-lab needs Node 20.19 or newer, this is ${process.versions.node}.`);
  process.exit(2);
}

const lock = readFileSync(`${root}/package-lock.json`, "utf8");
const stamp = `${root}/node_modules/.espdl-lab-lock`;
const run = (command, args) =>
  execFileSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  console.error("Installing packages (once) …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, lock);
}
run(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, "-p", `${root}/tsconfig.json`]);
run(process.execPath, [`${root}/.ci/bundle.mjs`]);

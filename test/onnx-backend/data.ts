import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Where a virtual environment with `requirements.txt` may stand: ONNX_VENV, or `.venv-onnx` in the repository. */
const VENV = process.env.ONNX_VENV ?? join(ROOT, ".venv-onnx");

/** What to do where the cases are missing. */
export const MISSING =
  "ONNX's backend cases are not at hand: python3 -m venv .venv-onnx && .venv-onnx/bin/pip install -r test/onnx-backend/requirements.txt";

/** The folder of ONNX's node cases, one folder a case; undefined where the package is not installed. */
export function caseFolder(): string | undefined {
  const lib = join(VENV, "lib");
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .map((python) => join(lib, python, "site-packages/onnx/backend/test/data/node"))
    .find((folder) => existsSync(folder));
}

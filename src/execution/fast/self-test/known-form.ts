import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../../base/files/cache-folder.js";
import { writeFileAtomically } from "../../../base/files/write-file.js";
import { loadRuntime } from "../../../quantization/ort/runtime.js";
import type { Form } from "../form.js";
import { selfTest } from "./self-test.js";

/** Changes when the graphs or the test do. */
const VERSION = 3;
const FORMS: ReadonlySet<string> = new Set<Form>(["bytes", "pairs", "floats", "reference"]);

let form: Promise<Form> | undefined;

/**
 * The form that is exact and fastest on this machine, tested for a processor and a version of ONNX Runtime. The result, one
 * word, is kept beside what was compiled for boards; where nothing of ours is kept yet, nothing is written behind the
 * person's back, and every process tests.
 */
export function knownForm(folder: string | undefined = cacheFolder("fast")): Promise<Form> {
  form ??= storedForm(folder);
  return form;
}

async function storedForm(folder: string | undefined): Promise<Form> {
  const { env } = await loadRuntime();
  const machine = [VERSION, env.versions.node, process.platform, process.arch, cpus()[0]?.model, flags()];
  const name = createHash("sha256").update(JSON.stringify(machine)).digest("hex").slice(0, 32);
  const path = folder === undefined ? undefined : join(folder, `${name}.txt`);
  const stored = path === undefined ? "" : contentOf(path);
  if (FORMS.has(stored)) return stored as Form;
  const found = await selfTest();
  if (folder !== undefined && path !== undefined) store(folder, path, found);
  return found;
}

/** What instructions the processor has, where the system tells: a virtual machine's processor may be called anything. */
function flags(): string {
  return /^(?:flags|Features)\s*:.*$/m.exec(contentOf("/proc/cpuinfo"))?.[0] ?? "";
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function store(folder: string, path: string, found: Form): void {
  if (!existsSync(dirname(folder))) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileAtomically(path, found);
  } catch {
    // A full disk or a folder that may not be written: the next process tests again.
  }
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** The newest esp-ppq that PyPI serves: its version, and the text of the sources that write `.espdl` files. */
export interface Wheel {
  readonly version: string;
  /** By path in the wheel. */
  readonly sources: ReadonlyMap<string, string>;
}

const WRITES = /\/(parser\/espdl(_exporter\.py|\/(?!FlatBuffers)\w+\.py)|quantization\/optim\/espdl_\w+\.py)$/;

/** Downloads the wheel alone, without torch. @throws Error when Python or PyPI is not at hand. */
export function newestWheel(): Wheel {
  const folder = mkdtempSync(join(tmpdir(), "esp-ppq-"));
  try {
    const args = ["-m", "pip", "download", "--no-deps", "--quiet", "--disable-pip-version-check", "--dest", folder];
    const { error, status, stderr } = spawnSync("python3", [...args, "esp-ppq"], { encoding: "utf8" });
    if (error !== undefined || status !== 0)
      throw new Error(`pip cannot download esp-ppq: ${error?.message ?? stderr.trim().split("\n").at(-1)}`);
    const [name] = readdirSync(folder).filter((name) => name.endsWith(".whl"));
    if (name === undefined) throw new Error("PyPI serves no wheel of esp-ppq");
    const files = unzipSync(readFileSync(join(folder, name)), { filter: (file) => WRITES.test(file.name) });
    const texts = Object.entries(files).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const);
    return { version: name.split("-")[1]!, sources: new Map(texts) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

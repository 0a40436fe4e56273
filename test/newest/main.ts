import { exported } from "./exported.js";
import { newestExports } from "./exports.js";
import { newestKnown, unknown } from "./unknown.js";
import { newestWheel } from "./wheel.js";

/** What the newest esp-ppq writes that is not known here, from its sources and, where ESP_PPQ_PYTHON names a Python that has
 * it, from files that it exports. Exit code: 0 nothing, 1 something, 2 PyPI is out of reach. */
try {
  const { version, sources } = newestWheel();
  const found = exported(sources.values());
  const isNew = version.localeCompare(newestKnown, undefined, { numeric: true }) > 0;
  console.log(`esp-ppq ${version} on PyPI, laws known here up to ${newestKnown}${isNew ? ": newer" : ""}`);
  const kinds = Object.entries(found).map(([kind, names]) => `${names.size} ${kind}`);
  console.log(`read from ${sources.size} sources: ${kinds.join(", ")}`);
  if (Object.values(found).some((names) => names.size === 0)) throw new Error("the sources are not read any more");
  const python = process.env.ESP_PPQ_PYTHON;
  const made = python === undefined ? undefined : await newestExports(python);
  if (made === undefined) console.log("nothing exported: ESP_PPQ_PYTHON names no Python with esp-ppq and torch");
  else
    console.log(
      `${made.equal} of ${made.exported} files equal ours from the same exponents; ${made.failed} not exported`,
    );
  for (const line of made?.lines ?? []) console.log(`differs: ${line}`);
  const lines = [...(isNew ? [`release ${version}`] : []), ...unknown(found)];
  for (const line of lines) console.log(`unknown: ${line}`);
  process.exitCode = lines.length > 0 ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

import { exported } from "./exported.js";
import { newestKnown, unknown } from "./unknown.js";
import { newestWheel } from "./wheel.js";

/** What the newest esp-ppq writes that is not known here. Exit code: 0 nothing, 1 something, 2 PyPI is out of reach. */
try {
  const { version, sources } = newestWheel();
  const found = exported(sources.values());
  const isNew = version.localeCompare(newestKnown, undefined, { numeric: true }) > 0;
  console.log(`esp-ppq ${version} on PyPI, laws known here up to ${newestKnown}${isNew ? ": newer" : ""}`);
  const kinds = Object.entries(found).map(([kind, names]) => `${names.size} ${kind}`);
  console.log(`read from ${sources.size} sources: ${kinds.join(", ")}`);
  if (Object.values(found).some((names) => names.size === 0)) throw new Error("the sources are not read any more");
  const lines = [...(isNew ? [`release ${version}`] : []), ...unknown(found)];
  for (const line of lines) console.log(`unknown: ${line}`);
  process.exitCode = lines.length > 0 ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

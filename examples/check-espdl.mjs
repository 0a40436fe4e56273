// Every .espdl of a folder: what will differ on the chip, and do its own test vectors hold? For a repository's CI.
// node examples/check-espdl.mjs [folder chip]
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lintEspdl, readEspdl, UserError, verifyEspdl } from "espdl-lab";

const [folder = "notebooks/models", chip = "esp32s3"] = process.argv.slice(2);

for (const name of readdirSync(folder).filter((file) => file.endsWith(".espdl"))) {
  try {
    const model = readEspdl(readFileSync(join(folder, name)));
    const { counts, findings } = lintEspdl(model, { chip });
    const { passes } = verifyEspdl(model, { chip });
    console.log(`${name}: ${counts.error} errors, ${counts.warning} warnings, test() ${passes ? "passes" : "FAILS"}`);
    for (const { severity, node, reason, remedy } of findings)
      if (severity === "error") console.log(`  ${node}: ${reason}; ${remedy}`);
    if (counts.error > 0 || !passes) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.log(`${name}: ${error.message}`);
    process.exitCode = 2;
  }
}

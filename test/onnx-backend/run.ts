import { parseArgs } from "node:util";
import { caseFolder, MISSING } from "./data.js";
import { caseNames, runCase } from "./run-case.js";
import { summary } from "./summary.js";
import { isTensorCase } from "./tensor-case.js";

/**
 * `node --import tsx test/onnx-backend/run.ts [--op ReduceMean] [--name text] [--only wrong]`: runs ONNX's node cases
 * and prints the verdict of each; without a filter, the counts and what is refused by operator.
 */
function main(): void {
  const options = { op: { type: "string" }, name: { type: "string" }, only: { type: "string" } } as const;
  const { op, name, only } = parseArgs({ options }).values;
  const folder = caseFolder();
  if (folder === undefined) {
    console.log(MISSING);
    return;
  }
  const names = caseNames(folder).filter((found) => name === undefined || found.includes(name));
  const results = names
    .filter((found) => isTensorCase(folder, found))
    .map((found) => runCase(folder, found))
    .filter((result) => op === undefined || result.operator === op);
  const shown = results.filter(({ verdict }) => (only === undefined ? (op ?? name) : verdict === only));
  for (const { verdict, name: found, detail } of shown) console.log(`${verdict.padEnd(9)}${found}  ${detail}`);
  console.log(summary(results));
}

main();

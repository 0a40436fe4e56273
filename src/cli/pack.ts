import { basename } from "node:path";
import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { sealPack } from "../espdl/pack.js";
import { isPack } from "../espdl/packed.js";
import { printable } from "../formats/onnx/printable.js";
import { readEspdlBytes } from "./espdl-file.js";
import { print } from "./output.js";
import { checkOutputFile } from "./output-file.js";

interface Options {
  readonly output: string;
  readonly pack_version: string;
}

export function packCommand(): Command {
  return new Command("pack")
    .argument("<model.espdl...>")
    .requiredOption("--output <models.espdl>", "where to write the pack")
    .option("--pack_version <text>", "at most 15 characters that the pack states", "")
    .addHelpText("after", "\nExample:\n  espdl-lab pack detect.espdl recognize.espdl --output models.espdl")
    .addHelpText("after", "  espdl-lab inspect models.espdl --model recognize.espdl")
    .action(run);
}

function run(paths: readonly string[], { output, pack_version }: Options): void {
  checkOutputFile("--output", output, paths);
  const models = paths.map((path) => ({ name: basename(path), bytes: readEspdlBytes(path) }));
  models.forEach(({ name, bytes }, index) => {
    if (isPack(bytes)) throw new UserError(`${printable(name)}: is a pack itself; name the models that it was made of`);
    if (models.findIndex((model) => model.name === name) !== index)
      throw new UserError(`${printable(name)}: two models have this name, a pack finds them by it; rename one`);
  });
  const pack = sealPack(models, pack_version);
  writeFileAtomically(output, pack);
  print(`${printable(output)}: ${models.length} models, ${pack.length} bytes`);
}

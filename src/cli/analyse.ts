import { basename } from "node:path";
import { Command, Option } from "commander";
import { analyse } from "../analysis/analyse/analyse.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { printable } from "../formats/onnx/printable.js";
import { readModel } from "../formats/onnx/read.js";
import { display } from "../presentation/display/mime-bundle.js";
import { analysisHtml } from "../presentation/report/analysis-html.js";
import { type AnalysedOptions, analysed } from "./analysed.js";
import { print, printJson } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { progressBar } from "./progress.js";

interface Options extends AnalysedOptions {
  readonly html?: string;
  readonly json?: true;
}

export function analyseCommand(): Command {
  return new Command("analyse")
    .requiredOption("--input_model <model.onnx>", "float model; preprocessed for the TVM flow")
    .option("--model_path <model.espdl>", "an .espdl made of it, by whichever exporter (default: quantize it here)")
    .option(
      "--calibrate_dataset <samples.npy>",
      "[samples, …]; a .npz keyed by input name; a folder that has a dataset.json",
    )
    .option("--test_dataset <samples.npy>", "samples to measure on (default: those of the calibration)")
    .addOption(
      new Option("--format <format>", "onnx of the TVM flow, or espdl").choices(["onnx", "espdl"]).default("onnx"),
    )
    .option("--target_chip <chip>", "espdl: esp32, esp32s2, -c2, -c3, -c5, -c6, -s3, -p4")
    .option("--key <hex>", "AES-128 key of an encrypted .espdl: 32 hexadecimal digits")
    .option("--model <name>", "which model of a pack of several")
    .option("--recipe <recipe.json>", "quantize as this recipe of `tune` says")
    .option("--per_channel", "TVM flow: one weight scale an output channel")
    .option("--html <page.html>", "also write one page with the figure; works offline")
    .option("--json", "print the layers as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab analyse --input_model model_pre.onnx --calibrate_dataset calib.npy \\\n    --test_dataset test.npy\n  espdl-lab analyse --input_model model.onnx --model_path model.espdl --target_chip esp32s3 \\\n    --test_dataset test.npy --html page.html",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { html, input_model, calibrate_dataset, test_dataset, model_path } = options;
  const inputs = [input_model, calibrate_dataset, test_dataset, model_path].filter((path) => path !== undefined);
  if (html !== undefined) checkOutputFile("--html", html, inputs);
  const { quantized, samples } = await analysed(readModel(input_model), options);
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    const analysis = await analyse(quantized, samples, {
      onLayer(done, total) {
        bar ??= progressBar("analyse", total);
        bar.update(done);
      },
    });
    bar?.stop();
    const name = printable(basename(model_path ?? input_model));
    if (html !== undefined) writeFileAtomically(html, analysisHtml(analysis, name));
    if (options.json) return printJson(analysis);
    print(display(analysis)["text/plain"]);
    if (html !== undefined) print(`\npage  ${html}`);
  } finally {
    bar?.stop();
  }
}

import type { ShownLayer } from "../c/shown-layer.js";
import { arrayName, lengthName } from "./data-headers.js";

/** The names of the fields of `struct tvmgen_default_inputs` and `…_outputs`, in order. */
export interface Interface {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** A tensor of the network, for the example of how to print one. */
  readonly shown?: ShownLayer | undefined;
}

/** The print of a layer in a comment of the template. */
const PRINT = /for \(int i = 0; i < 16; i\+\+\) printf\("%d,", \(\(int8_t \*\)sid_\d+_let\)\[i\]\);/;

function printOf({ name, type, elements }: ShownLayer): string {
  const format = type === "float" ? "%.9g" : "%d";
  const element = `${type === "int64_t" ? "(int)" : ""}((${type} *)${name})[i]`;
  return `for (int i = 0; i < ${Math.min(elements, 16)}; i++) printf("${format},", ${element});`;
}

/**
 * Fills a template's `main/app_main.c`: the fields `.input = input_data` and `.output = output_data` become one line for
 * each input and output of the model, as does a line that hands `output_data, output_len` to something. The example that
 * prints a layer gets one that is there.
 * @throws Error for a field that is not a C identifier: names of a model must have been made safe before.
 */
export function fillAppMain(template: string, { inputs, outputs, shown }: Interface): string {
  for (const name of [...inputs, ...outputs]) {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new Error(`${JSON.stringify(name)} is not a C identifier`);
  }
  return template
    .split("\n")
    .flatMap((line) => {
      if (/\.input = (\(void \*\))?input_data\b/.test(line)) {
        return inputs.map((name, i) =>
          line.replace(".input =", `.${name} =`).replace("input_data", arrayName("input", i)),
        );
      }
      if (/\.output = output_data\b/.test(line)) {
        return outputs.map((name, i) =>
          line.replace(".output =", `.${name} =`).replace("output_data", arrayName("output", i)),
        );
      }
      if (/\boutput_data, output_len\b/.test(line)) {
        return outputs.map((_, i) =>
          line.replace("output_data, output_len", `${arrayName("output", i)}, ${lengthName("output", i)}`),
        );
      }
      return shown !== undefined && PRINT.test(line) ? [line.replace(PRINT, printOf(shown))] : [line];
    })
    .join("\n");
}

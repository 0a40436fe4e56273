import { arrayName, lengthName } from "./data-headers.js";

/** The names of the fields of `struct tvmgen_default_inputs` and `…_outputs`, in order. */
export interface Interface {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Fills a template's `main/app_main.c`: the fields `.input = input_data` and `.output = output_data` become one line for
 * each input and output of the model, as does a line that hands `output_data, output_len` to something.
 * @throws Error for a field that is not a C identifier: names of a model must have been made safe before.
 */
export function fillAppMain(template: string, { inputs, outputs }: Interface): string {
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
      return [line];
    })
    .join("\n");
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { bisectProject } from "../../../src/analysis/bisect/bisect-project.js";
import { exportCompiled } from "../../../src/codegen/project/export-project.js";
import type { Chip } from "../../../src/espdl/chip.js";
import { embeddedInputs } from "../../../src/espdl/embedded-vectors.js";
import type { EspdlModel } from "../../../src/espdl/model.js";
import { compileEspdlForBoard } from "../../../src/espdl/portable.js";
import { needs } from "../../boards/board/tools.js";
import {
  activation,
  attributes,
  digits,
  initializer,
  nhwc,
  outputExponent,
  requantized,
  skip,
  valueInfo,
  wide,
} from "./changed-files.js";

const out = mkdtempSync(join(tmpdir(), "espdl-same-model-"));
afterAll(() => rmSync(out, { recursive: true }));
afterEach(() => new Promise((resolve) => setImmediate(resolve)));

/** What `bisect` says of a board that was exported from another file. */
async function told(board: EspdlModel, model: EspdlModel, chip: Chip = "esp32s3"): Promise<string> {
  const compiled = compileEspdlForBoard(board, { chip });
  const sample = embeddedInputs(board, chip);
  const { project } = await exportCompiled(compiled, { chip: chip === "c" ? "esp32c3" : chip, sample, out });
  const file = { compile: () => compileEspdlForBoard(model, { chip: "esp32s3" }) };
  return await bisectProject(project, file, "host", { name: "m.espdl" }).then(
    ({ found: { verdict, layers, facts } }) => {
      const [bad] = layers;
      if (bad === undefined) return [verdict, ...(facts ?? [])].join(": ");
      const cause = bad.note ?? bad.diagnosis?.hypotheses[0]?.text;
      const others = layers.slice(1).filter(({ origin }) => origin !== "inherited");
      return [
        `${verdict}: layer ${bad.diff.index} ${bad.origin}: ${cause}`,
        ...others.map(({ diff, note }) => `layer ${diff.index}: ${note}`),
      ].join("\n");
    },
    (error: Error) => error.message,
  );
}

test.for<[string, EspdlModel, EspdlModel, string, Chip?]>([
  [
    "stale value_info",
    valueInfo("/Relu_3_output_0", -2),
    digits,
    "this network with other numbers: /Relu_3_output_0 (/c3/Conv) has exponent -2 on the board, -3 in the model; /c3/Conv: the shifts of layer 13 on the board are not the model's: value 0 is 11 instead of 10 (constant_11_let)",
  ],
  [
    "stale value_info, first layer",
    valueInfo("/Relu_output_0", -5),
    digits,
    "this network with other numbers: /Relu_output_0 (/c1/Conv) has exponent -5 on the board, -6 in the model; /c1/Conv: the shifts of layer 3 on the board are not the model's: value 0 is 9 instead of 8 (constant_2_let)",
  ],
  // No call computes with it: the bytes are right.
  ["stale value_info of a Transpose", valueInfo("PPQ_Variable_0", -4), digits, "equal"],
  [
    "stale exponent of an output",
    outputExponent("logits", -1),
    digits,
    "this network with other numbers: logits (/f2/Gemm) has exponent -1 on the board, -2 in the model; /f2/Gemm: the shifts of layer 21 on the board are not the model's: value 0 is 8 instead of 7 (constant_2_let)",
  ],
  [
    "exponent of a filter",
    initializer("c3.weight", () => ({ exponents: [-9] })),
    digits,
    "this network with other numbers: /c3/Conv: the shifts of layer 13 on the board are not the model's: value 0 is 11 instead of 10 (constant_11_let)",
  ],
  // The chip does not look at it.
  ["exponent of a bias", initializer("c3.bias", () => ({ exponents: [-12] })), digits, "equal"],
  [
    "a bias",
    initializer("c3.bias", (b) => ({ bytes: b.bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) })),
    digits,
    "this network with other numbers: /c3/Conv: the bias of layer 13 on the board is not the model's: value 0 is 381 instead of 380 (constant_10_let)",
  ],
  [
    "layout of a filter",
    initializer("c3.weight", nhwc),
    digits,
    "this network with other numbers: /c3/Conv: the weights of layer 13 on the board are not the model's: the weights lie as OHWI and are read as HWIO (constant_9_let)",
  ],
  [
    "a Relu left out",
    activation("/pw/Conv", "Linear"),
    digits,
    "this network with other numbers: /pw/Conv has -128 instead of 0 in default_lib1.c, line 52",
  ],
  [
    "pads",
    attributes("/dw/Conv", "pads", [0, 0, 2, 2]),
    digits,
    "this network with other numbers: /dw/Conv has 0 instead of 1 in default_lib1.c, line 41",
  ],
  ["an Add that was not requantized", skip, requantized, "another network: it does not make aligned (/Requantize)"],
  ["an Add that was requantized", requantized, skip, "another network: it also makes aligned (/Requantize)"],
  ["int16", wide, digits, "another network: input is int16 [1, 28, 28, 1] there, int8 [1, 28, 28, 1] in the model"],
  ["another network", skip, digits, "another network: it does not make /Relu_output_0 (/c1/Conv)"],
  [
    "another chip",
    digits,
    digits,
    "this network with other numbers: /c1/Conv has DL_HALF_EVEN instead of DL_HALF_UP in default_lib1.c, line 19; /dw/Conv has DL_HALF_EVEN instead of DL_HALF_UP in default_lib1.c, line 41; 4 more",
    "esp32p4",
  ],
])("%s", { timeout: 300_000 }, async ([, board, model, words, chip], context) => {
  needs(context, "cc");
  const message = await told(board, model, chip);
  expect(message.length).toBeLessThanOrEqual(400);
  expect(message.replace(/^the board runs (.*) \(id \w+, not \w+\); give the model .* flash it$/, "$1")).toBe(words);
});

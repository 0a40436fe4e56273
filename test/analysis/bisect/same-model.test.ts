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
  factorExponent,
  initializer,
  inputExponent,
  nhwc,
  outputExponent,
  requantized,
  skip,
  turned,
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
    "differs: layer 13 own: /Relu_3_output_0 (/c3/Conv) has exponent -2 on the board, -3 in the model; the shifts of layer 13 on the board are not the model's: value 0 is 11 instead of 10 (constant_11_let)",
  ],
  [
    "stale value_info, first layer",
    valueInfo("/Relu_output_0", -5),
    digits,
    "differs: layer 3 own: /Relu_output_0 (/c1/Conv) has exponent -5 on the board, -6 in the model; the shifts of layer 3 on the board are not the model's: value 0 is 9 instead of 8 (constant_2_let)",
  ],
  // No call computes with it: the bytes are right.
  ["stale value_info of a Transpose", valueInfo("PPQ_Variable_0", -4), digits, "equal"],
  [
    "stale exponent of an output",
    outputExponent("logits", -1),
    digits,
    "differs: layer 21 own: logits (/f2/Gemm) has exponent -1 on the board, -2 in the model; the shifts of layer 21 on the board are not the model's: value 0 is 8 instead of 7 (constant_2_let)",
  ],
  [
    "exponent of a filter",
    initializer("c3.weight", () => ({ exponents: [-9] })),
    digits,
    "differs: layer 13 own: the shifts of layer 13 on the board are not the model's: value 0 is 11 instead of 10 (constant_11_let)",
  ],
  // The chip does not look at it.
  ["exponent of a bias", initializer("c3.bias", () => ({ exponents: [-12] })), digits, "equal"],
  [
    "a bias",
    initializer("c3.bias", (b) => ({ bytes: b.bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) })),
    digits,
    "differs: the bias of layer 13 on the board is not the model's: value 0 is 381 instead of 380 (constant_10_let)",
  ],
  [
    "layout of a filter",
    initializer("c3.weight", nhwc),
    digits,
    "differs: layer 13 own: the weights of layer 13 on the board are not the model's: the weights lie as OHWI and are read as HWIO (constant_9_let)",
  ],
  ["a Relu left out", activation("/pw/Conv", "Linear"), digits, "differs: layer 10 own: the relu is missing"],
  [
    "pads",
    attributes("/dw/Conv", "pads", [0, 0, 2, 2]),
    digits,
    "differs: layer 7 own: the padding is on the other side or missing: 0 above and left",
  ],
  [
    "an Add that was not requantized",
    skip,
    requantized,
    "another network: it does not make aligned (/Requantize); /Add reads input (exponent -5) there instead of aligned (exponent -4)",
  ],
  [
    "an Add that was requantized",
    requantized,
    skip,
    "another network: it also makes aligned (/Requantize); /Add reads aligned (exponent -4) there instead of input (exponent -5)",
  ],
  [
    "weights of another training",
    initializer("c1.weight", (w) => ({ bytes: w.bytes.map((b, i) => b ^ (i % 7 === 0 ? 5 : 0)) })),
    digits,
    "differs: layer 3 own: the weights of layer 3 on the board are not the model's: 11 bytes differ, first at 0, last at 70: 0x2A expected, 0x2F found (constant_0_let)",
  ],
  [
    "exponent of a depthwise filter",
    initializer("dw.weight", () => ({ exponents: [-8] })),
    digits,
    "differs: layer 7 own: the shifts of layer 7 on the board are not the model's: value 0 is 10 instead of 9 (constant_5_let)",
  ],
  [
    "dense weights turned",
    initializer("f2.weight", turned),
    digits,
    "differs: layer 21 own: the weights of layer 21 on the board are not the model's: the weights lie as IO and are read as OI (constant_15_let)",
  ],
  [
    "all biases of a layer 0",
    initializer("pw.bias", (b) => ({ bytes: b.bytes.map(() => 0) })),
    digits,
    "differs: layer 10 own: the bias of layer 10 on the board is not the model's: all 64 bytes are 0 (constant_7_let)",
  ],
  [
    "a Relu too many",
    activation("/f2/Gemm", "Relu"),
    digits,
    "differs: layer 21 own: a relu that the model does not have",
  ],
  [
    "order of axes",
    attributes("PPQ_Operation_0", "perm", [0, 3, 2, 1]),
    digits,
    "differs: layer 14 own: positions of axis 2 and positions of axis 3 are exchanged: the image is transposed",
  ],
  [
    "window",
    attributes("/MaxPool", "kernel_shape", [1, 2]),
    digits,
    "differs: layer 4 own: the window is one row less high: its last row is not read",
  ],
  [
    "stale value_info of a MaxPool",
    valueInfo("/MaxPool_output_0", -5),
    digits,
    "differs: layer 7 own: the shifts of layer 7 on the board are not the model's: value 0 is 8 instead of 9 (constant_2_let)",
  ],
  [
    "exponent of the input",
    inputExponent(-6),
    digits,
    "differs: layer 3 own: the shifts of layer 3 on the board are not the model's: value 0 is 7 instead of 8 (constant_2_let)",
  ],
  [
    "exponent of a factor",
    factorExponent(-3),
    skip,
    "differs: layer 5 own: the exponent of the output is off by −1, or that of an operand the other way",
  ],
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

import { expect, it } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { readTrace } from "../../src/formats/trace/read.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { chipCases } from "../golden/chip-cases.js";
import { tensor } from "../kernels-ref/run.js";
import { handMade, initializer, node } from "./hand-made.js";

const files = workspace();

it("debug runs all that a chip runs and says what it does with the rest", async () => {
  const golden = chipCases("espdl_1312").find(({ name }) => name === "ppq13_lut_softplus_p4_w16a16")!;
  const model = files.write("softplus.espdl", golden.model);
  const result = await invoke(
    "debug",
    "--model_path",
    model,
    "--target_chip",
    "esp32p4",
    "--dump_root",
    files.path("t"),
  );
  expect(result.code).toBe(0);
  expect(result.err).toContain('/Softplus (Softplus): not run: the chip\'s runtime registers no operator "Softplus"');
  expect(readTrace(files.path("t")).layers.map(({ op }) => op)).toContain("input");
  for (const line of linesOf(result.out)) expect(line.length).toBeLessThanOrEqual(100);
});

it("what is not pinned is read as one asks, and refused by name otherwise", async () => {
  const prelu = handMade(
    { x: { dtype: "int8", dims: [1, 1, 1, 4], exponents: [-5] } },
    [node("PRelu", ["x", "a"], ["y"])],
    { y: { dtype: "int8", exponents: [-5] } },
    [initializer("a", tensor("int8", [4, 1, 1], [33, 33, 33, 33]), [-7])],
  );
  const model = files.write("prelu.espdl", writeEspdl(prelu));
  const input = files.write("x.npy", formatNpy(tensor("int8", [1, 1, 1, 4], [-10, -20, -30, 40])));
  const given = ["--model_path", model, "--target_chip", "esp32p4", "--img_path", input, "--dump_root"];
  const made = async (folder: string, ...more: readonly string[]): Promise<number[]> => {
    await invoke("debug", ...given, files.path(folder), ...more);
    return readTrace(files.path(folder)).layers.at(-1)!.tensor.toNumbers();
  };
  // −10 · 33 / 128 = −2.58, −5.16, −7.73.
  expect(await made("even")).toEqual([-3, -5, -8, 40]);
  expect(await made("floor", "--reading", "preluRounding=floor")).toEqual([-3, -6, -8, 40]);
  const wrong = await invoke("debug", ...given, files.path("no"), "--reading", "shiftMask=32");
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("must be one of shiftMask=31|63")]);
});

it("inspect says what a file's features tell of its maker", async () => {
  const golden = chipCases("espdl_1312").find(({ name }) => name === "ppq13_gemm_s3_w8a16")!;
  const model = files.write("gemm.espdl", golden.model);
  const { maker } = JSON.parse((await invoke("inspect", model, "--target_chip", "esp32s3", "--json")).out);
  expect(maker).toMatchObject({ version: "esp-ppq 1.3.12 or later", unknown: [] });
  expect(maker.features.map(({ feature }: { feature: string }) => feature)).toEqual(["quant_type W8A16"]);
});

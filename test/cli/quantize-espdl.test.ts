import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { readEspdl } from "../../src/espdl/read.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { Network } from "../codegen/networks/network.js";
import { compareFiles } from "../espdl/write/compare-files.js";
import { randomSamples } from "../espdl/write/random-samples.js";
import { invoke } from "./invoke.js";
import { workspace } from "./workspace.js";

const golden = (name: string): string => fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
const MIXED = golden("espdl_1312/ppq13_mixw_s3_w8a8");
const CEIL = golden("espdl_2026/ppqnet_p_ceilmax_p4_s8");

describe("quantize --format espdl", () => {
  const files = workspace();
  const samples = (folder: string): string => {
    const [sample] = randomSamples(readModel(`${folder}/float.onnx`), 1);
    return files.write("samples.npz", formatNpz(new Map(sample)));
  };
  const quantize = (folder: string, ...more: string[]) =>
    invoke(
      "quantize",
      "--format",
      "espdl",
      "--input_model",
      `${folder}/float.onnx`,
      "--output_model",
      files.path("m.espdl"),
      ...more,
    );
  const refused = async (folder: string, message: RegExp, ...more: string[]): Promise<void> => {
    const { code, err, out } = await quantize(folder, "--calibrate_dataset", samples(folder), ...more);
    expect(err).toMatch(message);
    expect(err.trimEnd().split("\n").length).toBe(1);
    expect([code, out]).toEqual([2, ""]);
  };

  it("refuses wrong use in one line and writes nothing", async () => {
    await refused(MIXED, /--target_chip: is missing/);
    await refused(MIXED, /--target_chip "esp8266": must be one of/, "--target_chip", "esp8266");
    await refused(MIXED, /key: found 4 characters, expected 16 bytes/, "--target_chip", "esp32s3", "--key", "0011");
    await refused(MIXED, /--int16: no node "?nowhere"?/, "--target_chip", "esp32s3", "--int16", "nowhere");
    await refused(MIXED, /1\.3\.5 has no such kernels/, "--target_chip", "p4", "--w8a16", "--esp_ppq", "1.3.5");
    await refused(MIXED, /--per_channel: goes with --format onnx/, "--target_chip", "s3", "--per_channel");
    await refused(MIXED, /r\.json: cannot be read/, "--target_chip", "s3", "--recipe", "r.json");
    await refused(MIXED, /--w8a16: .*--num_of_bits says 8/, "--target_chip", "s3", "--w8a16", "--num_of_bits", "8");
    await refused(CEIL, /MaxPool.*--allow/, "--target_chip", "p4", "--exponents", `${CEIL}/model.json`);
    await refused(CEIL, /names no node of the model/, "--target_chip", "p4", "--exponents", `${MIXED}/model.json`);
    expect(existsSync(files.path("m.espdl"))).toBe(false);
    expect(readdirSync(files.path()).filter((name) => name.startsWith("m."))).toEqual([]);
  });

  it("writes a file that passes its own test on every chip, encrypted if asked", async () => {
    for (const chip of ["esp32", "s2", "c2", "c3", "c5", "c6", "esp32s3", "p4"]) {
      const key = chip === "c3" ? ["--key", "00112233445566778899aabbccddeeff"] : [];
      const written = await quantize(MIXED, "--calibrate_dataset", samples(MIXED), "--target_chip", chip, ...key);
      expect(written.code, written.err).toBe(0);
      const full = chip.startsWith("esp32") ? chip : `esp32${chip}`;
      const verified = await invoke("verify", files.path("m.espdl"), "--target_chip", full, ...key);
      expect(verified.code, verified.out + verified.err).toBe(0);
      expect(existsSync(files.path("m.info")) && existsSync(files.path("m.json"))).toBe(true);
    }
  });

  it("takes esp-ppq's exponents and writes what it wrote, and refuses what the chip runs wrong", async () => {
    const options = ["--target_chip", "esp32s3", "--exponents", `${MIXED}/model.json`];
    const { code, err } = await quantize(MIXED, ...options);
    expect([code, err.includes("leaves the last 8 of 1080 elements unwritten")]).toEqual([2, true]);
    expect((await quantize(MIXED, ...options, "--allow")).code).toBe(0);
    const [theirs, ours] = [`${MIXED}/model.espdl`, files.path("m.espdl")].map((path) => readEspdl(readFileSync(path)));
    expect(compareFiles(theirs!, ours!)).toEqual([]);
  });

  it("refuses free dimensions, compares all layers up to an operator that no chip has, and packs", async () => {
    const net = new Network([1, 3, 8, 8]);
    const wide = net.layer("Relu", [net.conv("x", 3, 16, 3)]);
    const positive = net.layer("Greater", [wide, net.constant(Tensor.scalar("float32", 0.5))]);
    const model = net.model(net.layer("Where", [positive, wide, net.conv(wide, 16, 16, 1)]));
    const free = { ...model.graph, inputs: [{ name: "x", dtype: "float32", shape: [1, 3, "h", 8] } as const] };
    const [fixed, open] = [model, { ...model, graph: free }].map((of, index) =>
      files.write(`where${index}.onnx`, serializeModel(of)),
    );
    const samples = files.write("where.npz", formatNpz(new Map(randomSamples(model, 1)[0])));
    const write = (input: string, ...more: string[]) =>
      invoke(
        ...["quantize", "--format", "espdl", "--target_chip", "s3", "--calibrate_dataset", samples],
        ...["--input_model", input, "--output_model", files.path("w.espdl"), ...more],
      );
    expect((await write(open!)).err).toMatch(/dimension h \(axis 2\) is free; fix it with --dim h=8/);
    expect((await write(fixed!)).err).toMatch(/Where_4 \(Where\): .* registers no operator "Where".*--allow/);
    expect((await write(open!, "--dim", "h=8", "--allow")).code).toBe(0);
    const on = ["--target_chip", "s3", "--img_path", samples];
    const { out, err } = await invoke("diff", fixed!, files.path("w.espdl"), ...on);
    expect(out).toMatch(/^DIFFERS: 3 of 3 tensors/m);
    expect(out).not.toContain("the inputs differ");
    expect(out).toMatch(/^not run {4}1 nodes, see the warnings; all layers before them are compared/m);
    expect(err).toMatch(/Where_4 \(Where\): not run: the chip's runtime registers no operator "Where"/);
    const twin = files.write("twin.espdl", readFileSync(files.path("w.espdl")));
    const pack = files.path("pack.espdl");
    expect((await invoke("pack", files.path("w.espdl"), twin, "--output", pack)).out).toMatch(/: 2 models, /);
    expect((await invoke("inspect", pack, "--model", "twin.espdl")).out).toMatch(/Where \(unknown to the chip\)/);
    expect((await invoke("pack", twin, twin, "--output", pack)).err).toMatch(/two models have this name/);
  });

  it("keeps the names of the float model, so that diff pairs every layer", async () => {
    await quantize(MIXED, "--calibrate_dataset", samples(MIXED), "--target_chip", "esp32s3", "--metadata", "made=here");
    const model = readEspdl(readFileSync(files.path("m.espdl")));
    expect(model.metadata.get("made")).toBe("here");
    const names = new Set(readModel(`${MIXED}/float.onnx`).graph.nodes.flatMap(({ outputs }) => outputs));
    const unknown = model.graph.nodes.filter(
      ({ outputs, opType }) => !names.has(outputs[0]!) && opType !== "RequantizeLinear",
    );
    expect(unknown).toEqual([]);
  });
});

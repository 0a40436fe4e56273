import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kindOfFile } from "../../src/base/kind-of-file.js";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { goldenCases } from "../golden/cases.js";

test.each<[string, Uint8Array, string | undefined]>([
  ["npy", formatNpy(Tensor.zeros("int8", [1])), "a .npy file"],
  ["zip", Buffer.from("PK\u0003\u0004rest"), "a zip archive"],
  ["TFLite", Buffer.from("\u001c\u0000\u0000\u0000TFL3"), "a TFLite model"],
  ["espdl", Buffer.from("EDL2...."), "an .espdl file"],
  ["JSON", Buffer.from('\n{"a": 1}'), "JSON"],
  ["text in UTF-8", Buffer.from("# Ä title\n"), "text"],
  ["nothing", new Uint8Array(), "empty"],
  ["zeros", new Uint8Array(20), undefined],
])("%s", (_, bytes, kind) => expect(kindOfFile(bytes)).toBe(kind));

test("every ONNX model of the vectors is told as one", () => {
  const kinds = goldenCases().map((golden) => kindOfFile(readFileSync(golden.path("quant.onnx"))));
  expect(new Set(kinds)).toEqual(new Set(["an ONNX model"]));
});

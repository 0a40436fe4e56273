import { boards, digitsNpz, modelOnnx } from "virtual:digits";
import { unzlibSync } from "fflate";
import { parseNpz } from "../../base/tensor/npz.js";
import { parseModel } from "../../formats/onnx/parse.js";
import { fuse } from "../../ir/fuse/fuse.js";
import type { Program } from "../../ir/graph/program.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import type { GivenFile } from "../protocol.js";

let classifier: Program | undefined;

/** The digit classifier that the package ships, quantized when the page was built, as a board runs it. */
export function digitClassifier(): Program {
  classifier ??= fuse(compileForDebug(parseModel(bytesOf(modelOnnx), { name: "digits.onnx" })).program, {
    lookups: true,
  });
  return classifier;
}

/** One handwritten digit of each kind, 28 × 28 values of 0 … 1, that the classifier was not trained on. */
export function sampleDigits(): readonly Float32Array[] {
  const images = parseNpz(bytesOf(digitsNpz), "digits.npz").get("input")!;
  const data = images.data as Float32Array;
  return Array.from({ length: data.length / 784 }, (_, i) => data.slice(784 * i, 784 * (i + 1)));
}

/** The same model as a file. */
export const demonstrationModel = (): GivenFile => ({ name: "digits.onnx", bytes: bytesOf(modelOnnx) });

/** Its boards, compiled to WebAssembly when the page was built, by what they are. */
export const demonstrationBoards = (): readonly string[] => boards.map(({ what }) => what);

export const demonstrationCode = (board: number): Uint8Array => unzlibSync(bytesOf(boards[board]!.code));

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import { formatNpz, parseNpz } from "../../../src/base/tensor/npz.js";
import { goldenCase } from "../../golden/cases.js";
import { mutate, mutations } from "./mutate.js";

const npy = [goldenCase("tutorial_nhwc"), goldenCase("matmul_3d")].map((golden) => golden.read("input.npy"));
const npz = [
  goldenCase("matmul_3d").read("tensors.npz"),
  formatNpz(new Map(npy.map((bytes, i) => [`input/${i}`, parseNpy(bytes)]))),
];

function fuzz(files: readonly Uint8Array[], parse: (bytes: Uint8Array) => unknown, runs: number): string {
  const counts = { parsed: 0, refused: 0 };
  fc.assert(
    fc.property(fc.nat(files.length - 1), mutations, (file, changes) => {
      const bytes = mutate(files[file]!, changes);
      try {
        parse(bytes);
        counts.parsed++;
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
        counts.refused++;
      }
    }),
    { seed: 20240502, numRuns: runs },
  );
  return `${counts.parsed} parsed, ${counts.refused} refused`;
}

describe("mutated files each parse or are refused in one line", () => {
  test("3000 .npy", () => console.log(fuzz(npy, parseNpy, 3000)));
  test("1500 .npz", () => console.log(fuzz(npz, parseNpz, 1500)));
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { ExternalData } from "../../../src/formats/onnx/external-data.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { refusal } from "./refusal.js";
import { smallGraph, smallModel } from "./small-model.js";

let root: string;
let folder: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "espdl-external-"));
  folder = join(root, "model");
  mkdirSync(join(folder, "deep"), { recursive: true });
  const data = new Uint8Array(new Float32Array([0, 1, 2, 3]).buffer);
  for (const path of [join(root, "outside"), join(folder, "weights"), join(folder, "deep/weights")])
    writeFileSync(path, data);
  symlinkSync(join(root, "outside"), join(folder, "leak"));
  symlinkSync(root, join(folder, "up"));
  symlinkSync("weights", join(folder, "alias"));
});

afterAll(() => rmSync(root, { recursive: true }));

function model(fields: Record<string, string>, dims = [2]): Uint8Array {
  const externalData = Object.entries(fields).map(([key, value]) => ({ key, value }));
  const weight = { name: "w", dims, dataType: 1, dataLocation: 1, externalData };
  return smallModel({ graph: smallGraph({ initializer: [weight] }) });
}

const read = (fields: Record<string, string>, dims?: number[]): number[] =>
  parseModel(model(fields, dims), { external: new ExternalData(folder) })
    .graph.initializers.get("w")!
    .toNumbers();

describe("external data", () => {
  test("a region, the rest of the file, a subfolder, a link inside the folder", () => {
    expect(read({ location: "weights", offset: "4", length: "8" })).toEqual([1, 2]);
    expect(read({ location: "weights", offset: "8" })).toEqual([2, 3]);
    expect(read({ location: "deep/weights" }, [4])).toEqual([0, 1, 2, 3]);
    expect(read({ location: "./alias", length: "8" })).toEqual([0, 1]);
    const path = join(folder, "m.onnx");
    writeFileSync(path, model({ location: "weights", length: "8" }));
    expect(readModel(path).graph.initializers.get("w")!.toNumbers()).toEqual([0, 1]);
  });

  test.each([
    [{ location: "../outside" }, /must be a relative path without "\.\."/],
    [{ location: "deep/../../outside" }, /without "\.\."/],
    [{ location: "/etc/hostname" }, /relative path/],
    [{ location: "C:\\weights" }, /relative path/],
    [{ location: "..\\outside" }, /relative path/],
    [{ location: "a\0b" }, /"a\\u\{0\}b" must be a relative path/],
    [{ location: "" }, /relative path/],
    [{}, /relative path/],
    [{ location: "absent" }, /not found beside the model/],
    [{ location: "leak" }, /link that leaves/],
    [{ location: "up/outside" }, /link that leaves/],
    [{ location: "deep" }, /not a regular file/],
    [{ location: "." }, /leaves|regular/],
    [{ location: "weights" }, /16 bytes, expected 8/],
    [{ location: "weights", length: "4" }, /4 bytes, expected 8/],
    [{ location: "weights", offset: "12", length: "8" }, /bytes 12 to 20 of a file of 16/],
    [{ location: "weights", offset: "9007199254740991", length: "8" }, /of a file of 16/],
    [{ location: "weights", offset: "-4" }, /offset "-4", expected a byte count/],
    [{ location: "weights", offset: "1e3" }, /offset "1e3"/],
    [{ location: "weights", length: "99999999999999999999" }, /length "9+"/],
  ] as [Record<string, string>, RegExp][])("%j is refused", (fields, message) => {
    const found = refusal(() => read(fields));
    expect(found).toMatch(/^initializer "w": external data/);
    expect(found).toMatch(message);
  });

  test("a tensor in an attribute", () => {
    const t = { dims: [4], dataType: 1, dataLocation: 1, externalData: [{ key: "location", value: "weights" }] };
    const node = { name: "c", opType: "Constant", output: ["y"], attribute: [{ name: "value", type: 4, t }] };
    const bytes = smallModel({ graph: smallGraph({ node: [node] }) });
    const { value } = parseModel(bytes, { external: new ExternalData(folder) }).graph.nodes[0]!.attributes.get(
      "value",
    )!;
    expect((value as Tensor).toNumbers()).toEqual([0, 1, 2, 3]);
  });

  test("the same bytes again and again stop at 2 GiB in all", () => {
    const path = join(folder, "sparse");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 24);
    const external = new ExternalData(folder);
    const again = (): unknown => {
      for (let i = 0; i < 128; i++) external.read([{ key: "location", value: "sparse" }], 2 ** 24, "w");
      return undefined;
    };
    expect(refusal(again)).toMatch(/more than 2147483647 bytes in all/);
  });

  test("bytes without a folder", () => {
    expect(refusal(() => parseModel(model({ location: "weights", length: "8" })))).toMatch(/needs the model's folder/);
  });

  test("dims far beyond the file allocate nothing", () => {
    const before = process.memoryUsage().arrayBuffers;
    refusal(() => read({ location: "weights" }, [2 ** 28]));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });
});

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "jpeg-js";
import { PNG } from "pngjs";
import { beforeEach, describe, expect, it } from "vitest";
import wavefile from "wavefile";
import { openFolder } from "../../../src/quantization/dataset/folder/open-folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folder-"));
});

const says = (recipe: object): void => writeFileSync(join(folder, "dataset.json"), JSON.stringify(recipe));
const input = (...shape: number[]) => [{ name: "x", shape, dtype: "float32" as const }];
const values = (samples: Iterable<ReadonlyMap<string, { toNumbers(): number[] }>>): number[][] =>
  [...samples].map((sample) => sample.get("x")!.toNumbers());

/** Pixels of red, green, blue, row after row. */
function png(name: string, width: number, pixels: readonly (readonly [number, number, number])[]): void {
  const image = new PNG({ width, height: pixels.length / width });
  pixels.forEach(([r, g, b], i) => {
    image.data.set([r, g, b, 255], 4 * i);
  });
  writeFileSync(join(folder, name), PNG.sync.write(image));
}

function wav(name: string, channels: number, rate: number, samples: number[][] | number[]): void {
  const file = new wavefile.WaveFile();
  file.fromScratch(channels, rate, "16", samples);
  writeFileSync(join(folder, name), file.toBuffer());
}

describe("a folder of images", () => {
  it("gives pixels in the model's layout, scaled", () => {
    png("a.png", 2, [
      [0, 51, 255],
      [102, 0, 0],
    ]);
    says({ kind: "images", mean: [0, 51, 0], scale: 1 / 51 });
    expect(values(openFolder(folder, input(1, 3, 1, 2)))).toEqual([[0, 2, 0, -1, 5, 0]]);
    says({ kind: "images", layout: "nhwc", channels: "bgr" });
    expect(values(openFolder(folder, input(1, 1, 2, 3)))).toEqual([[255, 51, 0, 0, 0, 102]]);
  });

  it("resizes between pixel centres, the shorter side alone if asked, and cuts the middle out", () => {
    png("a.png", 4, [
      [0, 0, 0],
      [100, 100, 100],
      [200, 200, 200],
      [40, 40, 40],
    ]);
    says({ kind: "images", channels: "gray", resize: [1, 2] });
    expect(values(openFolder(folder, input(1, 1, 1, 2)))[0]!.map(Math.round)).toEqual([50, 120]);
    says({ kind: "images", channels: "gray", resize: 2, crop: [2, 2] });
    expect(values(openFolder(folder, input(1, 1, 2, 2)))[0]!.map(Math.round)).toEqual([125, 175, 125, 175]);
  });

  it("reads JPEG, and takes the folders' order for classes", () => {
    for (const name of ["cat", "dog"]) mkdirSync(join(folder, name));
    const gray = { width: 8, height: 8, data: Buffer.alloc(256, 128) };
    writeFileSync(join(folder, "cat", "1.jpg"), encode(gray, 100).data);
    writeFileSync(join(folder, "dog", "2.JPEG"), encode(gray, 100).data);
    says({ kind: "images", channels: "gray", crop: [1, 1] });
    const samples = openFolder(folder, input(1, 1, 1, 1));
    expect(samples.count).toBe(2);
    expect(samples.labels).toEqual([0, 1]);
    expect(values(samples)[1]![0]).toBeCloseTo(128, 0);
  });

  it("refuses in one line what does not fit", () => {
    png("a.png", 1, [[1, 2, 3]]);
    says({ kind: "images", crop: [2, 2] });
    expect(() => values(openFolder(folder, input(1, 3, 2, 2)))).toThrow(
      "1 × 1 pixels, expected at least the crop of 2 × 2",
    );
    says({ kind: "images" });
    expect(() => values(openFolder(folder, input(1, 3, 2, 2)))).toThrow("gives 3 values, input x takes [1, 3, 2, 2]");
    writeFileSync(join(folder, "a.png"), "no image");
    expect(() => values(openFolder(folder, input(1, 3, 1, 1)))).toThrow("is neither PNG nor JPEG");
    writeFileSync(join(folder, "a.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]));
    expect(() => values(openFolder(folder, input(1, 3, 1, 1)))).toThrow("cannot be decoded");
    says({ kind: "images", size: 3 });
    expect(() => openFolder(folder, input(1, 3, 1, 1))).toThrow("dataset.json");
  });
});

describe("a folder of sounds", () => {
  it("gives windows of the channels' mean", () => {
    wav("a.wav", 2, 16000, [
      [16384, -32768, 0, 0, 0],
      [0, -32768, 8192, 0, 0],
    ]);
    says({ kind: "sounds", window: 2, hop: 2, scale: 4 });
    const samples = openFolder(folder, input(1, 2));
    expect(samples.count).toBe(2);
    expect(samples.labels).toBeUndefined();
    expect(values(samples)).toEqual([
      [1, -4],
      [0.5, 0],
    ]);
  });

  it("refuses another rate, a short file, what is no WAV", () => {
    wav("a.wav", 1, 8000, [1, 2, 3]);
    says({ kind: "sounds", window: 2 });
    expect(() => openFolder(folder, input(1, 2))).toThrow("8000 samples a second, expected 16000");
    says({ kind: "sounds", window: 4, rate: 8000 });
    expect(() => openFolder(folder, input(1, 4))).toThrow("3 samples, expected at least the window of 4");
    writeFileSync(join(folder, "a.wav"), "no sound");
    expect(() => openFolder(folder, input(1, 4))).toThrow("is no WAV");
  });
});

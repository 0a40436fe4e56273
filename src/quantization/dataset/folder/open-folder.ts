import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Sample } from "../../calibrate/samples.js";
import type { SampleInput } from "../columns.js";
import { convert } from "../convert.js";
import { sampleIndex } from "../sample-index.js";
import { fitImage } from "./fit-image.js";
import { decodeImage } from "./image.js";
import { type ImageRecipe, RECIPE_FILE, readFolderRecipe, type SoundRecipe } from "./recipe.js";
import { soundWindows } from "./sound.js";

const ENDINGS = { images: /\.(png|jpe?g)$/i, sounds: /\.wav$/i } as const;

/** The samples of a folder, one file in memory at a time, and the class of each where it is in a folder of its class. */
export interface FolderSamples extends Iterable<Sample> {
  readonly count: number;
  readonly labels: readonly number[] | undefined;
  at(index: number): Sample;
}

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Opens a folder of images or WAVs that has a `dataset.json`: its files in order of their names, or those of its folders,
 * which are classes in order of their names.
 * @throws UserError for a model with several inputs, a folder without files, files that do not fit the model.
 */
export function openFolder(path: string, inputs: readonly SampleInput[]): FolderSamples {
  const recipe = readFolderRecipe(join(path, RECIPE_FILE));
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0)
    throw new UserError(`${path}: a folder holds one input, the model has ${inputs.length}; save a .npz keyed by name`);
  const files = filesOf(path, recipe);
  const counts = files.map(({ file }) => (recipe.kind === "images" ? 1 : windowsIn(file, recipe).length));
  const classes = files.flatMap((each, i) => new Array<number | undefined>(counts[i]!).fill(each.label));
  const labels = classes.every((label) => label !== undefined) ? classes : undefined;
  return {
    count: classes.length,
    labels,
    at(index) {
      let left = sampleIndex(path, index, classes.length);
      let at = 0;
      while (left >= counts[at]!) left -= counts[at++]!;
      const { file } = files[at]!;
      return new Map([[input.name, tensorOf(valuesOf(file, recipe)[left]!, input, file)]]);
    },
    *[Symbol.iterator]() {
      for (const { file } of files) {
        for (const values of valuesOf(file, recipe)) yield new Map([[input.name, tensorOf(values, input, file)]]);
      }
    },
  };
}

interface LabelledFile {
  readonly file: string;
  readonly label: number | undefined;
}

function filesOf(path: string, { kind }: ImageRecipe | SoundRecipe): LabelledFile[] {
  const sorted = (folder: string): string[] => readdirSync(folder).sort();
  const own = sorted(path)
    .filter((name) => ENDINGS[kind].test(name))
    .map((name) => ({ file: join(path, name), label: undefined }));
  const folders = sorted(path).filter((name) => isFolder(join(path, name)));
  const classes = folders.flatMap((folder, label) =>
    sorted(join(path, folder))
      .filter((name) => ENDINGS[kind].test(name))
      .map((name) => ({ file: join(path, folder, name), label })),
  );
  const files = own.length > 0 ? own : classes;
  const wanted = kind === "images" ? ".png or .jpg" : ".wav";
  if (files.length === 0) throw new UserError(`${path}: no ${wanted} in it or in its folders, expected at least one`);
  return files;
}

const windowsIn = (file: string, recipe: SoundRecipe): Float32Array[] => soundWindows(readFileSync(file), recipe, file);

function valuesOf(file: string, recipe: ImageRecipe | SoundRecipe): Float32Array[] {
  if (recipe.kind === "sounds") return windowsIn(file, recipe);
  return [fitImage(decodeImage(readFileSync(file), file), recipe, file)];
}

function tensorOf(values: Float32Array, { name, shape, dtype }: SampleInput, file: string): Tensor {
  const sizes = (shape ?? [1, values.length]).map((dim) => (typeof dim === "number" ? dim : 1));
  const wanted = sizes.reduce((product, dim) => product * dim, 1);
  if (wanted !== values.length)
    throw new UserError(
      `${file}: gives ${values.length} values, input ${printable(name)} takes [${sizes.join(", ")}]; set resize, crop or channels, or window, in ${RECIPE_FILE}`,
    );
  if (dtype === undefined || dtype === "float32") return new Tensor("float32", sizes, values);
  return convert(new Tensor("int32", sizes, Int32Array.from(values, Math.round)), dtype);
}

import * as v from "valibot";
import { readJson } from "../../../base/json.js";

/** The file in a folder of images or sounds that says how they become a model's inputs. */
export const RECIPE_FILE = "dataset.json";

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384));
const sides = v.tuple([side, side]);
const number = v.pipe(v.number(), v.finite());
const perChannel = v.union([number, v.array(number)]);

const IMAGES = v.strictObject({
  kind: v.literal("images"),
  /** [height, width] whatever the proportions, or the length of the shorter side. */
  resize: v.optional(v.union([side, sides])),
  /** [height, width] out of the middle. */
  crop: v.optional(sides),
  channels: v.optional(v.picklist(["rgb", "bgr", "gray"]), "rgb"),
  /** (pixel − mean) · scale with pixels of 0 … 255; one, or one a channel. */
  mean: v.optional(perChannel, 0),
  scale: v.optional(perChannel, 1),
  /** Where the channels stand: before height and width, or behind. */
  layout: v.optional(v.picklist(["nchw", "nhwc"]), "nchw"),
});

const SOUNDS = v.strictObject({
  kind: v.literal("sounds"),
  /** Samples a second; a file of another rate is refused. */
  rate: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 16000),
  /** Samples of one input, and from the start of one to that of the next. */
  window: v.pipe(v.number(), v.integer(), v.minValue(1)),
  hop: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** (value − mean) · scale with values of −1 … 1. */
  mean: v.optional(number, 0),
  scale: v.optional(number, 1),
});

const RECIPE = v.variant("kind", [IMAGES, SOUNDS]);

export type ImageRecipe = v.InferOutput<typeof IMAGES>;
export type SoundRecipe = v.InferOutput<typeof SOUNDS>;

/** @throws UserError when the file is missing or says something else. */
export function readFolderRecipe(path: string): ImageRecipe | SoundRecipe {
  return readJson(RECIPE, path, 'write it as {"kind": "images", "resize": [96, 96], "scale": 0.00392156862745098}');
}

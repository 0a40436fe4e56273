import { readFileSync } from "node:fs";
import { packageFolder } from "../base/package-folder.js";
import { parseNpz } from "../base/tensor/npz.js";
import { Tensor } from "../base/tensor/tensor.js";

/** A handwritten digit: float32 [1, 1, 28, 28], 0 (paper) … 1 (ink), and what it shows. */
export interface Digit {
  readonly image: Tensor;
  readonly label: number;
}

/** The digits that ship in `notebooks/data`. */
export interface Digits {
  /** float32 [100, 1, 28, 28]: ten of each class that the classifier was trained on. */
  readonly calibration: Tensor;
  /** 997 digits that it has never seen. */
  readonly heldOut: readonly Digit[];
}

export function loadDigits(): Digits {
  const read = (file: string): Map<string, Tensor> => parseNpz(readFileSync(packageFolder("notebooks", "data", file)));
  const heldOut = read("held_out.npz");
  const labels = heldOut.get("label")!.toNumbers();
  const image = images(heldOut.get("input")!);
  return {
    calibration: read("calibration.npz").get("input")!,
    heldOut: labels.map((label, i) => ({ image: image[i]!, label })),
  };
}

/** The samples of a batch [N, …], each [1, …]. */
export function images(batch: Tensor): Tensor[] {
  const [count, ...shape] = batch.shape as [number, ...number[]];
  const data = batch.data as Float32Array;
  const size = data.length / count;
  return Array.from(
    { length: count },
    (_, i) => new Tensor("float32", [1, ...shape], data.slice(i * size, (i + 1) * size)),
  );
}

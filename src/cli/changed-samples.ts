import { writeFileAtomically } from "../base/files/write-file.js";
import { formatNpz } from "../base/tensor/npz.js";
import { Tensor } from "../base/tensor/tensor.js";
import type { ChangedSample } from "../execution/evaluate/evaluate.js";
import { stacked } from "../execution/fast/batch.js";

/** More are counted and not kept, so that memory stays bounded. */
const MAX_KEPT = 1000;

/** The samples on which two models do not agree. */
export class ChangedSamples {
  private readonly kept: ChangedSample[] = [];
  private count = 0;

  add(changed: ChangedSample): void {
    this.count++;
    if (this.kept.length < MAX_KEPT) this.kept.push(changed);
  }

  summary(): string {
    const { count, kept } = this;
    const part = kept.length < count ? `the first ${kept.length} of ${count}` : `${count}`;
    return `${part} samples that changed sides (inputs, label, index, class_a, class_b)`;
  }

  /** Inputs by name and `label` as in the data, `index` (position there), `class_a` and `class_b` (each model's class). */
  write(path: string): void {
    const { kept } = this;
    const numbers = (of: (changed: ChangedSample) => number): Tensor =>
      new Tensor("int32", [kept.length], Int32Array.from(kept, of));
    const arrays = new Map<string, Tensor>();
    for (const name of kept[0]?.sample.inputs.keys() ?? [])
      arrays.set(name, stacked(kept.map(({ sample }) => sample.inputs.get(name)!)));
    if (kept[0]?.sample.label !== undefined)
      arrays.set(
        "label",
        numbers(({ sample }) => sample.label!.item()),
      );
    arrays.set(
      "index",
      numbers(({ index }) => index),
    );
    arrays.set(
      "class_a",
      numbers(({ classes }) => classes[0]!),
    );
    arrays.set(
      "class_b",
      numbers(({ classes }) => classes[1]!),
    );
    writeFileAtomically(path, formatNpz(arrays));
  }
}

import { UserError } from "../base/errors.js";
import { openNpz } from "../base/tensor/npz-file.js";

/** The array `label` of a `.npz`; undefined where there is none. @throws UserError unless it has one integer a sample. */
export function readLabels(path: string, samples: number): number[] | undefined {
  if (!path.endsWith(".npz")) return undefined;
  const { columns, close } = openNpz(path);
  try {
    const label = columns.get("label");
    if (label === undefined) return undefined;
    const size = label.shape.reduce((product, dim) => product * dim, 1);
    if (size !== samples || label.shape.length === 0)
      throw new UserError(`${path}: label has ${size} values, expected one for each of ${samples} samples`);
    const classes = Array.from({ length: label.shape[0] ?? 0 }, () => label.next().toNumbers()).flat();
    const bad = classes.find((value) => !Number.isInteger(value) || value < 0);
    if (bad !== undefined) throw new UserError(`${path}: label must hold class numbers from 0, got ${bad}`);
    return classes;
  } finally {
    close();
  }
}

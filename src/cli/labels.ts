import { readFileSync } from "node:fs";
import { UserError } from "../base/errors.js";
import { parseNpz } from "../base/tensor/npz.js";

/** The array `label` of a `.npz`; undefined where there is none. @throws UserError unless it has one integer a sample. */
export function readLabels(path: string, samples: number): number[] | undefined {
  if (!path.endsWith(".npz")) return undefined;
  const label = parseNpz(readFileSync(path), path).get("label");
  if (label === undefined) return undefined;
  if (label.size !== samples)
    throw new UserError(`${path}: label has ${label.size} values, expected one for each of ${samples} samples`);
  const classes = label.toNumbers();
  const bad = classes.find((value) => !Number.isInteger(value) || value < 0);
  if (bad !== undefined) throw new UserError(`${path}: label must hold class numbers from 0, got ${bad}`);
  return classes;
}

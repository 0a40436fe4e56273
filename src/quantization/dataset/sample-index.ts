import { UserError } from "../../base/errors.js";

/** An index into `count` samples, where −1 is the last. @throws UserError when there is no such sample. */
export function sampleIndex(path: string, index: number, count: number): number {
  const at = index < 0 ? count + index : index;
  if (Number.isInteger(at) && at >= 0 && at < count) return at;
  throw new UserError(`${path}: sample ${index}: there are ${count}; name one from 0 to ${count - 1}`);
}

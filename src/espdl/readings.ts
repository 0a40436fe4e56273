import { UNPINNED, type Unpinned } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";

/** The values of what nothing that ran on silicon has pinned; the first is the reading by which the vectors were made. */
const READINGS: Readonly<Record<keyof Unpinned, readonly (string | number)[]>> = {
  shiftMask: [31, 63],
  preluRounding: ["half-even", "floor"],
  resizeRounding: ["half-even", "floor"],
  preluOverflow: ["saturate", "wrap"],
};

/** `shiftMask=31|63, preluRounding=half-even|floor, …` for help texts; defaults first. */
export const readingsText = (Object.keys(UNPINNED) as (keyof Unpinned)[])
  .map((name) => `${name}=${READINGS[name].join("|")}`)
  .join(", ");

/** Readings written `name=value`. @throws UserError for a name or value that there is not. */
export function parseReadings(items: readonly string[]): Partial<Unpinned> {
  const readings: Record<string, string | number> = {};
  for (const item of items) {
    const [name, value] = item.split("=");
    const known = Object.hasOwn(READINGS, name!) ? READINGS[name as keyof Unpinned] : [];
    const found = known.find((candidate) => String(candidate) === value);
    if (found === undefined) throw new UserError(`--reading ${JSON.stringify(item)}: must be one of ${readingsText}`);
    readings[name!] = found;
  }
  return readings as Partial<Unpinned>;
}

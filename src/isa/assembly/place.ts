import { UserError } from "../../base/errors.js";

/** Where a line of assembly stands; `from` is the line that called the macro it is in, outermost first call last. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly from?: Place;
}

/** `file:line`, with the line outside all macros that led there. */
export function placeText(place: Place): string {
  const outer = outermost(place);
  const here = `${place.file}:${place.line}`;
  return outer === place ? here : `${here} (from ${outer.file === place.file ? "" : `${outer.file}:`}${outer.line})`;
}

/** The line outside all macros. */
export function outermost(place: Place): Place {
  let outer = place;
  while (outer.from) outer = outer.from;
  return outer;
}

/** Refuses what stands at a place. */
export function refuse(place: Place, message: string): never {
  throw new UserError(`${placeText(place)}: ${message}`);
}

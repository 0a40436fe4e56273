import type { BadLayer, Origin } from "./bisection.js";

/** As tables name an origin. */
export const ORIGIN_NAMES: Readonly<Record<Origin, string>> = {
  own: "its own",
  inherited: "inherited",
  run: "only in the run",
  unknown: "not run alone",
};

/** Indices that are listed. */
const LISTED = 8;

/**
 * Who made the error and who passed it on, in one line: `layer 7 wrong by itself; layers 8, 9 only inherit`. Empty where no
 * layer could be run alone.
 */
export function originWords(layers: readonly BadLayer[]): string {
  const of = (wanted: Origin): BadLayer[] => layers.filter(({ origin }) => origin === wanted);
  const [own, run, inherited] = [of("own"), of("run"), of("inherited")];
  const parts = [
    ...(own.length > 0 ? [`${numbers(own)} wrong by ${own.length > 1 ? "themselves" : "itself"}`] : []),
    ...(run.length > 0 ? [`${numbers(run)} wrong in the run only`] : []),
    ...(inherited.length > 0 ? [`${numbers(inherited)} only inherit${inherited.length > 1 ? "" : "s"}`] : []),
  ];
  return parts.join("; ");
}

function numbers(layers: readonly BadLayer[]): string {
  const shown = layers.slice(0, LISTED).map(({ diff }) => diff.index);
  return `layer${layers.length > 1 ? "s" : ""} ${shown.join(", ")}${layers.length > LISTED ? ", …" : ""}`;
}

import type { BadLayer, Bisection, Origin } from "./bisection.js";

/** As tables name an origin. */
export const ORIGIN_NAMES: Readonly<Record<Origin, string>> = {
  own: "its own",
  inherited: "inherited",
  run: "only in the run",
  entry: "only run as one",
  transfer: "of the transfer",
  unknown: "not run alone",
};

/** What an origin says of a layer, where its name is not enough. */
const ORIGIN_REMARKS: Readonly<Partial<Record<Origin, string>>> = {
  run: "right when run alone: its memory, or that of an input, is touched during the run",
  entry:
    "right when the calls are made one by one, wrong when tvmgen_default_run makes them: compare each call's arguments in " +
    "tvmgen_default___tvm_main__ (default_lib1.c) with those in espdl_model.c, and look for a call that is missing",
  transfer: "right on the board, for all that reads it made the right values: its bytes were changed on the way here",
};

/** What is to be said of a layer beside its cause; a note of what was seen says it better. */
export function remarkOf({ origin, note }: BadLayer): string | undefined {
  return note === undefined ? ORIGIN_REMARKS[origin] : undefined;
}

/** Whether something is wrong at this layer, not only before it. */
export function isCulprit({ origin, note }: BadLayer): boolean {
  return origin !== "inherited" && (origin !== "unknown" || note !== undefined);
}

/** Indices that are listed. */
const LISTED = 8;

/**
 * Who made the error and who passed it on, in one line: `layer 7 wrong by itself; layers 8, 9 only inherit`. Empty where no
 * layer could be run alone.
 */
function originWords(layers: readonly BadLayer[]): string {
  const part = (wanted: Origin, words: string, plural = words): string[] => {
    const of = layers.filter(({ origin, repeats }) => origin === wanted && repeats !== false);
    return of.length === 0 ? [] : [`${numbers(of)} ${of.length > 1 ? plural : words}`];
  };
  const unsteady = layers.filter(({ repeats }) => repeats === false);
  return [
    ...(unsteady.length > 0 ? [`${numbers(unsteady)} not the same from run to run`] : []),
    ...part("own", "wrong by itself", "wrong by themselves"),
    ...part("run", "wrong in the run only"),
    ...part("entry", "wrong only when the application runs all calls as one"),
    ...part("transfer", "right on the board, but arrived wrong"),
    ...part("inherited", "only inherits", "only inherit"),
  ].join("; ");
}

/** What the application's entry point says beside the calls made one by one; empty where both agree. */
function entryWords({ entry, entryError, entryFault }: Bisection): string {
  const fault = entryFault === undefined ? "" : `; the entry point ${entryFault}`;
  if (entryError !== undefined) return `run as one by tvmgen_default_run, the model fails: ${entryError}${fault}`;
  return entry === "calls differ"
    ? "run as one by tvmgen_default_run, the outputs are right: what is wrong is in espdl_model.c, which only the link uses"
    : "";
}

/** Who made the error and who passed it on, and what the entry point says: a sentence each, those with something to say. */
export function searchWords(found: Bisection): string[] {
  const { facts = [], layers } = found;
  const noted = new Set(layers.map(({ note }) => note));
  return [
    ...deathWords(found),
    ...facts.filter((text) => !noted.has(text)),
    originWords(layers),
    ...(layers.some(({ repeats }) => repeats === false) ? [] : [entryWords(found)]),
  ].filter((words) => words !== "");
}

/** Which call did not come back. */
function deathWords({ died }: Bisection): string[] {
  if (died === undefined) return [];
  const { index, id, after, reason, alone } = died;
  const before = after === undefined ? "" : `calls up to layer ${after.index} came back, `;
  const again = {
    dies: "; run alone on the right inputs it does so as well",
    "comes back": "; run alone on the right inputs it comes back",
  };
  const subject = `layer ${index} (${id})`;
  const tried = alone === undefined ? "" : again[alone];
  return [`${before}${subject} ${reason.replace(/^did not come back/, before === "" ? "$&" : "did not")}${tried}`];
}

/** Why it could not be told whether the board differs. */
export function unknownWords(found: Bisection): string {
  if (found.died !== undefined && found.compared > 0)
    return `the ${found.compared} tensors before the board died are equal`;
  return found.entryError === undefined ? "no tensor could be compared" : `${equalWords(found)} are equal`;
}

/** What was found equal: of a trace without a board only what it holds, of a board that was halved its outputs. */
export function equalWords({ compared, captures, exhaustive, layers }: Bisection): string {
  const rounded = layers.filter(({ rounding }) => rounding === true);
  const but = rounded.length === 0 ? "" : `, ${rounded.length} of them but for the last bits of their floats`;
  if (exhaustive) return `all ${compared} tensors${but}`;
  if (captures > 0) return `the model's outputs${but}`;
  return `the ${compared === 1 ? "one tensor" : `${compared} tensors`} that the trace has${but}`;
}

function numbers(layers: readonly BadLayer[]): string {
  const shown = layers.slice(0, LISTED).map(({ diff }) => diff.index);
  return `layer${layers.length > 1 ? "s" : ""} ${shown.join(", ")}${layers.length > LISTED ? ", …" : ""}`;
}

import { UserError } from "../../base/errors.js";
import type { Death } from "./bisection.js";
import type { Runs } from "./runs.js";
import type { CaptureDied } from "./suspect.js";

/** What is known of a call that did not come back; runs it alone to know more. */
export async function deathOf(runs: Runs, { id, reason }: CaptureDied): Promise<Death> {
  const { suspect, calls } = runs;
  const index = runs.expectedLayer(id).index;
  const first = calls.made.indexOf(id);
  const before = first > 0 ? runs.expectedLayer(calls.made[first - 1]!) : undefined;
  const earlier = runs.all(id).length;
  const though = earlier === 0 ? "" : `, though it came back in ${earlier === 1 ? "a run" : `${earlier} runs`} before`;
  const death = {
    ...{ id, index, reason: `${reason}${though}` },
    ...(before && { after: { id: before.id, index: before.index } }),
  };
  if (suspect.restart === undefined) return death;
  try {
    await suspect.runLayer(id, runs.feedsOf(id));
    return { ...death, alone: "comes back" };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await suspect.restart();
    return { ...death, alone: "dies" };
  }
}

import { goalText } from "../../../analysis/tune/goal.js";
import type { Reached } from "../../../analysis/tune/reached.js";
import type { Tuning } from "../../../analysis/tune/tuning.js";
import { formatShare, formatSnr } from "../../figures/text.js";
import type { View } from "../view.js";

/** What was tried on the way to a goal, what it gained and what it costs; the final figures. */
export function tuningView({ goal, isReached, ladder, plain, tuned, samples }: Tuning): View {
  const { calibration, search, test } = samples;
  const isOfClasses = goal.kind === "float";
  return {
    heading: `${goalText(goal)} ${isReached ? "reached" : "NOT reached"}: ${reachedText(tuned)}`,
    lines: [
      `plain quantize: ${reachedText(plain)}`,
      `on ${test} test samples that nothing was chosen by; the ladder is of ${search} search samples, calibrated on ${calibration}`,
      ...(isOfClasses
        ? ["may lose: share of other samples expected to be lost by near ties, and a standard error more"]
        : []),
    ],
    table: {
      columns: [
        { title: "remedy" },
        { title: "tried", most: 34 },
        { title: "dB", align: "right" },
        { title: "gain", align: "right" },
        { title: "right", align: "right" },
        ...(isOfClasses ? [{ title: "may lose", align: "right" } as const] : []),
        { title: "cost", most: 20 },
        { title: "kept" },
      ],
      rows: ladder.map(({ remedy, tried, reached, loss, gain, cost, kept }) => [
        remedy,
        tried,
        formatSnr(reached.snr),
        formatSnr(gain),
        formatShare(reached.accuracy ?? reached.agreement),
        ...(isOfClasses ? [formatShare(Math.max(loss.mean + loss.error, 0))] : []),
        cost,
        kept ? "yes" : "",
      ]),
    },
  };
}

export function reachedText({ snr, agreement, accuracy, floatAccuracy }: Reached): string {
  const right =
    accuracy === undefined ? [] : [`${formatShare(accuracy)} right of float's ${formatShare(floatAccuracy!)}`];
  const lost = snr === null ? "nothing lost" : `${formatSnr(snr)} dB`;
  return [...right, lost, `${formatShare(agreement)} as float`].join(", ");
}

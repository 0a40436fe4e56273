import type { Diagnosis, Hypothesis } from "../../comparison/diagnose/diagnosis.js";
import type { LayerDiff, TraceDiff } from "../../comparison/diff/trace-diff.js";
import { unlikeRuns } from "../../comparison/diff/unlike-runs.js";
import { verdictWords } from "../../comparison/diff/verdict-words.js";
import { formatCount, formatNumber, formatShare } from "../figures/text.js";

/** A comparison in words: the verdict first, then the first layer that differs. */
export function diffWords(diff: TraceDiff): string[] {
  const { verdict, compared, layers, first, a, b } = diff;
  const word = verdict === "equal" ? "Equal" : verdict === "differs" ? "Differs" : "Unknown";
  const unlike = unlikeRuns(diff);
  const layer = compared === 0 ? undefined : layers.find(({ id }) => id === first);
  return [
    `${word}: ${verdictWords(diff)}`,
    `reference: ${a.runner}; suspect: ${b.runner}`,
    ...(unlike === undefined || verdict === "equal" ? [] : [sentence(unlike)]),
    ...(layer ? layerWords(layer) : []),
  ];
}

/** What is wrong with one layer's tensor. */
export function layerWords({ index, id, onnx, remarks, entire, single, pattern }: LayerDiff): string[] {
  const lines = [
    `The first that differs is layer ${index}, ${id}${onnx.length > 0 ? ` (ONNX ${onnx.join(" + ")})` : ""}.`,
  ];
  lines.push(...remarks.map(sentence));
  if (entire !== undefined && entire.differing > 0) {
    const sign =
      Math.abs(entire.signBias) < 0.5 ? "" : entire.signBias > 0 ? ", mostly too large" : ", mostly too small";
    const share = `${formatCount(entire.differing)} of ${formatCount(entire.elements)} elements (${formatShare(entire.share)})`;
    lines.push(`${share} are wrong, by at most ${formatNumber(entire.largest)}${sign}.`);
    if (entire.first !== undefined) {
      const { axes, at, a, b } = entire.first;
      const place = at.map((value, axis) => (axes ? `${axes[axis]} ${value}` : `${value}`)).join(", ");
      lines.push(`The first is at [${place}]: ${formatNumber(a)} expected, ${formatNumber(b)} found.`);
    }
  }
  if (single !== undefined) {
    lines.push(single.differing > 0 ? "The layer is wrong by itself." : "The layer only passes on what it was given.");
  }
  if (pattern !== undefined) lines.push(...pattern.text.map(sentence));
  return lines;
}

/** A diagnosis in words: the cause first, or that there is none to name. */
export function diagnosisWords({
  id,
  op,
  differing,
  elements,
  hypotheses,
  tried,
  pattern,
  probes,
}: Diagnosis): string[] {
  const where = `${id} (${op})`;
  const [best] = hypotheses;
  if (best === undefined) {
    const none = `${where}: none of the ${formatCount(tried)} causes that were tried gives the board's bytes${probes === undefined ? "" : `, nor what ${formatCount(probes)} runs on inputs made for it show`}`;
    return [none, ...(pattern === undefined ? [] : ["What the errors look like:", ...pattern.text.map(sentence)])];
  }
  const share = `It explains ${formatShare(best.explained)} of all ${formatCount(elements)} elements and ${formatShare(best.explainedDiffering)} of the ${formatCount(differing)} that are wrong.`;
  const rest = hypotheses.length - 1;
  const others = rest === 0 ? [] : [`${rest} other cause${rest === 1 ? "" : "s"} would explain them too, or nearly.`];
  const runs = probes === undefined ? [] : [probesWords(probes, best)];
  return [`${where}: ${best.text}`, share, ...runs, sentence(`look at: ${best.look}`), ...others];
}

/** A remark of the comparison, which calls the two sides a and b. */
function sentence(text: string): string {
  const named = text.replace(/^b (?=has|holds|is)/, "the suspect ");
  const upper = named.charAt(0).toUpperCase() + named.slice(1);
  return /[.!?:]$/.test(upper) ? upper : `${upper}.`;
}

/** What the layer was measured with. */
export function probesWords(probes: number, cause: Hypothesis | undefined): string {
  const runs = `${formatCount(probes)} run${probes === 1 ? "" : "s"} on inputs made for the layer`;
  if (cause === undefined) return `It was measured in ${runs}.`;
  return cause.readOff ? `It was read off from ${runs}, every byte of which it gives.` : `It holds in ${runs} too.`;
}

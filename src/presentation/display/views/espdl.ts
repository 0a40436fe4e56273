import { causeText } from "../../../espdl/cause-text.js";
import { inspectEspdl } from "../../../espdl/inspect/inspect.js";
import type { Inspection, NodeFacts, TensorFacts } from "../../../espdl/inspect/inspection.js";
import type { Finding } from "../../../espdl/lint/finding.js";
import type { LintReport } from "../../../espdl/lint/lint.js";
import type { EspdlModel } from "../../../espdl/model.js";
import type { OutputVerdict, VectorVerification } from "../../../espdl/verify-vectors.js";
import { counted, formatCount, formatNumber, formatShare } from "../../figures/text.js";
import type { View } from "../view.js";
import { exponentText } from "./model.js";

/** What the file says of itself, with shapes computed. */
export const espdlView = (model: EspdlModel): View => inspectionView(inspectEspdl(model));

export function inspectionView(found: Inspection): View {
  const { memory, operators, refused } = found;
  return {
    heading: `ESP-DL model ${found.name}: ${counted(found.nodes.length, "node")}, for ${found.chips.join(" or ")}`,
    lines: [
      ...(found.producer === "" ? [] : [`made by ${found.producer}`]),
      ...(refused === undefined ? [] : [`REFUSED by the chip's runtime: ${refused}`]),
      `inputs ${found.inputs.map(tensorText).join("; ")}`,
      `outputs ${found.outputs.map(tensorText).join("; ")}`,
      `operators ${operators.map(({ op, count }) => `${count} ${op}`).join(", ")}`,
      `constants ${formatCount(memory.constantBytes)} bytes${memory.liveBytes === undefined ? "" : `; activations ${formatCount(memory.liveBytes)} bytes at once, at ${memory.liveNode}`}`,
    ],
    table: {
      columns: [
        { title: "#", align: "right" },
        { title: "node" },
        { title: "operator" },
        { title: "output" },
        { title: "exponent", align: "right" },
        { title: "work", align: "right" },
        { title: "constants", align: "right" },
        { title: "live bytes", align: "right" },
      ],
      rows: found.nodes.map(nodeRow),
    },
  };
}

function nodeRow({ index, name, op, outputs, work, constantBytes, liveBytes }: NodeFacts): string[] {
  const [first] = outputs;
  return [
    String(index),
    name,
    op,
    first === undefined ? "" : typeText(first),
    first === undefined || first.dtype === "float32" ? "" : scaleText(first),
    work === undefined ? "" : formatCount(work),
    constantBytes === 0 ? "" : formatCount(constantBytes),
    liveBytes === undefined ? "" : formatCount(liveBytes),
  ];
}

const scaleText = ({ exponents }: TensorFacts): string => exponentText(exponents.length === 0 ? undefined : exponents);

const typeText = ({ dtype, shape }: TensorFacts): string => `${dtype ?? "?"}[${shape?.join(", ") ?? "…"}]`;

const tensorText = (tensor: TensorFacts): string =>
  `${tensor.name}: ${typeText(tensor)}${tensor.dtype === "float32" || tensor.exponents.length === 0 ? "" : ` · 2^${scaleText(tensor)}`}`;

/** What will differ on the chip. */
export function lintView({ chip, findings, counts, unmeasured }: LintReport): View {
  const words = (["error", "warning", "note"] as const).map(
    (severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? "" : "s"}`,
  );
  return {
    heading: `Lint for ${chip}: ${words.join(", ")}`,
    lines: unmeasured === undefined ? [] : [`not measured: ${unmeasured}`],
    ...(findings.length === 0
      ? {}
      : {
          table: {
            columns: ["severity", "rule", "node", "reason", "measured", "remedy"].map((title) => ({ title })),
            rows: findings.map(findingRow),
          },
        }),
  };
}

function findingRow({ severity, rule, node, op, reason, measured, remedy }: Finding): string[] {
  const found =
    measured === undefined
      ? ""
      : measured.differing === 0
        ? "no difference"
        : `${formatShare(measured.differing / measured.elements)}, up to ${formatNumber(measured.worst)} steps`;
  return [severity, rule, op === "" ? node : `${node} (${op})`, reason, found, remedy];
}

/** Whether the model's own test would pass on the chip. */
export function verificationView({ outputs, passes, saturated }: VectorVerification): View {
  return {
    heading: passes
      ? "Passes: the model's own test() gives what the file expects"
      : "Fails: the model's own test() would not give what the file expects",
    lines: [
      ...outputs.flatMap(({ name, causes }) => causes.map((cause) => `${name}: ${causeText(cause)}`)),
      ...saturated.map(({ node, indices }) => `${node}: ${indices.length} sums saturate in 20-bit lanes`),
    ],
    table: {
      columns: [
        { title: "output" },
        { title: "type" },
        { title: "verdict" },
        { title: "differ", align: "right" },
        { title: "by up to", align: "right" },
        { title: "first" },
      ],
      rows: outputs.map(outputRow),
    },
  };
}

function outputRow({ name, dtype, shape, verdict, differing, worst, first }: OutputVerdict): string[] {
  const elements = shape.reduce((product, length) => product * length, 1);
  const at = first && `[${first.coordinate.join(", ")}]: ${formatNumber(first.expected)} → ${formatNumber(first.got)}`;
  return [
    name,
    `${dtype}[${shape.join(", ")}]`,
    verdict,
    differing === 0 ? "" : formatShare(differing / elements),
    differing === 0 ? "" : formatNumber(worst),
    at ?? "",
  ];
}

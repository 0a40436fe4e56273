import type { CheckFinding, CheckReport } from "../check/report.js";
import { printable } from "../formats/onnx/printable.js";
import { wrap } from "../presentation/display/wrap.js";
import { fitLines } from "./memory-table.js";

const VERDICTS: Readonly<Record<CheckReport["verdict"], string>> = {
  fits: "fits",
  findings: "runs, with findings",
  cannot: "CANNOT RUN",
};

/** The findings with their costs, what all of them cost, and the chips; at most 100 columns wide. */
export function checkText(path: string, { verdict, findings, cost, chips }: CheckReport): string {
  const told = findings.map((finding) => wrap(`${finding.severity}: ${sentence(finding)}`));
  const all = cost === undefined ? [] : [`in float: ${costText(cost)}`];
  return [`${printable(path)}: ${VERDICTS[verdict]}`, ...told, ...all, ...chips.map(fitLines)].join("\n");
}

/** A finding in one line, without its severity. */
export function sentence({ node, operator, reason, remedy, cost }: CheckFinding): string {
  const place = node === undefined ? "" : `${printable(node)}${operator ? ` (${printable(operator)})` : ""}: `;
  const price = cost === undefined ? "" : `, ${costText(cost)}`;
  return `${place}${reason}${price}${remedy === undefined ? "" : `; ${remedy}`}`;
}

const costText = ({ macShare, byteShare, bytes }: NonNullable<CheckFinding["cost"]>): string =>
  `${percent(macShare)} of the MACs, ${percent(byteShare)} of the bytes (${bytes.toLocaleString("en-US")})`;

const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.001 ? 3 : 1)} %`;

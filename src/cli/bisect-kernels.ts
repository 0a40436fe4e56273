import { UserError } from "../base/errors.js";
import { compileEspdl } from "../espdl/compile.js";
import { checkDeclared } from "../espdl/declared.js";
import { type KernelDifference, kernelDifferences } from "../espdl/kernel-differences.js";
import { printable } from "../formats/onnx/printable.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";
import { ExitCode } from "./exit-code.js";
import { type KernelsOption, kernelsOf } from "./kernels-option.js";
import { print } from "./output.js";
import { type Column, formatTable } from "./table.js";

export interface BisectKernelsOptions extends EspdlOptions, KernelsOption {
  readonly model_path: string;
  readonly input?: string;
  readonly html?: string;
  readonly json?: true;
}

const COLUMNS: readonly Column[] = [
  { title: "node", shrinks: true },
  { title: "function", shrinks: true },
  { title: "differ", align: "right" },
  { title: "of", align: "right" },
  { title: "max", align: "right" },
  { title: "first", align: "right" },
];

/**
 * The nodes of an `.espdl` model whose assembly makes something else than the chip's law when both are given the same
 * operands: none inherits a difference from another.
 * @throws ExitCode 1 when there are any
 */
export function bisectKernels(options: BisectKernelsOptions): void {
  const { model_path: path, input, html, json } = options;
  if (html !== undefined || json)
    throw new UserError("bisect --kernels: prints text only; leave --html and --json out");
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  const kernels = kernelsOf(options, chip);
  if (kernels === undefined)
    throw new UserError(`${printable(path)}: an .espdl model is bisected against --kernels; name a checkout of esp-dl`);
  const program = compileEspdl(model, { chip });
  checkDeclared(model, program);
  const found = kernelDifferences(program, inputsOf(model, chip, input), kernels);
  const ran = kernels.runs.filter(({ reason }) => reason === undefined).length;
  print(reportOf(found, ran, kernels.runs.length));
  if (found.length > 0) throw new ExitCode(1);
}

function reportOf(found: readonly KernelDifference[], ran: number, all: number): string {
  const scope = `${ran} of ${all} nodes have assembly; each was given what the reference computed before it`;
  if (found.length === 0) return `EQUAL: no function differs from its operator's law\n${scope}`;
  const rows = found.map(({ node, layer, functions, differing, elements, worst, first, fault }) => [
    printable(node || layer),
    (functions[0] ?? "").replace(/^dl_(?:tie728|esp32p4)_/, ""),
    fault === undefined ? String(differing) : "fault",
    String(elements),
    fault === undefined ? String(worst) : "",
    first === undefined ? "" : String(first.index),
  ]);
  const faults = found.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  return [`DIFFERS: ${found.length} nodes by themselves`, scope, "", formatTable(COLUMNS, rows), ...faults].join("\n");
}

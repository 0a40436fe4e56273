import { agreementScatter } from "../figures/agreement-scatter.js";
import { confusionMatrix } from "../figures/confusion-matrix.js";
import { costBars } from "../figures/cost-bars.js";
import { differenceBars } from "../figures/difference-bars.js";
import { channelMap, imageMap } from "../figures/error-map.js";
import type { Figure } from "../figures/figure.js";
import { histogram } from "../figures/histogram.js";
import { escapeMarkup } from "../figures/markup.js";
import { memoryMap } from "../figures/memory-map.js";
import { type PairedValues, UNIT } from "../figures/paired-values.js";
import { diagnosisSection } from "./diagnosis-section.js";
import type { ReportInput } from "./input.js";
import type { Section } from "./section.js";
import { summaryTable } from "./summary.js";
import { tableHtml } from "./table-html.js";
import { costTable, layersTable, statisticsTable } from "./tables.js";

/** The parts for which there is something to show, the cause in front. */
export function sections(input: ReportInput): Section[] {
  return [
    diagnosisSection(input),
    summary(input),
    layers(input),
    ...close(input),
    costs(input),
    memory(input),
    statistics(input),
  ].flat();
}

function summary(input: ReportInput): Section {
  const figures = input.confusion ? [confusionMatrix(input.confusion.matrix, input.confusion.labels)] : [];
  return { id: "summary", title: "Run", html: tableHtml("Run summary", summaryTable(input)), figures };
}

function layers({ diff, bisection }: ReportInput): Section {
  const origins = new Map(bisection?.layers.map(({ diff, origin }) => [diff.id, origin]));
  const first = diff.layers.find(({ id }) => id === diff.first);
  const table = layersTable(diff, origins);
  const marked = table.rows.findIndex(([index]) => index === String(first?.index));
  const after = tableHtml("Every layer of both runs", table, marked);
  // Where all is equal there is nothing to draw.
  const figures = diff.layers.every(({ status }) => status === "equal") ? [] : [differenceBars(diff, origins)];
  return { id: "layers", title: "Layer by layer", html: "", figures, after };
}

function close({ layers = [] }: ReportInput): Section[] {
  return layers.map((values) => ({
    id: `layer-${values.index}`,
    title: `Layer ${values.index}`,
    html: `<p><code>${escapeMarkup(values.id)}</code></p>`,
    figures: closeFigures(values),
  }));
}

function closeFigures(values: PairedValues): Figure[] {
  const { a, b, unit, index } = values;
  return [
    ...errorFigures(values),
    histogram(a, {
      title: `Values: layer ${index}`,
      unit: UNIT[unit],
      name: "reference",
      other: { name: "board", values: b },
    }),
  ];
}

/** Where the errors are; of a layer without any, nothing. */
function errorFigures(values: PairedValues): Figure[] {
  if (values.a.every((value, i) => Object.is(value, values.b[i]))) return [];
  const image = imageMap(values);
  return [channelMap(values), ...(image === undefined ? [] : [image]), agreementScatter(values)];
}

function costs({ run }: ReportInput): Section[] {
  if (run === undefined || run.costs.length === 0) return [];
  const after = tableHtml("Cost of each call", costTable(run));
  return [
    {
      id: "costs",
      title: run.unit === "instructions" ? "Instructions" : "Time",
      html: "",
      figures: [costBars(run.costs, run.unit)],
      after,
    },
  ];
}

function memory({ memory }: ReportInput): Section[] {
  if (memory === undefined || memory.plan.buffers.length === 0) return [];
  return [{ id: "memory", title: "Memory", html: "", figures: [memoryMap(memory.plan, memory.names)] }];
}

function statistics({ diff }: ReportInput): Section {
  const html = tableHtml("Stored numbers of every tensor: reference, then suspect", statisticsTable(diff));
  return { id: "statistics", title: "Statistics of the tensors", html, figures: [] };
}

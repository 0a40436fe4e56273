import type { Analysis, Decibels, LayerAnalysis } from "../../../analysis/analyse/analysis.js";
import { layerLosses } from "../../figures/layer-losses.js";
import { formatCount, formatSnr } from "../../figures/text.js";
import type { View } from "../view.js";

/** Layers whose reason is told in words. */
const TOLD = 3;

/** Which layer of a quantized network costs what: the costliest first. */
export function analysisView(analysis: Analysis): View {
  const { output, samples, layers, chip } = analysis;
  return {
    heading: `${chip === undefined ? "Int8 network" : `.espdl on ${chip}`} against float: ${words(output)} at the output, ${formatCount(samples)} samples`,
    figure: layerLosses(analysis),
    lines: [
      ...layers.slice(0, TOLD).map(told),
      "dB: cost = the output with this layer alone int8; gain = the output with it alone float; all = its tensor in the whole network",
    ],
    table: {
      columns: [
        { title: "layer", most: 22 },
        { title: "operator", most: 10 },
        { title: "cost", align: "right" },
        { title: "gain", align: "right" },
        { title: "all", align: "right" },
        { title: "alone", align: "right", spare: true },
        { title: "weights", align: "right" },
        { title: "values", align: "right" },
        { title: "shift", align: "right" },
        { title: "MACs", align: "right" },
        { title: "bytes", align: "right", spare: true },
      ],
      rows: layers.map(cells),
    },
  };
}

const told = ({ node, cost, reason, gain16 }: LayerAnalysis): string =>
  `${node}: ${words(cost)} by itself; ${reason}${gain16 === undefined ? "" : `; in 16 bits ${signed(gain16)} dB`}`;

const signed = (decibels: number): string => `${decibels < 0 ? "" : "+"}${formatSnr(decibels)}`;

const cells = (layer: LayerAnalysis): string[] => [
  layer.node,
  layer.operator,
  formatSnr(layer.cost),
  formatSnr(layer.gain),
  formatSnr(layer.accumulated),
  formatSnr(layer.alone),
  layer.weights === undefined ? "" : formatSnr(layer.weights),
  formatSnr(layer.activation),
  layer.shift.toFixed(1),
  formatCount(layer.macs),
  formatCount(layer.bytes),
];

const words = (snr: Decibels): string => (snr === null ? "nothing lost" : `${formatSnr(snr)} dB`);

import { mae, snr } from "./distance.js";
import type { Metric } from "./metric.js";
import { topK } from "./top-k.js";

/** The metrics by the names that `--metric` takes. */
export const METRICS: ReadonlyMap<string, Metric> = new Map([topK(1), topK(5), snr, mae].map((m) => [m.name, m]));

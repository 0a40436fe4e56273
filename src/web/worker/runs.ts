import { UserError } from "../../base/errors.js";
import { parseNpy } from "../../base/tensor/npy.js";
import { parseNpz } from "../../base/tensor/npz.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { bisectTraces } from "../../comparison/bisect/bisect-traces.js";
import type { Bisection } from "../../comparison/bisect/bisection.js";
import { isCulprit } from "../../comparison/bisect/origin-words.js";
import { diff } from "../../comparison/diff/diff.js";
import { withIdsOf } from "../../comparison/diff/with-ids.js";
import { parseTrace } from "../../formats/trace/parse.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { bisectionView } from "../../presentation/display/views/bisection.js";
import { diagnosisView, diffView } from "../../presentation/display/views/diff.js";
import { agreementScatter, channelMap, histogram, imageMap } from "../../presentation/figures/index.js";
import { UNIT } from "../../presentation/figures/paired-values.js";
import { pairedLayers } from "../../presentation/report/paired-layers.js";
import type { GivenFile, OpenedRuns, Picture } from "../protocol.js";
import { baseName, type RunFiles } from "./given-files.js";
import { picture, shown } from "./shown.js";

/** A run out of the files of its folder. */
export function traceOf({ folder, files }: RunFiles): Trace {
  return parseTrace(
    (file) => {
      const bytes = files.get(file);
      if (bytes === undefined) throw new UserError(`${folder}/${file}: is missing; drop the whole folder`);
      return bytes;
    },
    (file) => `${folder}/${file}`,
  );
}

/** A run out of an `.npz` or `.npy`: arrays without a trace are layers named after them. */
export function traceOfArrays({ name, bytes }: GivenFile): Trace {
  const plain = baseName(name).replace(/\.npy$/i, "");
  const arrays: Iterable<readonly [string, Tensor]> = /\.npz$/i.test(name)
    ? parseNpz(bytes, name)
    : [[plain, parseNpy(bytes, name)]];
  const layers = Array.from(arrays, ([key, tensor], index): TraceLayer => {
    const id = key.replace(/^\d{4,}_/, "");
    return { index, name: id, id, op: "array", onnx: [], tensor };
  });
  return { runner: "arrays", model: baseName(name), layers };
}

/** Two runs, and what their bytes tell of a layer that is wrong by itself. @param program what both ran, if it is known */
export function compareRuns(a: Trace, b: Trace, program: Program | undefined): OpenedRuns {
  const suspect = withIdsOf(a, b);
  const known = program !== undefined && a.layers.some(({ id }) => program.layers.some((layer) => layer.id === id));
  const compared = diff(a, suspect, known ? { program } : {});
  const bisection = known ? bisectTraces(program, a, suspect) : undefined;
  return {
    kind: "runs",
    title: [a.model || a.runner, b.model || b.runner].join(" · "),
    comparison: shown(diffView(compared)),
    pictures: pairedLayers(compared, a, suspect, known ? program : undefined).flatMap(close),
    ...(bisection && bisection.verdict !== "equal" && { bisection: shown(bisectionView(bisection)) }),
    diagnoses: bisection === undefined ? [] : diagnoses(bisection),
  };
}

const diagnoses = ({ layers }: Bisection): OpenedRuns["diagnoses"] =>
  layers
    .filter(isCulprit)
    .flatMap(({ diagnosis }) => (diagnosis === undefined ? [] : [shown(diagnosisView(diagnosis))]));

function close(values: Parameters<typeof channelMap>[0]): Picture[] {
  const image = imageMap(values);
  const other = { name: "suspect", values: values.b };
  const title = `Values: layer ${values.index}`;
  return [
    channelMap(values),
    ...(image === undefined ? [] : [image]),
    agreementScatter(values),
    histogram(values.a, { title, unit: UNIT[values.unit], name: "reference", other }),
  ].map((figure) => picture(figure));
}

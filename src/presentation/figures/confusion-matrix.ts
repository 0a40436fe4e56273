import type { Annotation, Figure } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { SEQUENTIAL } from "./palette.js";
import { formatCount, formatShare, plotlyText } from "./text.js";

/** Classes whose counts are written into the cells. */
const WRITTEN = 12;

/**
 * How often each class was recognized as each class.
 * @param matrix `matrix[true class][recognized class]`, square
 */
export function confusionMatrix(matrix: readonly (readonly number[])[], labels?: readonly string[]): Figure {
  const size = matrix.length;
  const classes = matrix.map((_, i) => i);
  const names = labels ?? classes.map(String);
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  const right = classes.reduce((sum, i) => sum + matrix[i]![i]!, 0);
  const most = matrix.flat().reduce((a, b) => Math.max(a, b), 1);
  const step = Math.ceil(size / 20);
  const ticks = classes.filter((i) => i % step === 0);
  const tickLabels = labelled(
    ticks,
    ticks.map((i) => names[i]!),
  );
  return {
    title: "Confusion matrix",
    description: `${formatCount(right)} of ${formatCount(total)} samples are recognized (${formatShare(total === 0 ? 0 : right / total)}).`,
    data: [
      {
        type: "heatmap",
        z: matrix,
        x: classes,
        y: classes,
        colorscale: SEQUENTIAL,
        zmin: 0,
        zmax: most,
        showscale: size > WRITTEN,
        ...(size > WRITTEN ? { colorbar: { title: { text: "samples" }, thickness: 12, len: 1 } } : {}),
      },
    ],
    layout: layout(
      axis("recognized as", [-0.5, size - 0.5], tickLabels),
      axis("true class", [size - 0.5, -0.5], tickLabels),
      Math.min(Math.max(220, 90 + 26 * size), 520),
      size > WRITTEN ? {} : { annotations: matrix.flatMap((row, y) => row.map((count, x) => cell(count, x, y, most))) },
    ),
  };
}

function cell(count: number, x: number, y: number, most: number): Annotation {
  return {
    ...{ x, y, xref: "x", yref: "y", showarrow: false, xanchor: "center", yanchor: "middle" },
    text: count === 0 ? "" : plotlyText(String(count)),
    font: { color: count > most * 0.4 ? "#ffffff" : "#1a1a1a", size: 12 },
  };
}

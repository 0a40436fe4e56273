import type { Tensor } from "../base/tensor/tensor.js";
import type { Link } from "../boards/board/index.js";
import type { LayerDescription } from "../boards/capture/layers-file.js";
import { runOnBoard } from "../boards/capture/run-on-board.js";
import type { RunSummary } from "../presentation/report/input.js";

/** What a board takes for a model, as a report shows it. */
export async function measured(
  link: Link,
  layers: readonly LayerDescription[],
  feeds: ReadonlyMap<string, Tensor>,
): Promise<RunSummary> {
  const { outputs: _outputs, ...run } = await runOnBoard(link, layers, feeds);
  return { board: link.name, ...run };
}

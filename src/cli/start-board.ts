import { type RunningBoard, startBoard } from "../boards/capture/open-board.js";
import { progressBar } from "./progress.js";

/** {@link startBoard} with a bar for the compiler, which takes its time. */
export async function startBoardShown(project: string, board: string): Promise<RunningBoard> {
  const bar = progressBar("build", 100);
  try {
    return await startBoard(project, board, (done, total) => bar.update(Math.round((100 * done) / total)));
  } finally {
    bar.stop();
  }
}

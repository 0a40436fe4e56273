import { type Board, boardByName, Link, type Progress, readFirmware } from "../board/index.js";

/** A project's model running on a board, the line to it open. Close it when done, or declare it with `await using`. */
export interface RunningBoard extends AsyncDisposable {
  readonly board: Board;
  readonly link: Link;
  /** What the compiler had to say; "" when it was silent. */
  readonly buildLog: string;
  /** Closes the line; ends a virtual board. */
  close(): Promise<void>;
}

/**
 * Builds a project for a board, flashes it and opens the line to it.
 * @param boardName `wasm`, `host`, `qemu-esp32c3` or the path of a serial port
 * @param onBuild told of the files compiled
 * @throws UserError when the project, the compiler or the board fails.
 */
export async function startBoard(project: string, boardName: string, onBuild?: Progress): Promise<RunningBoard> {
  const board = boardByName(boardName);
  const image = await board.build(await readFirmware(project), onBuild);
  await board.flash(image);
  const link = await Link.open(board.name, await board.open(image));
  const close = (): Promise<void> => link.close();
  return { board, link, buildLog: image.log, close, [Symbol.asyncDispose]: close };
}

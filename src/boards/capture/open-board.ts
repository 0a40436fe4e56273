import { type Board, boardByName, Link, type Progress, readFirmware } from "../board/index.js";

/** A project's model running on a board, the line to it open. Close it when done, or declare it with `await using`. */
export interface RunningBoard extends AsyncDisposable {
  readonly board: Board;
  /** The line as it is now: {@link restart} opens another. */
  readonly link: Link;
  /** What the compiler had to say; "" when it was silent. */
  readonly buildLog: string;
  /** Starts a virtual board anew, opens the line to a real one again. @throws UserError when it does not answer. */
  restart(): Promise<void>;
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
  const open = async (): Promise<Link> => Link.open(board.name, await board.open(image));
  let link = await open();
  const close = (): Promise<void> => link.close();
  return {
    board,
    get link() {
      return link;
    },
    buildLog: image.log,
    async restart() {
      await link.close();
      link = await open();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

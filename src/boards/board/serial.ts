import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../base/errors.js";
import type { Board, Image } from "./board.js";
import { buildFolder, compileError } from "./compile.js";
import type { Firmware } from "./firmware.js";
import { flashWithEsptool } from "./flash/esptool.js";
import { FLASHER_ARGS_FILE } from "./flash/flasher-args.js";
import { readFlasherArgs } from "./flash/read-flasher-args.js";
import { CONSOLE_BAUD_RATE } from "./flash/serial-line.js";
import { openSerialPort } from "./serial-port.js";

const BUILD = "idf";

/**
 * A chip behind a serial port. ESP-IDF's `idf.py` builds; it also flashes where it is installed, else esptool-js does.
 * @param path - of the port, for instance /dev/ttyUSB0 or COM3.
 */
export const serialBoard = (path: string): Board => ({
  name: path,
  build: (firmware) => build(path, firmware),
  flash: async (image, progress) => {
    const parts = await readFlasherArgs(image.path);
    if (await flashWithIdf(path, image)) return;
    await flashWithEsptool(path, (baudRate) => openSerialPort(path, baudRate), parts, progress);
  },
  open: () => openSerialPort(path, CONSOLE_BAUD_RATE),
});

async function build(board: string, firmware: Firmware): Promise<Image> {
  const folder = await buildFolder(firmware, BUILD);
  try {
    const { stderr } = await promisify(execFile)("idf.py", ["-C", firmware.project, "-B", folder, "build"], {
      maxBuffer: 2 ** 26,
    });
    return { path: join(folder, FLASHER_ARGS_FILE), log: stderr };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === "ENOENT")
      throw new UserError(`board ${board}: idf.py not found (install ESP-IDF 5 and run its export script first)`);
    throw await compileError(board, folder, stdout + stderr);
  }
}

/** False where `idf.py` is not installed. */
async function flashWithIdf(port: string, image: Image): Promise<boolean> {
  const folder = dirname(image.path);
  const idf = spawn("idf.py", ["-B", folder, "-p", port, "flash"], {
    cwd: join(folder, "..", ".."),
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    const [code] = await once(idf, "exit");
    if (code !== 0) throw new UserError(`board ${port}: idf.py flash ended with code ${code} (see its messages above)`);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return false;
    throw error;
  }
}

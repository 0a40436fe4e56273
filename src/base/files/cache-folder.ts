import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the system keeps what programs can make again, a folder of ours in it for one purpose; undefined for a user
 * without a home. It need not exist.
 */
export function cacheFolder(purpose: string): string | undefined {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const name = join("espdl-lab", purpose);
  try {
    if (process.platform === "darwin") return join(homedir(), "Library", "Caches", name);
    if (process.platform === "win32") return join(LOCALAPPDATA ?? homedir(), name);
    return join(XDG_CACHE_HOME || join(homedir(), ".cache"), name);
  } catch {
    return undefined;
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePorts } from "../../src/kernel/client/ports.js";
import { jupyterPath, PYTHON } from "../kernel/jupyter.js";

/** Settings that a first start would ask for, and cells that are all in the page. */
const SETTINGS: Readonly<Record<string, object>> = {
  "@jupyterlab/apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyterlab/notebook-extension/tracker": { windowingMode: "none" },
};

/** A JupyterLab of its own: nothing of the person's settings, only on loopback, with a token. */
export interface JupyterLab {
  /** The address at which a file of its folder is open. */
  url(file: string): string;
  stop(): Promise<void>;
}

/** Starts JupyterLab on a folder. */
export async function startJupyterLab(folder: string): Promise<JupyterLab> {
  const home = mkdtempSync(join(tmpdir(), "espdl-jupyterlab-"));
  const [port] = await freePorts(1);
  const token = randomBytes(16).toString("hex");
  const kernels = jupyterPath();
  const settings = join(home, "settings");
  for (const [name, value] of Object.entries(SETTINGS)) {
    const file = join(settings, `${name}.jupyterlab-settings`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value));
  }
  const env = {
    ...process.env,
    HOME: home,
    // Compiled objects are the machine's, not the person's.
    XDG_CACHE_HOME: process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_DATA_DIR: join(home, "data"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: settings,
    JUPYTERLAB_WORKSPACES_DIR: join(home, "workspaces"),
    JUPYTER_PATH: kernels,
    JUPYTER_TOKEN: token,
  };
  const options = ["--no-browser", "--allow-root", "--expose-app-in-browser", "--ip=127.0.0.1", `--port=${port}`];
  const child = spawn(PYTHON, ["-m", "jupyterlab", ...options, "--ServerApp.port_retries=0", folder], { env });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => log.push(String(data)));
  const stop = async (): Promise<void> => {
    await ended(child);
    for (const made of [home, kernels]) rmSync(made, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const answered = await fetch(`${origin}/api?token=${token}`).catch(() => undefined);
    if (answered?.ok) return { url: (file) => `${origin}/lab/tree/${file}?token=${token}&reset`, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`JupyterLab did not start:\n${log.join("")}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exit;
  clearTimeout(late);
}

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../base/files/temporary.js";
import type { Connection } from "../connection.js";
import { kernelArguments } from "../launch.js";
import { freePorts } from "./ports.js";

/** A kernel that this process started, and how to connect to it. */
export interface KernelProcess {
  readonly connection: Connection;
  readonly child: ChildProcess;
  /** Settles with the exit code when the process ends. */
  readonly ended: Promise<number | null>;
  /** Removes what its start left on disk; ends it if it still runs. */
  dispose(): void;
}

/** Starts a kernel in `folder`. @param command its command line for a connection file (this package's own kernel) */
export async function startKernel(
  folder: string,
  command: (connectionFile: string) => string[] = kernelArguments,
): Promise<KernelProcess> {
  const [shell_port, control_port, iopub_port, stdin_port, hb_port] = (await freePorts(5)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const connection: Connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port,
    control_port,
    iopub_port,
    stdin_port,
    hb_port,
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
  };
  const temporary = temporaryFolder();
  const file = join(temporary, "connection.json");
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
  const [program, ...args] = command(file) as [string, ...string[]];
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.once("error", () => resolve(null));
  });
  const dispose = () => {
    if (child.exitCode === null) child.kill("SIGKILL");
    rmSync(temporary, { recursive: true, force: true });
  };
  return { connection, child, ended, dispose };
}

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";

/** A pty, its other end bridged to stdin and stdout; prints its path on stderr. */
const BRIDGE = `
import os, select, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
print(os.ttyname(slave), file=sys.stderr, flush=True)
while True:
    for source in select.select([0, master], [], [])[0]:
        data = os.read(source, 65536)
        if not data: sys.exit()
        while data: data = data[os.write(master if source == 0 else 1, data):]
`;

export interface Pty {
  readonly path: string;
  readonly process: ChildProcessWithoutNullStreams;
}

/** A serial port to open by path, with its far end in our hands. Needs python3, on a system that has ptys. */
export async function openPty(): Promise<Pty> {
  const bridge = spawn("python3", ["-c", BRIDGE], { stdio: "pipe" });
  const [path] = await once(bridge.stderr, "data");
  return { path: String(path).trim(), process: bridge };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { packageFolder } from "../base/package-folder.js";
import { print } from "./output.js";
import { pageServer } from "./page-server.js";

interface Options {
  readonly port: number;
  readonly open: boolean;
}

export function webCommand(): Command {
  return new Command("web")
    .option("--port <port>", "port on the loopback address (default: a free one)", portOf, 0)
    .option("--no-open", "only serve it")
    .addHelpText(
      "after",
      "\nIt serves until Ctrl-C, to this computer alone. Nothing that is dropped on the page leaves it.",
    )
    .addHelpText("after", "\nExample:\n  espdl-lab web --port 8080")
    .action(run);
}

async function run({ port, open }: Options): Promise<void> {
  const server = pageServer(packageFolder("dist", "web"));
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    throw new UserError(`--port ${port}: cannot be used (${(error as NodeJS.ErrnoException).code}); give another`);
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  print(`${url}\nCtrl-C ends it.`);
  if (open) openBrowser(url);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UserError(`--port ${text}: give a port, 0 to 65535`);
  return port;
}

/** A computer without a browser still has the address on its screen. */
function openBrowser(url: string): void {
  const [program, ...words] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  const child = spawn(program!, [...words, url], { detached: true, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
}

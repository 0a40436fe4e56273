import { readFileSync } from "node:fs";
import { UserError } from "../base/errors.js";

/** What a connection file says: where the five sockets are bound, and the key that signs every message. */
export interface Connection {
  readonly transport: "tcp";
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  readonly key: string;
}

const PORTS = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"] as const;
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/;

/**
 * Reads a connection file. Code runs for whoever can connect and sign, so the sockets are bound to this machine alone
 * and every message is signed.
 * @throws UserError when a field is missing, the address is not loopback, or there is no key
 */
export function readConnection(path: string): Connection {
  const found = parse(path);
  const refuse = (field: string, expected: string) => {
    const value = JSON.stringify(found[field]);
    return new UserError(
      `${path}: ${field} must be ${expected}, got ${value ?? "nothing"}; let Jupyter write the file`,
    );
  };
  if (found.transport !== "tcp") throw refuse("transport", '"tcp"');
  if (typeof found.ip !== "string" || !LOOPBACK.test(found.ip)) throw refuse("ip", "a loopback address (127.0.0.1)");
  if (found.signature_scheme !== "hmac-sha256") throw refuse("signature_scheme", '"hmac-sha256"');
  if (typeof found.key !== "string" || found.key === "") throw refuse("key", "a string that is not empty");
  for (const field of PORTS) {
    const port = found[field];
    if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65535)
      throw refuse(field, "a port, 1 to 65535");
  }
  return found as unknown as Connection;
}

function parse(path: string): Record<string, unknown> {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UserError(`--connection_file: ${path} cannot be read (${(error as Error).message}); name Jupyter's file`);
  }
  if (typeof found === "object" && found !== null) return found as Record<string, unknown>;
  throw new UserError(`--connection_file: ${path} must hold a JSON object`);
}

/** The address of one socket. */
export function address(connection: Connection, port: (typeof PORTS)[number]): string {
  const host = connection.ip.includes(":") && !connection.ip.startsWith("[") ? `[${connection.ip}]` : connection.ip;
  return `tcp://${host === "localhost" ? "127.0.0.1" : host}:${connection[port]}`;
}

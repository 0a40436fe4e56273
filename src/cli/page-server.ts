import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { UserError } from "../base/errors.js";

/** The page's files, by the path of a request. */
const FILES: ReadonlyMap<string, readonly [file: string, type: string]> = new Map([
  ["/", ["index.html", "text/html; charset=utf-8"]],
  ["/index.html", ["index.html", "text/html; charset=utf-8"]],
  ["/app.js", ["app.js", "text/javascript; charset=utf-8"]],
  ["/style.css", ["style.css", "text/css; charset=utf-8"]],
]);

const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-cache",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy": "frame-ancestors 'none'",
};

/**
 * Serves the page of a folder, those files and no others, to who asks for them by a loopback name: another site's name
 * that leads here (DNS rebinding) is refused.
 * @throws UserError when the page was not built
 */
export function pageServer(folder: string): Server {
  const contents = new Map([...FILES].map(([path, [file, type]]) => [path, { type, bytes: read(folder, file) }]));
  return createServer(({ method, url = "/", headers }, response) => {
    const isLocal = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? "");
    const found = contents.get(url.replace(/[?#].*$/, ""));
    if (!isLocal || found === undefined || (method !== "GET" && method !== "HEAD")) {
      response.writeHead(isLocal ? 404 : 403, HEADERS).end();
      return;
    }
    response.writeHead(200, { ...HEADERS, "Content-Type": found.type, "Content-Length": found.bytes.length });
    response.end(method === "HEAD" ? undefined : found.bytes);
  });
}

function read(folder: string, file: string): Uint8Array {
  try {
    return readFileSync(join(folder, file));
  } catch (error) {
    throw new UserError(
      `${join(folder, file)}: cannot be read (${(error as NodeJS.ErrnoException).code}); run npm run build:web in a clone`,
    );
  }
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pageServer } from "../../src/cli/page-server.js";
import { invoke } from "./invoke.js";

let folder = "";
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "espdl-lab-served-"));
  for (const file of ["index.html", "app.js", "style.css"]) writeFileSync(join(folder, file), `this is ${file}`);
  writeFileSync(join(folder, "secret"), "no");
  server = pageServer(folder).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Status and body of a path, asked for as it stands. */
function ask(path: string, host = "localhost", method = "GET"): Promise<readonly [number, string]> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: "127.0.0.1", path, method, headers: { host: `${host}:${port}` } },
      (response) => {
        let body = "";
        response.on("data", (chunk) => (body += chunk));
        response.on("end", () => resolve([response.statusCode!, body]));
      },
    );
    asked.on("error", reject).end();
  });
}

test("the page's files and no others are served, to this computer's own names alone", async () => {
  expect(await ask("/")).toEqual([200, "this is index.html"]);
  expect(await ask("/app.js?x=1")).toEqual([200, "this is app.js"]);
  expect(await ask("/style.css", "127.0.0.1")).toEqual([200, "this is style.css"]);
  for (const path of ["/secret", "/../secret", "/%2e%2e/secret", "//app.js", "/app.js/", "*"])
    expect(await ask(path), path).toEqual([404, ""]);
  expect(await ask("/", "example.org")).toEqual([403, ""]);
  expect(await ask("/", "localhost", "POST")).toEqual([404, ""]);
});

test("a page that was not built, a port that is none or taken", async () => {
  expect(() => pageServer(join(folder, "none"))).toThrow(
    /index\.html: cannot be read \(ENOENT\); run npm run build:web/,
  );
  expect(await invoke("web", "--port", "70000")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--port 70000: give a port, 0 to 65535"),
  });
});

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recovered, replaceFolder } from "../../../src/base/files/replace-folder.js";
import { temporaryPath } from "../../../src/base/files/temporary.js";
import { writeFileAtomically } from "../../../src/base/files/write-file.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "espdl-there-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const at = (...path: string[]): string => join(root, ...path);
const text = (...path: string[]): string => readFileSync(at(...path), "utf8");

describe("a file", () => {
  test("that is a link stays one, also where its target does not exist yet", () => {
    mkdirSync(at("real"));
    symlinkSync("real/model.onnx", at("link"));
    symlinkSync("link", at("second"));
    writeFileAtomically(at("second"), "one");
    writeFileAtomically(at("link"), "two");
    expect([readlinkSync(at("link")), readlinkSync(at("second"))]).toEqual(["real/model.onnx", "link"]);
    expect(text("real", "model.onnx")).toBe("two");
    symlinkSync("circle", at("circle"));
    expect(() => writeFileAtomically(at("circle"), "x")).toThrow(/circle/);
  });

  test("keeps its mode", () => {
    writeFileAtomically(at("a"), "one");
    chmodSync(at("a"), 0o640);
    writeFileAtomically(at("a"), "two");
    expect(statSync(at("a")).mode & 0o777).toBe(0o640);
  });

  test("may have the longest name that a file system takes", () => {
    const name = "n".repeat(255);
    writeFileAtomically(at(name), "whole");
    expect(readdirSync(root)).toEqual([name]);
  });

  test("that is a pipe is refused and stays a pipe; a character device is written to and stays one", () => {
    execFileSync("mkfifo", [at("pipe")]);
    expect(() => writeFileAtomically(at("pipe"), "x")).toThrow(/pipe: cannot be written: it is a pipe; name a file/);
    expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
    writeFileAtomically("/dev/null", "x");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

/** A process number that nobody has any more. */
function deadProcess(): number {
  return Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
}
const nameOfDead = (path: string, kind: "new" | "old"): string =>
  temporaryPath(path, kind).replace(`-${process.pid}-`, `-${deadProcess()}-`);

describe("a folder whose process died", () => {
  const write = (content: string): void =>
    replaceFolder(
      at("t"),
      () => undefined,
      (folder) => writeFileSync(join(folder, "f"), content),
    );

  test("before the first rename: the old one stays, what was being written goes", () => {
    write("one");
    mkdirSync(nameOfDead(at("t"), "new"));
    expect(recovered(at("t"))).toBe(at("t"));
    expect(readdirSync(root)).toEqual(["t"]);
    expect(text("t", "f")).toBe("one");
  });

  test("between the renames: the old one comes back", () => {
    write("one");
    renameSync(at("t"), nameOfDead(at("t"), "old"));
    mkdirSync(nameOfDead(at("t"), "new"));
    recovered(at("t"));
    expect(readdirSync(root)).toEqual(["t"]);
    expect(text("t", "f")).toBe("one");
  });

  test("after the second: the new one stays", () => {
    write("one");
    renameSync(at("t"), nameOfDead(at("t"), "old"));
    mkdirSync(at("t"));
    write("two");
    expect(readdirSync(root)).toEqual(["t"]);
    expect(text("t", "f")).toBe("two");
  });

  test("what a living process is writing is left alone", () => {
    const living = temporaryPath(at("t"), "new");
    mkdirSync(living);
    write("one");
    expect(existsSync(living)).toBe(true);
  });

  test("a file's leftovers go with the next one of its name", () => {
    writeFileSync(nameOfDead(at("a.onnx"), "new"), "half");
    writeFileAtomically(at("a.onnx"), "whole");
    expect(readdirSync(root)).toEqual(["a.onnx"]);
  });
});

test("the folder that one is in is not replaced", () => {
  const here = process.cwd();
  const check = (): void => {
    throw new Error("must not be asked");
  };
  expect(() => replaceFolder(here, check, check)).toThrow(/is the folder that you are in/);
  expect(() => replaceFolder(join(here, ".."), check, check)).toThrow(/is the folder that you are in/);
});

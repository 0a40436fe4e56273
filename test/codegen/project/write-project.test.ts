import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTree } from "../../../src/codegen/project/file-tree.js";
import { writeProject } from "../../../src/codegen/project/write-project.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "espdl-project-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const project = (): string => join(root, "new_project");
const files = (source: string) =>
  new Map([
    ["main/app_main.c", source],
    ["CMakeLists.txt", "project(x)\n"],
  ]);
const at = (path: string): string => readFileSync(join(project(), path), "utf8");
const put = (path: string, text: string): void => {
  mkdirSync(join(project(), path, ".."), { recursive: true });
  writeFileSync(join(project(), path), text);
};
/** The folder above holds nothing but the project: no temporary folder is left. */
const expectNothingLeft = (): void => expect(readdirSync(root)).toEqual(["new_project"]);

test("a new project, then the same folder again", () => {
  writeProject(project(), files("one"));
  writeProject(project(), files("two"));
  expect(at("main/app_main.c")).toBe("two");
  expect(at("CMakeLists.txt")).toBe("project(x)\n");
  expectNothingLeft();
});

test("an empty folder and folders that do not exist yet are fine", () => {
  mkdirSync(project());
  writeProject(project(), files("one"));
  writeProject(join(root, "new_project", "a", "b"), files("one"));
  expect(at("a/b/main/app_main.c")).toBe("one");
});

test("somebody else's folder is left as it is", () => {
  put("thesis.txt", "years of work");
  expect(() => writeProject(project(), files("one"))).toThrow("was not made by espdl-lab");
  expect([...readTree(project()).keys()]).toEqual(["thesis.txt"]);
  expectNothingLeft();
});

test.each(["", "{}", '{"format":"espdl-lab-project","version":1,"files":{"a":3}}', "null"])(
  "a marker that is not one: %s",
  (marker) => {
    put(".espdl-lab.json", marker);
    expect(() => writeProject(project(), files("one"))).toThrow("was not made by espdl-lab");
    expectNothingLeft();
  },
);

test("a file in the way is left as it is, and a link to a project stays one", () => {
  writeFileSync(project(), "a file");
  expect(() => writeProject(project(), files("one"))).toThrow("was not made by espdl-lab");
  expect(readFileSync(project(), "utf8")).toBe("a file");
  const target = join(root, "target");
  writeProject(target, files("one"));
  rmSync(project());
  symlinkSync(target, project());
  writeProject(project(), files("two"));
  expect(readlinkSync(project())).toBe(target);
  expect(readFileSync(join(target, "main/app_main.c"), "utf8")).toBe("two");
});

test("a file of ours that was edited stops the export", () => {
  writeProject(project(), files("one"));
  put("main/app_main.c", "my own main");
  expect(() => writeProject(project(), files("two"))).toThrow("main/app_main.c: was edited since it was exported");
  expect(at("main/app_main.c")).toBe("my own main");
  expectNothingLeft();
});

test("what was added is kept, what a build left is not, what is no longer exported goes", () => {
  writeProject(project(), new Map([...files("one"), ["old.c", "old"]]));
  put("sdkconfig", "CONFIG_X=y");
  put("main/mine.c", "int mine;");
  put("build/host/firmware.elf", "binary");
  symlinkSync("mine.c", join(project(), "main/link.c"));
  writeProject(project(), files("two"));
  expect([at("sdkconfig"), at("main/mine.c"), at("main/link.c")]).toEqual(["CONFIG_X=y", "int mine;", "int mine;"]);
  expect(at("main/app_main.c")).toBe("two");
  expect(existsSync(join(project(), "build"))).toBe(false);
  expect(existsSync(join(project(), "old.c"))).toBe(false);
  expectNothingLeft();
});

test("an added file that a newer project has too stops the export", () => {
  writeProject(project(), files("one"));
  put("partitions.csv", "mine");
  const next = new Map([...files("two"), ["partitions.csv", "theirs"]]);
  expect(() => writeProject(project(), next)).toThrow("partitions.csv: is not a file of ours");
  expect([at("partitions.csv"), at("main/app_main.c")]).toEqual(["mine", "one"]);
  expectNothingLeft();
});

test("a folder that cannot be written is said in one line and leaves nothing", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => writeProject(join(root, "file", "new_project"), files("one"))).toThrow(
    /^[^\n]*cannot be written[^\n]*$/,
  );
  expect(readdirSync(root)).toEqual(["file"]);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { readFirmware } from "../../../src/boards/board/firmware.js";
import { APP_PARTITION } from "../../../src/codegen/memory/chip.js";
import type { FileTree } from "../../../src/codegen/project/file-tree.js";
import { buildProject, type ProjectModel } from "../../../src/codegen/project/project.js";
import { writeProject } from "../../../src/codegen/project/write-project.js";

const root = mkdtempSync(join(tmpdir(), "espdl-project-"));
afterAll(() => rmSync(root, { recursive: true }));

const model: ProjectModel = {
  files: new Map([
    ["metadata.json", "{}"],
    ["codegen/host/include/tvmgen_default.h", "#include <stdint.h>\n"],
    ["codegen/host/src/default_lib0.c", "int lib0;\n"],
    ["codegen/host/src/default_lib1.c", "int lib1;\n"],
    ["runtime/src/dense.c", "int dense;\n"],
  ]),
  kernels: "tvm",
  interface: { inputs: ["image_0"], outputs: ["scores"] },
  linkSource: '#include "espdl_link.h"\n',
  inputs: [new Tensor("float32", [1, 2], new Float32Array([0.5, 1]))],
  outputs: [{ dtype: "float32", shape: [1, 10] }],
};

/** A folder with files, for a template or a library. */
function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    writeFileSync(join(root, name, path), content);
  }
  return join(root, name);
}

const text = (files: FileTree, path: string): string => Buffer.from(files.get(path) ?? "(none)").toString();
const ORIGINALS_MAIN = "void app_main() {\n    .input = input_data,\n    .output = output_data,\n}\n";

describe("the project of our own template", () => {
  const { files, warnings } = buildProject(model);

  test("is the tutorial's tree", () => {
    expect(warnings).toEqual([]);
    const expected = [
      "CMakeLists.txt",
      "partitions.csv",
      "sdkconfig.defaults",
      ...["esp32", "esp32s2", "esp32s3", "esp32c3", "esp32p4"].map((chip) => `sdkconfig.defaults.${chip}`),
      ...["app_main.c", "input_data.h", "output_data.h", "CMakeLists.txt"].map((file) => `main/${file}`),
      "components/tvm_model/CMakeLists.txt",
      "components/tvm_model/crt_config/crt_config.h",
      "components/tvm_model/model/metadata.json",
      "components/tvm_model/model/codegen/host/src/default_lib1.c",
      "components/esp-dl/CMakeLists.txt",
      "components/esp-dl/include/esp_kernel.h",
      "components/esp-dl/src/esp_kernel.c",
      "components/espdl_link/CMakeLists.txt",
      "components/espdl_link/port.c",
      "components/espdl_link/espdl_link.h",
    ];
    expect([...files.keys()]).toEqual(expect.arrayContaining(expected));
    expect([...files.keys()].filter((path) => path.includes("/runtime/"))).toEqual([]);
  });

  test("every source and folder that a component names is there", () => {
    const lists = [...files.keys()].filter((path) => path.endsWith("/CMakeLists.txt"));
    expect(lists).toHaveLength(4);
    for (const list of lists) {
      const content = text(files, list);
      expect(content).toContain("idf_component_register(");
      const names = [...content.matchAll(/"([\w./-]+)"/g)].map(([, name]) => name!);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names.filter((found) => found !== "." && !found.startsWith("model/runtime/"))) {
        const path = `${dirname(list)}/${name}`;
        expect(
          [...files.keys()].some((file) => file === path || file.startsWith(`${path}/`)),
          path,
        ).toBe(true);
      }
    }
  });

  test("its partition table is the one that the memory report counts with", () => {
    const row = text(files, "partitions.csv")
      .split("\n")
      .find((line) => line.startsWith("factory"))!;
    expect(Number(row.split(",")[4])).toBe(APP_PARTITION);
  });

  test("a virtual board finds what to compile", async () => {
    writeProject(join(root, "ours"), files);
    const { sources, includes } = await readFirmware(join(root, "ours"));
    expect(sources).toContain("components/tvm_model/model/codegen/host/src/default_lib0.c");
    expect(sources).toContain("main/espdl_model.c");
    expect(sources).toContain("components/esp-dl/src/esp_kernel.c");
    expect(sources.some((source) => source.includes("espdl_link"))).toBe(false);
    expect(includes).toEqual(["components/tvm_model/model/codegen/host/include", "components/esp-dl/include"]);
  });

  test("the debug link can be left out", () => {
    expect(text(files, "sdkconfig.defaults")).not.toContain("ESPDL_LINK");
    expect(text(files, "main/Kconfig.projbuild")).toMatch(/config ESPDL_LINK\n.*\n +default y\n/);
    expect(text(buildProject(model, { link: false }).files, "sdkconfig.defaults")).toContain("CONFIG_ESPDL_LINK=n\n");
  });

  test("PSRAM only when it is asked for", () => {
    expect(text(files, "sdkconfig.defaults")).not.toContain("SPIRAM");
    expect(text(buildProject(model, { psram: true }).files, "sdkconfig.defaults")).toContain("CONFIG_SPIRAM=y\n");
  });
});

describe("Espressif's ESP-DL", () => {
  const library = {
    "CMakeLists.txt": "register_component()\n",
    "include/tvm/esp_kernel.h": "/* theirs */\n",
    "lib/esp32s3/libdl.a": "archive",
    "tools/secret.py": "not copied",
  };

  test("its include, lib and CMakeLists.txt are copied; the portable kernels stand beside it", () => {
    const { files, warnings } = buildProject(model, { espDlPath: folder("esp-dl", library) });
    expect(warnings).toEqual([]);
    const copied = [...files.keys()].filter((path) => path.startsWith("components/esp-dl/"));
    expect(copied).toEqual([
      "components/esp-dl/CMakeLists.txt",
      "components/esp-dl/include/tvm/esp_kernel.h",
      "components/esp-dl/lib/esp32s3/libdl.a",
    ]);
    expect(text(files, "components/esp-dl/include/tvm/esp_kernel.h")).toBe("/* theirs */\n");
    expect(files.has("components/tvm_model/model/runtime/include/espdl_kernels.h")).toBe(true);
    expect(files.has("components/tvm_model/model/runtime/src/esp_kernel.c")).toBe(false);
    const firmware = JSON.parse(text(files, "firmware.json")) as { sources: string[]; includes: string[] };
    expect(firmware.sources).toContain("components/tvm_model/portable/esp_kernel.c");
    expect(firmware.includes).toContain("components/tvm_model/portable");
  });

  test.each(["CMakeLists.txt", "include/tvm/esp_kernel.h", "lib/esp32s3/libdl.a"])(
    "without %s it is refused",
    (path) => {
      const { [path]: _, ...rest } = library as Record<string, string>;
      expect(() => buildProject(model, { espDlPath: folder(`without ${dirname(path)}`, rest) })).toThrow("ESP_DL_PATH");
    },
  );

  test("a path that is not there is told in one line", () => {
    expect(() => buildProject(model, { espDlPath: join(root, "nowhere") })).toThrow(
      /nowhere: cannot be read \(ENOENT\)/,
    );
  });
});

describe("a template of one's own", () => {
  test("is used as it is; the runner only where it serves", () => {
    const template = folder("template", {
      "main/app_main.c": ORIGINALS_MAIN,
      "notes.txt": "kept",
      "components/tvm_model/CMakeLists.txt": "idf_component_register(SRC_DIRS x)\n",
    });
    const { files, warnings } = buildProject(model, { template });
    expect(text(files, "notes.txt")).toBe("kept");
    expect(text(files, "main/app_main.c")).toContain(".image_0 = input_data,");
    expect([...files.keys()].some((path) => path.startsWith("components/espdl_link/"))).toBe(false);
    expect(files.has("components/esp-dl/src/esp_kernel.c")).toBe(true);
    expect(warnings).toEqual([]);
  });

  test("with its own components/esp-dl, which is left alone", () => {
    const template = folder("own", {
      "main/app_main.c": ORIGINALS_MAIN,
      "components/esp-dl/CMakeLists.txt": "mine\n",
      "components/tvm_model/CMakeLists.txt": "idf_component_register(REQUIRES esp-dl)\n",
    });
    const { files, warnings } = buildProject(model, { template });
    expect(text(files, "components/esp-dl/CMakeLists.txt")).toBe("mine\n");
    expect(files.has("components/tvm_model/model/runtime/src/dense.c")).toBe(true);
    expect(warnings).toEqual([expect.stringContaining("does not compile model/runtime/src")]);
  });

  test("without main/app_main.c it is refused", () => {
    expect(() => buildProject(model, { template: folder("empty", { "a.txt": "" }) })).toThrow("has no main/app_main.c");
  });
});

import { createRequire } from "node:module";

/** Reply to `kernel_info_request`. */
export function kernelInfo() {
  const { version } = createRequire(import.meta.url)("espdl-lab/package.json") as { version: string };
  return {
    status: "ok",
    protocol_version: "5.4",
    implementation: "espdl-lab",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: "5.9",
      mimetype: "text/x-typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `espdl-lab ${version}: TypeScript with the library as lab (Node ${process.versions.node})`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: "ESP-DL", url: "https://docs.espressif.com/projects/esp-dl/en/latest/" },
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    ],
  };
}

// Stand-in until the real one is here (owner: codegen). export-project.ts calls modelLibrary(program, plan, code) and
// wants { files: Map<path, text> of the Model Library Format tree, archive: bytes of model.tar }.
import type { Program } from "../../graph/program.js";
import type { GeneratedCode } from "../c/generate.js";
import type { MemoryPlan } from "../memory/plan.js";

export interface ModelLibrary {
  readonly files: ReadonlyMap<string, string>;
  readonly archive: Uint8Array;
}

export function modelLibrary(_program: Program, _plan: MemoryPlan, code: GeneratedCode): ModelLibrary {
  const files = new Map(code.files.map(({ path, text }) => [path, text]));
  files.set("metadata.json", "{}\n");
  const blocks: Buffer[] = [];
  for (const [path, text] of files) {
    const header = Buffer.alloc(512);
    const content = Buffer.from(text);
    header.write(`./${path}`, 0);
    header.write(content.length.toString(8).padStart(11, "0"), 124);
    header.write("ustar\0", 257);
    blocks.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return { files, archive: Buffer.concat([...blocks, Buffer.alloc(1024)]) };
}

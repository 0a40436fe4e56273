import type { Cell, Notebook } from "../../src/kernel/notebook/format.js";

export function codeCell(source: string, tags: readonly string[] = []): Cell {
  return { cell_type: "code", metadata: tags.length > 0 ? { tags } : {}, source, outputs: [], execution_count: null };
}

export function notebookOf(cells: readonly Cell[]): Notebook {
  const kernelspec = { name: "espdl-lab", display_name: "TypeScript (espdl-lab)", language: "typescript" };
  return { nbformat: 4, nbformat_minor: 4, metadata: { kernelspec }, cells };
}

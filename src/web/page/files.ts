import type { GivenFile } from "../protocol.js";

/** More bytes than any chip's model and its trace have. */
const LARGEST = 2 ** 30;
/** Files of a folder that are read; a trace has one a layer. */
const MOST = 20_000;

/** Files that were chosen, with their paths in the folder where one was. */
export async function chosenFiles(list: Iterable<File>): Promise<GivenFile[]> {
  const files = Array.from(list, (file) => [file.webkitRelativePath || file.name, file] as const);
  return read(files);
}

/** Files and folders that were dropped. */
export async function droppedFiles({ items }: DataTransfer): Promise<GivenFile[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: (readonly [string, File])[] = [];
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    if (files.length > MOST) throw new Error(`more than ${MOST} files: drop the model or the trace's folder alone`);
    if (entry instanceof FileSystemFileEntry || entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      files.push([entry.fullPath.replace(/^\//, ""), file]);
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) return;
      for (const inner of batch) await visit(inner);
    }
  };
  for (const entry of entries) await visit(entry);
  return read(files);
}

async function read(files: readonly (readonly [string, File])[]): Promise<GivenFile[]> {
  const total = files.reduce((sum, [, { size }]) => sum + size, 0);
  if (total > LARGEST)
    throw new Error(`${total} bytes in all, expected at most ${LARGEST}: no chip holds such a model`);
  return Promise.all(files.map(async ([name, file]) => ({ name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}

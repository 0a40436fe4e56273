import type { BoardOpened, BoardRow } from "../protocol.js";
import { element } from "./element.js";

const COLUMNS = ["#", "tensor", "operator", "type", "status", "differ", "largest", "first"];
/** A sign beside the colour. */
const SIGNS: Readonly<Record<BoardRow["status"], string>> = { equal: "=", differs: "≠", incomparable: "?" };

/** The tensors of a board, one a line, filled as they arrive. */
export interface BoardTable {
  readonly element: HTMLElement;
  readonly size: number;
  readonly filled: number;
  /** @returns how many are filled now */
  fill(row: BoardRow): number;
  clear(): void;
}

export function boardTable(layers: BoardOpened["layers"]): BoardTable {
  let filled = 0;
  const rows = new Map(
    layers.map(({ index, id, op, onnx, type }) => {
      const told = [
        element("td", {}),
        ...Array.from({ length: 2 }, () => element("td", { class: "number" })),
        element("td", {}),
      ];
      const row = element(
        "tr",
        {},
        element("td", { class: "number" }, String(index)),
        element("td", { class: "name", title: onnx.join(" + ") }, onnx.join(" + ") || id),
        element("td", {}, op),
        element("td", {}, type),
        ...told,
      );
      return [id, { row, told }] as const;
    }),
  );
  const set = (id: string, status: string, texts: readonly string[]): void => {
    const { row, told } = rows.get(id)!;
    row.className = status;
    told.forEach((cell, i) => {
      cell.textContent = texts[i] ?? "";
    });
  };
  const head = element("tr", {}, ...COLUMNS.map((title) => element("th", { scope: "col" }, title)));
  const body = element("tbody", {}, ...Array.from(rows.values(), ({ row }) => row));
  const table = element("table", { class: "nodes arrived" }, element("thead", {}, head), body);
  return {
    element: element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "what arrived" }, table),
    size: layers.length,
    get filled() {
      return filled;
    },
    fill({ id, status, share, largest, first }) {
      set(id, status, [`${SIGNS[status]} ${status}`, share, largest, first]);
      return ++filled;
    },
    clear() {
      filled = 0;
      for (const id of rows.keys()) set(id, "", []);
    },
  };
}

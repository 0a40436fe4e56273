import { type GoldenCase, goldenCases } from "../golden/cases.js";
import { absentTools, boardCosts, type CallCost, plans } from "./boards.js";

/** Prints a table: its title, its heads, its rows. */
type Print = (title: string, heads: readonly string[], rows: readonly (readonly string[])[]) => void;

/** Cases for which the vectors' README has the figures of TVM's own planner: workspace and code on x86-64 with -Os. */
const TVM: Readonly<Record<string, readonly [workspace: number, code: number]>> = {
  mobilenet96: [150_560, 8_548],
  mini_mobilenet: [51_200, 5_710],
  residual_add: [11_332, 1_823],
  tutorial_nhwc: [81_920, 2_731],
};

const bytes = (count: number | undefined): string => (count === undefined ? "" : count.toLocaleString("en-US"));

/** Instructions, memory and code size of the generated C. */
export async function benchBoards(print: Print): Promise<void> {
  arenas(print);
  const absent = absentTools();
  if (absent.length > 0) {
    process.stdout.write(`\nInstructions and code size need ${absent.join(", ")}.\n`);
    return;
  }
  const cases = goldenCases().filter(({ name }) => Object.hasOwn(TVM, name));
  const sizes: string[][] = [];
  for (const golden of cases) {
    const { calls, size } = await boardCosts(golden);
    if (golden.name === "mobilenet96" || golden.name === "tutorial_nhwc") instructions(print, golden, calls);
    sizes.push([golden.name, bytes(size.text), bytes(size.calls), bytes(TVM[golden.name]![1])]);
  }
  print(
    "Code on RV32IMC, -O2, bytes without weights",
    ["", "firmware with runner and kernels", "the model's calls", "TVM, all operators, x86-64 -Os"],
    sizes,
  );
}

function instructions(print: Print, { name }: GoldenCase, calls: readonly CallCost[]): void {
  const ratio = (count: number, products: number | undefined): string =>
    products === undefined ? "" : (count / products).toFixed(2);
  const isConvolution = ({ kernel }: CallCost): boolean => kernel.includes("conv2d_s8");
  const sum = (title: string, chosen: readonly CallCost[]): string[] => {
    const count = chosen.reduce((total, call) => total + call.instructions, 0);
    const products = chosen.reduce((total, call) => total + (call.products ?? 0), 0);
    return [title, bytes(count), bytes(products), ratio(count, products)];
  };
  print(
    `${name} on qemu-esp32c3 , whole calls (target: 5 instructions a product in inner loops; naive 8.3)`,
    ["", "instructions", "products", "instructions a product"],
    [
      ...calls.map((call) => [
        `${call.layer} ${call.kernel.replace(/^esp_dl_nn_|_wrapper$/g, "")}`,
        bytes(call.instructions),
        bytes(call.products),
        ratio(call.instructions, call.products),
      ]),
      sum("convolutions", calls.filter(isConvolution)),
      sum("all", calls),
    ],
  );
}

function arenas(print: Print): void {
  const all = plans();
  const above = ({ plan }: (typeof all)[number]): number =>
    plan.lowerBound === 0 ? 0 : (100 * (plan.arenaBytes - plan.lowerBound)) / plan.lowerBound;
  const worst = all.reduce((a, b) => (above(b) > above(a) ? b : a));
  const rows = all
    .filter((one) => Object.hasOwn(TVM, one.name))
    .map((one) => [
      one.name,
      bytes(one.plan.arenaBytes),
      bytes(one.plan.lowerBound),
      `${above(one).toFixed(1)} %`,
      bytes(TVM[one.name]![0]),
    ]);
  print(
    "Arena, bytes (target: 5 % above the lower bound, never above TVM's planner)",
    ["", "arena", "lower bound", "above", "TVM's planner"],
    [
      ...rows,
      [
        `worst of ${all.length} cases: ${worst.name}`,
        bytes(worst.plan.arenaBytes),
        bytes(worst.plan.lowerBound),
        `${above(worst).toFixed(1)} %`,
        "",
      ],
    ],
  );
}

import { Command } from "commander";

interface Row {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<Command>;
}

/** Every command in the order of the help. One is loaded when it is asked for: most need libraries that the others do not. */
const COMMANDS: readonly Row[] = [
  {
    name: "check",
    description: "whether a float model can run: all obstacles at once, what stays in float, and which chips have room",
    load: async () => (await import("./check.js")).checkCommand(),
  },
  {
    name: "convert",
    description: "turn a Keras, TensorFlow.js or TFLite model into ONNX, and prove that both compute the same",
    load: async () => (await import("./convert.js")).convertCommand(),
  },
  {
    name: "preprocess",
    description: "infer shapes and fold the float graph, as onnxruntime.quantization.preprocess does",
    load: async () => (await import("./preprocess.js")).preprocessCommand(),
  },
  {
    name: "quantize",
    description: "calibrate a float model on samples and quantize it to power-of-two int8",
    load: async () => (await import("./quantize.js")).quantizeCommand(),
  },
  {
    name: "analyse",
    description: "which layer of the int8 network costs what, and why; measured in the chip's integers",
    load: async () => (await import("./analyse.js")).analyseCommand(),
  },
  {
    name: "tune",
    description: "the cheapest remedies with which the int8 network reaches a goal, as a ladder and a recipe",
    load: async () => (await import("./tune.js")).tuneCommand(),
  },
  {
    name: "debug",
    description: "run the integer reference layer by layer and write every tensor as a trace",
    load: async () => (await import("./debug.js")).debugCommand(),
  },
  {
    name: "evaluate",
    description:
      "how good a model is on many samples, in the chip's integers; two models: the second against the first",
    load: async () => (await import("./evaluate.js")).evaluateCommand(),
  },
  {
    name: "diff",
    description: "compare two runs layer by layer: the first layer that differs, where in the tensor, how far",
    load: async () => (await import("./diff.js")).diffCommand(),
  },
  {
    name: "export",
    description: "compile a quantized model to C: model.tar and a project for ESP-IDF 5",
    load: async () => (await import("./export.js")).exportCommand(),
  },
  {
    name: "memory",
    description: "the memory plan of a quantized model: live bytes a layer, arena map, and which chips have room",
    load: async () => (await import("./memory.js")).memoryCommand(),
  },
  {
    name: "build",
    description: "compile a project for a board",
    load: async () => (await import("./build.js")).buildCommand(),
  },
  {
    name: "flash",
    description: "build a project and write it to a board",
    load: async () => (await import("./flash.js")).flashCommand(),
  },
  {
    name: "run",
    description: "run a project on a board: outputs, cost of each layer, stack",
    load: async () => (await import("./run-project.js")).runCommand(),
  },
  {
    name: "monitor",
    description: "print what a real board writes to its console, until Ctrl-C",
    load: async () => (await import("./monitor.js")).monitorCommand(),
  },
  {
    name: "capture",
    description: "run a project on a board and bring back its layers as a trace",
    load: async () => (await import("./capture.js")).captureCommand(),
  },
  {
    name: "bisect",
    description: "find the layer that makes a board differ, tell it from those that inherit, name the cause",
    load: async () => (await import("./bisect.js")).bisectCommand(),
  },
  {
    name: "notebook",
    description: "open JupyterLab on the lessons, or run a notebook without it",
    load: async () => (await import("./notebook.js")).notebookCommand(),
  },
  {
    name: "kernel",
    description: "the Jupyter kernel for TypeScript, with the library in it as lab",
    load: async () => (await import("./kernel.js")).kernelCommand(),
  },
  {
    name: "inspect",
    description: "what an .espdl model holds: graph, operators, exponents, layouts, memory",
    load: async () => (await import("./inspect.js")).inspectCommand(),
  },
  {
    name: "verify",
    description: "run the test inputs that an .espdl embeds and judge the outputs as the chip's own test() does",
    load: async () => (await import("./verify.js")).verifyCommand(),
  },
  {
    name: "lint",
    description: "what of an .espdl model will differ on the chip, told before it is flashed",
    load: async () => (await import("./lint.js")).lintCommand(),
  },
  {
    name: "pack",
    description: "put several .espdl models, encrypted or not, into one file; each keeps its file's name",
    load: async () => (await import("./pack.js")).packCommand(),
  },
  {
    name: "isa",
    description: "execute assembly of the ESP32-S3's and ESP32-P4's vector units",
    load: async () => (await import("./isa.js")).isaCommand(),
  },
  {
    name: "web",
    description: "serve the page that runs, lints and verifies models in a browser, and open it",
    load: async () => (await import("./web.js")).webCommand(),
  },
  {
    name: "tour",
    description: "the whole flow on a digit classifier: what `npm start` runs",
    load: async () => (await import("./tour.js")).tourCommand(),
  },
];

/**
 * The command of that name, whole; for any other word every command with its name and description alone, as the help and
 * the guesses at a misspelt name need no more.
 */
export async function loadCommands(name: string | undefined): Promise<Command[]> {
  const row = COMMANDS.find((candidate) => candidate.name === name);
  if (row === undefined) return COMMANDS.map((candidate) => described(new Command(candidate.name), candidate));
  return [described(await row.load(), row)];
}

function described(command: Command, { description }: Row): Command {
  return command.description(description);
}

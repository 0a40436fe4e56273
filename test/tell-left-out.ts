import { LEFT_OUT } from "./left-out.js";

/** Says after the run what was not run. */
export default function setup(): () => void {
  return () => {
    const reasons = [...LEFT_OUT.keys()].map((reason) => `  ${reason}`).join("\n");
    console.log(
      `\nLeft out, for \`npm run test:all\`: what needs\n${reasons}\nand five of six vectors that other programs made.`,
    );
  };
}

import type { FinishFamily } from "../product/change.js";

/** A relu too many, too few, or at another place. */
export const relu: FinishFamily = {
  family: "relu",
  changes({ finish }) {
    const look = "the activation argument of the call (ReLU or none), against the fused Relu node";
    if (finish.relu === "none") {
      return [
        {
          cause: "extra",
          text: "a relu that the model does not have",
          look,
          bits: 2,
          apply: (law) => ({ ...law, relu: "end" }),
        },
        {
          cause: "extra-before-bias",
          text: "a relu before the bias that the model does not have",
          look,
          bits: 5,
          apply: (law) => ({ ...law, relu: "before-bias" }),
        },
      ];
    }
    return [
      { cause: "missing", text: "the relu is missing", look, bits: 2, apply: (law) => ({ ...law, relu: "none" }) },
      {
        cause: "before-bias",
        text: "the relu comes before the bias instead of after it",
        look,
        bits: 4,
        apply: (law) => ({ ...law, relu: "before-bias" }),
      },
    ];
  },
};

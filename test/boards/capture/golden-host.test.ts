import { goldenOnBoard } from "./golden-boards.js";

goldenOnBoard("host", ["cc"], { plain: true, verdicts: true });

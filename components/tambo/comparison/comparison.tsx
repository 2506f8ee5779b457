import { block } from "../block/block.tsx";
import { ComparisonView, comparisonState } from "./comparison-view.tsx";
import { comparisonProps } from "./props.ts";
import { describeChoice } from "./weigh-options.ts";

/** A comparison in an answer. It keeps the user's weights and the option they chose. */
export default block(comparisonProps, comparisonState, ComparisonView, (props, { choice }) =>
  describeChoice(props, choice),
);

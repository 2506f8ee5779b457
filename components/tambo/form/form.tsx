import { block } from "../block/block.tsx";
import { formState } from "./answers.ts";
import { FormView } from "./form-view.tsx";
import { formProps } from "./props.ts";

/** A form in an answer. It keeps what is entered, and once sent it stays as a receipt. */
export default block(formProps, formState, FormView);

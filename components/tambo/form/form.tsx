"use client";

import { Block } from "../block/block.tsx";
import { useSavedState, useSavedStates } from "../block/use-saved-state.ts";
import { submittedState, type Values, valuesState } from "./answers.ts";
import { FormView } from "./form-view.tsx";
import { type FormProps, formProps } from "./props.ts";

const NOTHING_ENTERED: Values = {};

/** A form in an answer. It keeps what is entered, and once sent it stays as a receipt. */
export default function Form(props: Partial<FormProps>) {
  const saved = useSavedStates({
    values: useSavedState("values", valuesState, NOTHING_ENTERED),
    submitted: useSavedState("submitted", submittedState, null),
  });
  return <Block schema={formProps} props={props} saved={saved} View={FormView} />;
}

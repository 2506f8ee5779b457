"use client";

import { Block } from "../block/block.tsx";
import { useSay } from "../block/say.ts";
import { combineSaving, useSavedState } from "../block/use-saved-state.ts";
import { submittedState, type Values, valuesState } from "./answers.ts";
import { FormView } from "./form-view.tsx";
import { type FormProps, formProps } from "./props.ts";

const NOTHING_ENTERED: Values = {};

/** A form in an answer. It keeps what is entered, and once sent it stays as a receipt. */
export default function Form(props: Partial<FormProps>) {
  const [values, setValues, valuesSaving] = useSavedState("values", valuesState, NOTHING_ENTERED);
  const [submitted, setSubmitted, submittedSaving] = useSavedState(
    "submitted",
    submittedState,
    null,
  );
  const say = useSay();
  return (
    <Block schema={formProps} props={props}>
      {(phase) => (
        <FormView
          props={props}
          phase={phase}
          values={values}
          submitted={submitted}
          saving={combineSaving(valuesSaving, submittedSaving)}
          onValues={setValues}
          onSubmit={(sent, message) => {
            if (say(message)) setSubmitted({ at: new Date().toISOString(), values: sent });
          }}
        />
      )}
    </Block>
  );
}

import {
  array,
  boolean,
  enum as enumeration,
  type infer as Infer,
  number,
  object,
  string,
} from "zod";
import { asksForSecret } from "./asks-for-secret.ts";

export const FIELD_TYPES = [
  "text",
  "email",
  "number",
  "date",
  "select",
  "textarea",
  "checkbox",
] as const;

const field = object({
  name: string()
    .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/)
    .describe("Short name of the field, unique in the form: letters, digits and _"),
  label: string().min(1).max(80).describe("The question, as it is shown"),
  type: enumeration(FIELD_TYPES).describe("What kind of answer it takes"),
  required: boolean().optional().describe("True if the form cannot be sent without it"),
  options: array(string().min(1).max(80))
    .max(20)
    .optional()
    .describe("The choices of a select field"),
  min: number().optional().describe("Least number, or least characters of a text"),
  max: number().optional().describe("Highest number, or most characters of a text"),
  help: string().max(160).optional().describe("One sentence below the field"),
}).refine(({ name, label }) => !asksForSecret(name, label), {
  error: "a form must not ask for passwords, card numbers or other secrets",
});

/** All of it matters; send it in this order, so that fields can appear one by one. */
export const formProps = object({
  title: string().min(1).max(80).describe("What the form is"),
  purpose: string().max(160).describe("One sentence on what the answers are for"),
  submitLabel: string().min(1).max(40).describe("What the button does, such as 'Send report'"),
  fields: array(field)
    .max(12)
    .describe(
      "One to twelve questions. Never ask for passwords, card numbers or other secrets: such a form is not shown",
    ),
});

export type FormProps = Infer<typeof formProps>;
export type FieldType = FormProps["fields"][number]["type"];

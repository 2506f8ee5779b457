import { array, boolean, enum as enumeration, number, object, string } from "zod";
import { readDraft, readGrowingList } from "../block/draft.ts";

// What a form in a chat must never ask for: its answers become messages.
const SECRETS =
  /\b(pass ?(word|code|phrase)s?|pin code|cvv|cvc|(credit|debit|bank) card|card number|iban|social security|ssn|(api|secret|private) key|access token)\b/i;

/** Whether a field asks for a password, a card number or another secret, by its name or label. */
export function asksForSecret(name: string, label: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return SECRETS.test(words) || SECRETS.test(label);
}

const field = object({
  name: string()
    .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/)
    .describe("Short name of the field, unique in the form: letters, digits and _"),
  label: string().min(1).max(80).describe("The question, as it is shown"),
  type: enumeration(["text", "email", "number", "date", "select", "textarea", "checkbox"]).describe(
    "What kind of answer it takes",
  ),
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

/** A form as far as it has come. */
export function readForm(props: unknown, arriving: boolean) {
  const { fields, submitLabel, ...texts } = readDraft(formProps, props, arriving);
  return {
    ...texts,
    submitLabel: submitLabel || "Send",
    fields: fields.filter(({ name, label }) => name && label && !asksForSecret(name, label)),
    /** True while fields may still follow. */
    isGrowing: readGrowingList(props, "fields", arriving).growing,
  };
}

export type FormDraft = ReturnType<typeof readForm>;
export type FormField = FormDraft["fields"][number];

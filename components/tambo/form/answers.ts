import {
  boolean,
  email,
  type infer as Infer,
  iso,
  literal,
  object,
  record,
  string,
  union,
  type ZodType,
} from "zod";
import type { FormDraft, FormField } from "./props.ts";

/** What the user has entered: field name → text, or whether a box is ticked. */
const values = record(string(), union([string(), boolean()]));
export type Values = Infer<typeof values>;

export const formState = object({
  values: values.catch({}),
  /** What was sent, and when. Null before that. */
  submitted: object({ at: string(), values }).nullable().catch(null),
});
export type FormState = Infer<typeof formState>;

const LONGEST_TEXT = 2_000;

function textSchema({ min, max, required }: FormField): ZodType<string, string> {
  const least = min ?? (required ? 1 : 0);
  const most = max ?? LONGEST_TEXT;
  return string()
    .min(least, least > 1 ? `Use at least ${least} characters` : "Answer this question")
    .max(most, `Use at most ${most} characters`);
}

function numberSchema({ min, max }: FormField): ZodType<string, string> {
  return string()
    .refine((text) => text !== "" && Number.isFinite(Number(text)), "Enter a number")
    .refine((text) => min === null || Number(text) >= min, `Enter ${min} or more`)
    .refine((text) => max === null || Number(text) <= max, `Enter ${max} or less`);
}

function fieldSchema(field: FormField): ZodType<string, string> {
  switch (field.type) {
    case "email":
      return email("Enter an address like name@example.com");
    case "number":
      return numberSchema(field);
    case "date":
      return iso.date("Choose a day");
    case "select":
      return string().refine((text) => field.options.includes(text), "Choose one");
    default:
      return textSchema(field);
  }
}

/** The Zod schema of a form's answers, made from its fields. */
function answersSchema(fields: FormField[]) {
  return object(
    Object.fromEntries(
      fields.map((field) => {
        if (field.type === "checkbox") {
          const box = field.required ? literal(true, "Tick this to go on") : boolean();
          return [field.name, box];
        }
        const schema = string().trim().pipe(fieldSchema(field));
        return [field.name, field.required ? schema : union([literal(""), schema])];
      }),
    ),
  );
}

/** The answer as the field holds it; nothing entered is an empty one. */
export function readAnswer(field: FormField, values: Values): string | boolean {
  const value = values[field.name];
  if (field.type === "checkbox") return value === true;
  return typeof value === "string" ? value : "";
}

/** Field name → what is wrong with its answer; empty when the form can be sent. */
export function findFlaws(fields: FormField[], values: Values): Record<string, string> {
  const given = Object.fromEntries(fields.map((field) => [field.name, readAnswer(field, values)]));
  const result = answersSchema(fields).safeParse(given);
  const issues = result.success ? [] : result.error.issues.toReversed();
  return Object.fromEntries(
    issues.map((issue) => {
      const cause = issue.code === "invalid_union" ? issue.errors.at(-1)?.[0] : issue;
      return [String(issue.path[0]), cause?.message ?? issue.message];
    }),
  );
}

/** Label and answer of every field, in words. */
export function listAnswers(
  fields: FormField[],
  values: Values,
): [label: string, answer: string][] {
  return fields.map((field) => {
    const value = readAnswer(field, values);
    if (typeof value === "boolean") return [field.label, value ? "Yes" : "No"];
    return [field.label, value.trim() || "–"];
  });
}

/** The message that tells the model, and the reader of the thread, what was sent. */
export function describeAnswers({ title, fields }: FormDraft, values: Values): string {
  const lines = listAnswers(fields, values).map(([label, answer]) => `${label}: ${answer}`);
  return [`Form sent: ${title}`, ...lines].join("\n");
}

import { readGrowingList } from "../block/growing-list.ts";
import { readFields, readList, readText } from "../block/loose-values.ts";
import { asksForSecret } from "./asks-for-secret.ts";
import { FIELD_TYPES, type FieldType } from "./props.ts";

export interface FormField {
  name: string;
  label: string;
  type: FieldType;
  isRequired: boolean;
  options: string[];
  min?: number;
  max?: number;
  help: string;
}

/** A form as far as it has come. */
export interface FormDraft {
  title: string;
  purpose: string;
  submitLabel: string;
  fields: FormField[];
  /** True while fields may still follow. */
  isGrowing: boolean;
}

function readNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function readField(value: unknown): FormField {
  const { name, label, type, required, options, min, max, help } = readFields(value);
  return {
    name: readText(name),
    label: readText(label),
    type: FIELD_TYPES.find((known) => known === type) ?? "text",
    isRequired: required === true,
    options: readList(options).map(readText).filter(Boolean),
    min: readNumber(min),
    max: readNumber(max),
    help: readText(help),
  };
}

/** Reads props at any moment of their arrival, whatever they are. */
export function readForm(props: unknown, arriving: boolean): FormDraft {
  const { title, purpose, submitLabel } = readFields(props);
  const { items, growing } = readGrowingList(props, "fields", arriving);
  return {
    title: readText(title),
    purpose: readText(purpose),
    submitLabel: readText(submitLabel) || "Send",
    fields: items
      .map(readField)
      .filter(({ name, label }) => name && label && !asksForSecret(name, label)),
    isGrowing: growing,
  };
}

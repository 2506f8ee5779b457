import { clsx } from "clsx";
import { use, useId } from "react";
import { CircleAlert } from "#components/ui/icons.tsx";
import { OffContext } from "../block/parts.tsx";
import type { FormField as Field } from "./props.ts";

interface FormFieldProps {
  field: Field;
  value: string | boolean;
  flaw: string | undefined;
  onChange: (value: string | boolean) => void;
}

const CONTROL =
  "w-full rounded-control border border-line-strong bg-canvas px-3 text-control aria-invalid:border-danger aria-disabled:opacity-60";
const ONE_LINE = `${CONTROL} h-9 pointer-coarse:h-11`;

/** Before the name of a control: a form takes one called `elements`, say, for its own property. */
export const NAME = "answer.";

/** One question of a form; help and what is wrong are read with it. */
export function FormField({ field, value, flaw, onChange }: FormFieldProps) {
  const id = useId();
  const isOff = use(OffContext);
  const note = flaw ?? field.help;
  const control = {
    id,
    name: `${NAME}${field.name}`,
    required: field.required,
    "aria-invalid": flaw ? true : undefined,
    "aria-describedby": note ? `${id}-note` : undefined,
    "aria-disabled": isOff || undefined,
  };
  const text = {
    ...control,
    readOnly: isOff,
    value: String(value || ""),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  const isBox = field.type === "checkbox";
  return (
    <div className={clsx("space-y-1", isBox && "flex flex-wrap items-center gap-x-2.5")}>
      <label htmlFor={id} className={clsx("text-help", isBox ? "order-1" : "block font-medium")}>
        {field.label}
        {!field.required && !isBox && <span className="font-normal text-quiet"> (optional)</span>}
      </label>
      {isBox ? (
        <input
          {...control}
          type="checkbox"
          checked={value === true}
          onChange={(event) => !isOff && onChange(event.currentTarget.checked)}
          className="size-4 accent-brand aria-disabled:opacity-50 pointer-coarse:size-6"
        />
      ) : field.type === "textarea" ? (
        <textarea {...text} rows={3} className={`${CONTROL} py-2`} />
      ) : field.type === "select" ? (
        <select
          {...control}
          value={String(value)}
          onChange={(event) => !isOff && onChange(event.currentTarget.value)}
          className={ONE_LINE}
        >
          <option value="">Choose…</option>
          {field.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input
          {...text}
          type={field.type === "number" ? "text" : field.type}
          inputMode={field.type === "number" ? "decimal" : undefined}
          className={ONE_LINE}
        />
      )}
      {note && (
        <p
          id={`${id}-note`}
          className={clsx(
            "text-help",
            flaw ? "flex items-center gap-1 text-danger" : "text-quiet",
            isBox && "order-2 w-full",
          )}
        >
          {flaw && <CircleAlert aria-hidden className="size-3.5 shrink-0" />}
          {note}
        </p>
      )}
    </div>
  );
}

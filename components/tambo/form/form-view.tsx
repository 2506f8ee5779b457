import { type FormEvent, use, useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Check } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { ViewProps } from "../block/block.tsx";
import { BlockCard } from "../block/block-card.tsx";
import { formatCount } from "../block/format.ts";
import { Skeleton } from "../block/parts.tsx";
import { SayContext } from "../block/say.ts";
import { describeAnswers, type FormState, findFlaws, listAnswers, readAnswer } from "./answers.ts";
import { FormField, NAME } from "./form-field.tsx";
import { readForm } from "./props.ts";

/** A form at any moment of its arrival, and the receipt it becomes once it is sent. */
export default function FormView({ props, phase, state, saving, onChange }: ViewProps<FormState>) {
  const { values, submitted } = state;
  const say = use(SayContext);
  const form = useMemo(() => readForm(props, phase === "arriving"), [props, phase]);
  // Flaws are looked for when the form is sent, and from then on while they are mended.
  const [wasTried, setWasTried] = useState(false);
  const flaws = wasTried ? findFlaws(form.fields, values) : {};
  const count = form.fields.length;
  const isOff = phase !== "done";

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isOff) return;
    setWasTried(true);
    const found = findFlaws(form.fields, values);
    const flawed = form.fields.find(({ name }) => Object.hasOwn(found, name));
    if (flawed) {
      const control = event.currentTarget.elements.namedItem(NAME + flawed.name);
      if (control instanceof HTMLElement) control.focus();
    } else if (say(describeAnswers(form, values))) {
      onChange({ submitted: { at: new Date().toISOString(), values } });
    }
  }

  if (submitted) {
    return (
      <BlockCard
        phase={phase}
        title={form.title}
        subtitle={`Sent ${new Date(submitted.at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })}`}
        saving={saving}
        tools={
          <Tag tone="ok" icon={Check}>
            Sent
          </Tag>
        }
      >
        <dl className="grid gap-x-4 gap-y-2 px-4 pt-1 pb-4 text-control sm:grid-cols-3">
          {listAnswers(form.fields, submitted.values).map(([label, answer], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: fields keep their place, and two may share a label.
            <div key={index} className="contents">
              <dt className="text-quiet">{label}</dt>
              <dd className="whitespace-pre-wrap wrap-break-word sm:col-span-2">{answer}</dd>
            </div>
          ))}
        </dl>
      </BlockCard>
    );
  }
  return (
    <BlockCard
      phase={phase}
      title={form.title}
      subtitle={count > 0 && formatCount(count, "question")}
      saving={saving}
    >
      <form
        noValidate
        aria-label={form.title || "Form"}
        onSubmit={submit}
        className="min-h-64 space-y-4 px-4 pt-1 pb-4"
      >
        <p className="min-h-5 text-control text-quiet">{form.purpose}</p>
        {form.fields.map((field, index) => (
          <FormField
            // biome-ignore lint/suspicious/noArrayIndexKey: fields keep their place, and two may share a name, however wrong.
            key={`${field.name} ${index}`}
            field={field}
            value={readAnswer(field, values)}
            flaw={Object.hasOwn(flaws, field.name) ? flaws[field.name] : undefined}
            onChange={(value) => onChange({ values: { ...values, [field.name]: value } })}
          />
        ))}
        {form.isGrowing && (
          <div className="space-y-2">
            <Skeleton className="h-3 w-28" />
            <Skeleton className="h-9 w-full" />
          </div>
        )}
        {count === 0 && !form.isGrowing ? (
          <p className="text-control text-quiet">No questions</p>
        ) : (
          <Button type="submit" variant="solid" aria-disabled={isOff || undefined}>
            {form.submitLabel}
          </Button>
        )}
      </form>
    </BlockCard>
  );
}

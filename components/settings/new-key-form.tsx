import { ActionForm, type FormAction } from "./action-form.tsx";
import { CopyLine } from "./copy-line.tsx";
import { AreaField, TextField } from "./form-fields.tsx";

interface NewKeyFormProps {
  kind: "publishable" | "secret";
  action: FormAction;
}

/** Makes a key and shows it; a secret one this once. */
export function NewKeyForm({ kind, action }: NewKeyFormProps) {
  return (
    <div className="space-y-3">
      <ActionForm
        action={action}
        submitLabel={`Create ${kind} key`}
        isAnswerNews
        className="space-y-3 rounded-card border border-line bg-surface p-4"
      >
        <input type="hidden" name="kind" value={kind} />
        <TextField
          label={`Name of a new ${kind} key`}
          name="name"
          help="Where it is used, such as nightly import."
        />
        {kind === "publishable" && <OriginsField rows={2} />}
      </ActionForm>
    </div>
  );
}

/** Which pages may use a publishable key. */
export function OriginsField(props: { rows?: number; defaultValue?: string }) {
  return (
    <AreaField
      label="Allowed origins"
      name="allowedOrigins"
      help="One a line, such as https://app.example.com. Empty: pages of every origin may use the key."
      {...props}
    />
  );
}

interface NewKeyProps {
  kind: "publishable" | "secret";
  name: string;
  value: string;
}

/** A key that was just made. */
export function NewKey({ kind, name, value }: NewKeyProps) {
  const isSecret = kind === "secret";
  return (
    <div className="rounded-card border border-line bg-ok-soft/60">
      <p className="px-4 pt-3 text-control">
        <strong>{name} is created.</strong>{" "}
        {isSecret
          ? "Copy it now: it is shown this once. With it, a program can act for every user that it names; keep it out of pages and repositories."
          : "It may stand in a page, and can be read here later."}
      </p>
      <CopyLine label={isSecret ? "Secret key" : "Key"} value={value} />
    </div>
  );
}

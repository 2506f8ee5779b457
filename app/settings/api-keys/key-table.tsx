import { DialogForm } from "#components/settings/dialog-form.tsx";
import { OriginsField } from "#components/settings/new-key-form.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Time } from "#components/settings/time.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { listApiKeys } from "#lib/admin/api-keys.ts";
import { changeOrigins, revokeKey } from "./actions.tsx";

type ApiKey = Awaited<ReturnType<typeof listApiKeys>>[number];

const STOPS = {
  publishable:
    "Pages and programs that send this key get 401 within a second. Users and their threads are kept.",
  secret: "Programs that send this key get 401 within a second. Their users and threads are kept.",
};

/** The keys of a kind that are not revoked. */
export function KeyTable({ kind, keys }: { kind: ApiKey["kind"]; keys: ApiKey[] }) {
  return (
    <SettingsTable
      caption={kind === "publishable" ? "Publishable keys" : "Secret keys"}
      empty="No keys yet."
      items={keys}
      columns={{
        Name: (key) => (
          <>
            <span className="block font-medium">{nameOf(key)}</span>
            {key.isOwn && <Tag>Used by this app’s own pages</Tag>}
          </>
        ),
        Key: (key) => (
          <>
            <code className="block min-w-48 break-all">{key.value ?? key.hint}</code>
            {kind === "publishable" && (
              <span className="text-help text-quiet">
                {key.allowedOrigins?.join(", ") ?? "Every origin"}
              </span>
            )}
          </>
        ),
        Created: ({ createdAt }) => <Time at={createdAt} />,
        "Last used": ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : "Never"),
        Actions: (key) => (
          <div className="flex flex-wrap gap-2">
            {kind === "publishable" && (
              <DialogForm
                label="Origins…"
                of={`of ${nameOf(key)}`}
                variant="outline"
                title={`Allowed origins of ${nameOf(key)}`}
                text="Browsers let pages of these origins use the key, and this app’s own pages. Of all others, calls fail within seconds of the change."
                submitLabel="Save origins"
                values={{ id: key.id }}
                action={changeOrigins}
              >
                <OriginsField defaultValue={key.allowedOrigins?.join("\n")} />
              </DialogForm>
            )}
            {!key.isOwn && (
              <DialogForm
                label="Revoke…"
                of={nameOf(key)}
                title={`Revoke ${nameOf(key)}?`}
                text={`${STOPS[kind]} This cannot be undone.`}
                submitLabel="Revoke key"
                values={{ id: key.id }}
                action={revokeKey}
              />
            )}
          </div>
        ),
      }}
    />
  );
}

function nameOf({ isOwn, name, hint, id }: ApiKey): string {
  return name ?? (isOwn ? "Default" : (hint ?? id));
}

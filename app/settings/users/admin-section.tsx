import { DialogForm } from "#components/settings/dialog-form.tsx";
import { SettingsSection } from "#components/settings/settings-frame.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { listAdmins } from "#lib/admin/admins.ts";
import { ownerName } from "#lib/admin/owners.ts";
import { dismissAdmin } from "./actions.tsx";

/** Who may see and change the settings. */
export function AdminSection({ named, claimed }: Awaited<ReturnType<typeof listAdmins>>) {
  const isOnlyOne = named.length + claimed.length === 1;
  return (
    <SettingsSection title="Admins" text="They see and change these settings.">
      <SettingsTable
        caption="Admins"
        empty="No admins."
        items={[
          ...named.map((entry) => ({ id: `named ${entry}`, name: entry, owner: "" })),
          ...claimed.map(({ ownerId: id, name, email }) => ({
            id,
            name: ownerName({ id, name, email }),
            owner: id,
          })),
        ]}
        columns={{
          Admin: ({ name, owner }) =>
            owner ? (
              <>
                <span className="block font-medium">{name}</span>
                <code className="text-help text-quiet">{owner}</code>
              </>
            ) : (
              <code>{name}</code>
            ),
          How: ({ owner }) => (owner ? "By a claim link or command" : <Tag>Named by ADMINS</Tag>),
          Actions: ({ name, owner }) =>
            !owner ? (
              "Change ADMINS and start again"
            ) : isOnlyOne ? (
              "The only admin: name another in ADMINS first"
            ) : (
              <DialogForm
                label="Remove as admin…"
                of={name}
                title={`Remove ${name} as admin?`}
                text="This user can no longer open the settings. The account, its threads and its sessions are kept."
                submitLabel="Remove as admin"
                values={{ owner }}
                action={dismissAdmin}
              />
            ),
        }}
      />
    </SettingsSection>
  );
}

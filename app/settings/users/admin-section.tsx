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
        columns={["Admin", "How", "Actions"]}
        empty="No admins."
        rows={[
          ...named.map((entry) => ({
            key: `named ${entry}`,
            cells: {
              Admin: <code>{entry}</code>,
              How: <Tag>Named by ADMINS</Tag>,
              Actions: "Change ADMINS and start again",
            },
          })),
          ...claimed.map(({ ownerId: id, name: given, email }) => {
            const name = ownerName({ id, name: given, email });
            return {
              key: id,
              cells: {
                Admin: (
                  <>
                    <span className="block font-medium">{name}</span>
                    <code className="text-help text-quiet">{id}</code>
                  </>
                ),
                How: "By a claim link or command",
                Actions: isOnlyOne ? (
                  "The only admin: name another in ADMINS first"
                ) : (
                  <DialogForm
                    label="Remove as admin…"
                    of={name}
                    title={`Remove ${name} as admin?`}
                    text="This user can no longer open the settings. The account, its threads and its sessions are kept."
                    submitLabel="Remove as admin"
                    values={{ owner: id }}
                    action={dismissAdmin}
                  />
                ),
              },
            };
          }),
        ]}
      />
    </SettingsSection>
  );
}

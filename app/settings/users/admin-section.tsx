import { DialogForm } from "#components/settings/dialog-form.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { listAdmins } from "#lib/admin/admins.ts";
import { ownerName } from "#lib/admin/owners.ts";
import { dismissAdmin } from "./actions.ts";

/** Who may see and change the settings. */
export function AdminSection({ named, claimed }: Awaited<ReturnType<typeof listAdmins>>) {
  const isOnlyOne = named.length + claimed.length === 1;
  return (
    <section className="space-y-3">
      <div>
        <h2 className="text-section font-semibold">Admins</h2>
        <p className="text-help text-quiet">They see and change these settings.</p>
      </div>
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
          ...claimed.map(({ ownerId, name, email }) => ({
            key: ownerId,
            cells: {
              Admin: (
                <>
                  <span className="block font-medium">
                    {ownerName({ id: ownerId, name, email })}
                  </span>
                  <code className="text-help text-quiet">{ownerId}</code>
                </>
              ),
              How: "By the claim link",
              Actions: isOnlyOne ? (
                "The only admin: name another in ADMINS first"
              ) : (
                <DialogForm
                  label="Remove as admin…"
                  of={ownerName({ id: ownerId, name, email })}
                  title={`Remove ${ownerName({ id: ownerId, name, email })} as admin?`}
                  text="This user can no longer open the settings. The account, its threads and its sessions are kept."
                  submitLabel="Remove as admin"
                  values={{ owner: ownerId }}
                  action={dismissAdmin}
                />
              ),
            },
          })),
        ]}
      />
    </section>
  );
}

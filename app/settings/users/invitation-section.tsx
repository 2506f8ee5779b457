import { ActionForm } from "#components/settings/action-form.tsx";
import { DialogForm } from "#components/settings/dialog-form.tsx";
import { TextField } from "#components/settings/form-fields.tsx";
import { SettingsSection } from "#components/settings/settings-frame.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Time } from "#components/settings/time.tsx";
import type { listInvitations } from "#lib/admin/admission.ts";
import { makeInvitation, withdraw } from "./actions.tsx";

interface InvitationSectionProps {
  invitations: Awaited<ReturnType<typeof listInvitations>>;
}

/** Who is invited and has not come yet, with SIGN_UP=invited. */
export function InvitationSection({ invitations }: InvitationSectionProps) {
  return (
    <SettingsSection
      title="Invitations"
      text="New users come in by a link, which works once and for seven days."
    >
      <SettingsTable
        caption="Invitations"
        empty="Nobody is invited."
        items={invitations}
        columns={{
          For: ({ name }) => <span className="font-medium">{name}</span>,
          Until: ({ expiresAt }) => <Time at={expiresAt} />,
          Actions: ({ id, name }) => (
            <DialogForm
              label="Withdraw…"
              of={name}
              title={`Withdraw the invitation for ${name}?`}
              text="Its link does not work any more. Who has come in by it stays."
              submitLabel="Withdraw"
              values={{ id }}
              action={withdraw}
            />
          ),
        }}
      />
      <ActionForm
        action={makeInvitation}
        submitLabel="Invite"
        isAnswerNews
        className="space-y-3 rounded-card border border-line bg-surface p-4"
      >
        <TextField
          label="For whom"
          name="name"
          help="For this list alone, such as a name. You send the link yourself."
        />
      </ActionForm>
    </SettingsSection>
  );
}

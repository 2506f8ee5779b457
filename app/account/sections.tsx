import type { AccountAdapter } from "#adapters/session.ts";
import { ActionForm } from "#components/settings/action-form.tsx";
import { DialogForm } from "#components/settings/dialog-form.tsx";
import { PasswordInput, TextField } from "#components/settings/form-fields.tsx";
import { SettingsSection } from "#components/settings/settings-frame.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Time } from "#components/settings/time.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { change } from "./actions.tsx";
import { describeDevice } from "./describe-device.ts";

type Account = Awaited<ReturnType<AccountAdapter["read"]>>;

/** The frame of words in a form's place. */
export const CARD = "rounded-card border border-line bg-surface p-4 text-control";

/** The second step of a sign-in, on or off. */
export function SecondStepSection({ hasPassword, hasSecondStep }: Account) {
  return (
    <SettingsSection
      title="Second step"
      text="After your password, a code of an authenticator app is asked for."
      tools={hasSecondStep ? <Tag tone="ok">On</Tag> : <Tag>Off</Tag>}
    >
      {hasSecondStep ? (
        <>
          <ActionForm action={change.bind(null, "codes")} submitLabel="Make new recovery codes">
            <PasswordInput label="Password" name="password" help="The old codes are void then." />
          </ActionForm>
          <DialogForm
            label="Turn off…"
            of="the second step"
            title="Turn the second step off?"
            text="Your password alone opens your account then. The recovery codes are void."
            submitLabel="Turn off"
            action={change.bind(null, "step-off")}
          >
            <PasswordInput label="Password" name="password" />
          </DialogForm>
        </>
      ) : hasPassword ? (
        <ActionForm action={change.bind(null, "step-begun")} submitLabel="Set up">
          <PasswordInput label="Password" name="password" />
        </ActionForm>
      ) : (
        <p className={CARD}>It comes after a password, and your account has none.</p>
      )}
    </SettingsSection>
  );
}

export function PasskeyTable({ passkeys }: Pick<Account, "passkeys">) {
  return (
    <SettingsTable
      caption="Passkeys"
      empty="No passkeys yet."
      items={passkeys}
      columns={{
        Name: ({ name }) => <span className="font-medium">{name}</span>,
        Added: ({ createdAt }) => <Time at={createdAt} />,
        Actions: ({ id, name }) => (
          <div className="flex flex-wrap gap-2">
            <DialogForm
              label="Rename…"
              of={name}
              variant="outline"
              title={`Rename ${name}`}
              text="The name is for you alone, to tell your passkeys apart."
              submitLabel="Rename"
              values={{ id }}
              action={change.bind(null, "passkey-renamed")}
            >
              <TextField label="Name" name="name" defaultValue={name} maxLength={100} />
            </DialogForm>
            <DialogForm
              label="Remove…"
              of={name}
              title={`Remove ${name}?`}
              text="Nobody can sign in with it any more. Your sessions go on. Remove it on the device as well."
              submitLabel="Remove passkey"
              values={{ id }}
              action={change.bind(null, "passkey-removed")}
            />
          </div>
        ),
      }}
    />
  );
}

/** Where the user is signed in. */
export function SessionTable({ sessions }: Pick<Account, "sessions">) {
  return (
    <SettingsTable
      caption="Sessions"
      empty="No sessions."
      items={sessions.map((session) => ({
        ...session,
        device: describeDevice(session.userAgent ?? ""),
      }))}
      columns={{
        Device: ({ device }) => <span className="font-medium">{device}</span>,
        "Signed in": ({ createdAt }) => <Time at={createdAt} />,
        "Last seen": ({ updatedAt }) => <Time at={updatedAt} />,
        Actions: ({ id, device, isCurrent }) =>
          isCurrent ? (
            <Tag tone="accent">This one</Tag>
          ) : (
            <DialogForm
              label="End…"
              of={`the session of ${device}`}
              title={`End the session of ${device}?`}
              text="It is signed out within a second, and answers that are being written there end. Your threads are kept."
              submitLabel="End session"
              values={{ id }}
              action={change.bind(null, "session")}
            />
          ),
      }}
    />
  );
}

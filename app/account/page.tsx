import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { accountAdapter, sessionAdapter } from "#adapters/session.ts";
import { ActionForm } from "#components/settings/action-form.tsx";
import { DialogForm } from "#components/settings/dialog-form.tsx";
import { PasswordInput, TextField } from "#components/settings/form-fields.tsx";
import { OwnPage, SettingsSection } from "#components/settings/settings-frame.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { currentUser } from "../current-user.ts";
import { ProviderPage } from "../sign-in/provider-page.tsx";
import { change } from "./actions.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { CARD, PasskeyTable, SecondStepSection, SessionTable } from "./sections.tsx";

export const metadata: Metadata = { title: "Account" };

const DONE = new Map([
  ["renamed", "Name saved"],
  ["address-asked", "A mail is on its way to the new address"],
  ["address", "Address changed"],
  ["password", "Password changed"],
  ["session", "Session ended"],
  ["step-on", "Second step is on"],
  ["step-off", "Second step is off"],
  ["passkey-added", "Passkey added"],
  ["passkey-renamed", "Passkey renamed"],
  ["passkey-removed", "Passkey removed"],
]);

interface PageProps {
  searchParams: Promise<{ done?: string | string[] }>;
}

/** The user's own account, where it is kept here, or a component of the provider's for it. */
export default async function AccountPage({ searchParams }: PageProps) {
  const { accountPath } = await sessionAdapter();
  if (!accountPath) notFound();
  const user = await currentUser();
  if (!user || user.isGuest) redirect(withReturnTo("/sign-in", accountPath));
  const adapter = await accountAdapter();
  if (!adapter) return <ProviderPage name="account" returnTo="/" />;
  const account = await adapter.read();
  const done = DONE.get(String((await searchParams).done));
  return (
    <OwnPage title="Account" notice={done}>
      <SettingsSection title="Profile" text={`You sign in as ${account.email}.`}>
        <ActionForm action={change.bind(null, "renamed")} submitLabel="Save name">
          <TextField label="Name" name="name" autoComplete="name" defaultValue={account.name} />
        </ActionForm>
      </SettingsSection>
      {account.takesAddress ? (
        <SettingsSection
          title="Address"
          text="A mail to the new one has a link, by which you sign in with it from then on."
        >
          <ActionForm action={change.bind(null, "address-asked")} submitLabel="Change address">
            <TextField label="New e-mail address" name="email" type="email" required />
            {account.hasPassword ? <PasswordInput label="Password" name="password" /> : null}
          </ActionForm>
        </SettingsSection>
      ) : null}
      <SettingsSection title="Password" text="A new one ends your other sessions.">
        {account.hasPassword ? (
          <ActionForm action={change.bind(null, "password")} submitLabel="Change password">
            <PasswordInput label="Present password" name="password" />
            <PasswordInput label="New password" name="next" help="At least 8 characters" isNew />
          </ActionForm>
        ) : (
          <p className={CARD}>Your account has none.</p>
        )}
      </SettingsSection>
      <SecondStepSection {...account} />
      {account.takesPasskeys ? (
        <SettingsSection
          title="Passkeys"
          text="You sign in with one by a finger, a face or a PIN of your device, without your password."
        >
          <PasskeyTable {...account} />
          <AddPasskey part={await readClientPart()} />
        </SettingsSection>
      ) : null}
      <SettingsSection title="Sessions" text="Where you are signed in.">
        <SessionTable {...account} />
      </SettingsSection>
      {account.links.length > 0 ? (
        <SettingsSection title="Linked sign-ins" text="You can sign in with these, too.">
          <ul className={`space-y-4 ${CARD}`}>
            {account.links.map(({ id, providerId }) => (
              <li key={id} className="capitalize">
                {providerId}
              </li>
            ))}
          </ul>
        </SettingsSection>
      ) : null}
      <SettingsSection title="Delete account" text="With everything that is kept about you.">
        <DialogForm
          label="Delete account…"
          title="Delete your account?"
          text="Your account, all your threads and everything in them are gone for good. Every browser and device of yours is signed out."
          submitLabel="Delete account"
          action={change.bind(null, "deleted")}
        >
          {account.hasPassword ? <PasswordInput label="Password" name="password" /> : null}
        </DialogForm>
      </SettingsSection>
    </OwnPage>
  );
}

import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { readOrganizations } from "#adapters/organizations.ts";
import { ActionForm, type FormAction } from "#components/settings/action-form.tsx";
import { TextField } from "#components/settings/form-fields.tsx";
import { OwnPage, SettingsSection } from "#components/settings/settings-frame.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { currentUser } from "../current-user.ts";
import { foundOrganization, invite, join, switchOrganization } from "./actions.ts";

export const metadata: Metadata = { title: "Organisation" };

const BOX = "rounded-card border border-line bg-surface p-4 text-control";

interface PageProps {
  searchParams: Promise<{ done?: string | string[] }>;
}

/** Where users choose the organisation that they act in, where those are kept here. */
export default async function OrganizationPage({ searchParams }: PageProps) {
  const adapter = (await readOrganizations()) ?? notFound();
  const user = await currentUser();
  if (!user || user.isGuest) redirect(withReturnTo("/sign-in", "/organization"));
  const { active, organizations, invitations } = await adapter.read();
  const isInvited = (await searchParams).done === "invited";
  const places = [{ id: "", name: "Personal" }, ...organizations];
  return (
    <OwnPage title="Organisation" notice={isInvited ? "Invited" : undefined}>
      <SettingsSection title="Your organisations" text="Each has threads of its own.">
        <ul className="space-y-2">
          {places.map((place) => (
            <Place
              key={place.id}
              {...place}
              action={(active ?? "") === place.id ? undefined : switchOrganization}
              label={`Switch to ${place.name}`}
            />
          ))}
          {invitations.map((invitation) => (
            <Place
              key={invitation.id}
              {...invitation}
              action={join}
              label={`Join ${invitation.name}`}
            />
          ))}
        </ul>
      </SettingsSection>
      {active ? (
        <SettingsSection
          title="Invite"
          text="Whoever has this address, and has confirmed it here, finds the invitation on this page."
        >
          <ActionForm action={invite} submitLabel="Invite">
            <TextField label="E-mail" name="email" maxLength={254} />
          </ActionForm>
        </SettingsSection>
      ) : null}
      <SettingsSection title="New organisation" text="You are its owner.">
        <ActionForm action={foundOrganization} submitLabel="Create">
          <TextField label="Name" name="name" maxLength={100} />
        </ActionForm>
      </SettingsSection>
    </OwnPage>
  );
}

interface PlaceProps {
  id: string;
  name: string;
  /** Absent where the user is. */
  action?: FormAction;
  label: string;
}

function Place({ id, name, action, label }: PlaceProps) {
  return (
    <li className={`flex flex-wrap items-center justify-between gap-2 ${BOX}`}>
      <span className="font-medium">{name}</span>
      {action ? (
        <ActionForm action={action} submitLabel={label} className="flex items-center gap-2">
          <input type="hidden" name="id" value={id} />
        </ActionForm>
      ) : (
        <Tag tone="accent">This one</Tag>
      )}
    </li>
  );
}

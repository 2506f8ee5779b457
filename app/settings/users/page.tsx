import { z } from "zod";
import { DialogForm } from "#components/settings/dialog-form.tsx";
import { TextField } from "#components/settings/form-fields.tsx";
import { SettingsFrame } from "#components/settings/settings-frame.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Time } from "#components/settings/time.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { listAdmins } from "#lib/admin/admins.ts";
import { listInvitations } from "#lib/admin/admission.ts";
import { listOwners, ownerName } from "#lib/admin/owners.ts";
import { appEnv } from "#lib/base/env.ts";
import { adminName, adminTitle, currentAdmin } from "../../current-admin.ts";
import { addressOf, type PageProps, parameter } from "../search-params.ts";
import { deleteUser, signOutUser } from "./actions.tsx";
import { AdminSection } from "./admin-section.tsx";
import { InvitationSection } from "./invitation-section.tsx";

const PAGE = 20;
const DONE = {
  "signed-out": "Signed out everywhere",
  deleted: "Deleted with all data",
  "admin-removed": "Admin removed",
  withdrawn: "Invitation withdrawn",
};

const query = z.object({
  search: parameter(z.string().trim().min(1).max(100)),
  done: parameter(z.enum(["signed-out", "deleted", "admin-removed", "withdrawn"])),
  seen: parameter(z.coerce.date()),
  after: parameter(z.string().max(22)),
});

export const generateMetadata = () => adminTitle("Users");

export default async function UsersPage({ searchParams }: PageProps) {
  const admin = await currentAdmin();
  const { search, done, seen, after } = query.parse(await searchParams);
  const page = { search, after: seen && after ? { lastSeenAt: seen, id: after } : undefined };
  const found = await listOwners(admin.projectId, PAGE + 1, page);
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  return (
    <SettingsFrame
      title="Users"
      intro="Everybody who has been here, last seen first."
      admin={adminName(admin)}
      notice={done ? DONE[done] : undefined}
    >
      <form className="flex items-center gap-2">
        <input
          type="search"
          name="search"
          aria-label="Search users"
          placeholder="Name or e-mail"
          defaultValue={search}
          className="h-9 w-full max-w-form rounded-control border border-line-strong bg-surface px-3 text-control pointer-coarse:h-11"
        />
        <Button type="submit" variant="outline">
          Search
        </Button>
      </form>
      <SettingsTable
        caption="Users"
        empty={search ? `No user matches ${search}.` : "No users yet."}
        items={shown.map((owner) => ({ ...owner, title: ownerName(owner) }))}
        columns={{
          User: (owner) => (
            <>
              <span className="block font-medium">{owner.title}</span>
              <span className="block text-help text-quiet">{owner.email}</span>
              {owner.organization ? (
                <span className="block text-help text-quiet">in {owner.organization}</span>
              ) : null}
              <PageLink
                href={`/settings/activity?period=30d&owner=${owner.id}`}
                className="font-mono text-help text-quiet underline"
              >
                {owner.id}
              </PageLink>
            </>
          ),
          Threads: (owner) => (
            <>
              <span className="tabular-nums">{owner.threads}</span>
              {owner.thumbsUp + owner.thumbsDown > 0 ? (
                <span className="block whitespace-nowrap text-help text-quiet tabular-nums">
                  {owner.thumbsUp} good, {owner.thumbsDown} bad
                </span>
              ) : null}
            </>
          ),
          "Last seen": ({ lastSeenAt }) => <Time at={lastSeenAt} />,
          Actions: ({ id, title, threads }) => (
            <div className="flex flex-wrap gap-2">
              <DialogForm
                label="Sign out everywhere…"
                of={title}
                variant="outline"
                title={`Sign ${title} out everywhere?`}
                text="Every browser and device of this user is signed out within a second, and answers that are being written end. Threads are kept, and the user can sign in again. A program that exchanges tokens of the provider or of a trusted issuer can continue with a newer token: end its session there, too."
                submitLabel="Sign out"
                values={{ owner: id }}
                action={signOutUser}
              />
              <DialogForm
                label="Delete…"
                of={title}
                title={`Delete ${title} with all data?`}
                text={`${threads === 1 ? "One thread" : `${threads} threads`} and everything in them are gone for good, and every session ends. An admin loses that right, unless ADMINS names them. The account at the provider is kept.`}
                submitLabel="Delete user"
                values={{ owner: id }}
                action={deleteUser}
              >
                <TextField label={`Type ${title} to confirm`} name="name" />
              </DialogForm>
            </div>
          ),
        }}
      />
      {last && found.length > PAGE && (
        <PageLink
          href={addressOf("users", { search, seen: last.lastSeenAt.toISOString(), after: last.id })}
          className={buttonClass({ variant: "outline" })}
        >
          More
        </PageLink>
      )}
      {appEnv().SIGN_UP === "invited" && (
        <InvitationSection invitations={await listInvitations(admin.projectId)} />
      )}
      <AdminSection {...(await listAdmins(admin.projectId))} />
    </SettingsFrame>
  );
}

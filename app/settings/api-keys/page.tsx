import { NewKeyForm } from "#components/settings/new-key-form.tsx";
import { SettingsFrame, SettingsSection } from "#components/settings/settings-frame.tsx";
import { listApiKeys } from "#lib/admin/api-keys.ts";
import { adminName, adminTitle, currentAdmin } from "../../current-admin.ts";
import type { PageProps } from "../search-params.ts";
import { createKey } from "./actions.tsx";
import { KeyTable } from "./key-table.tsx";

const LISTS = [
  {
    kind: "publishable",
    title: "Publishable keys",
    text: "They are part of web pages and name the project. On their own they give access to nothing.",
  },
  {
    kind: "secret",
    title: "Secret keys",
    text: "For your servers: with a secret key, a program can act for any user by a userKey. They are refused from a page.",
  },
] as const;

export const generateMetadata = () => adminTitle("API keys");

export default async function ApiKeysPage({ searchParams }: PageProps) {
  const admin = await currentAdmin();
  const { done } = await searchParams;
  const keys = await listApiKeys(admin.projectId);
  return (
    <SettingsFrame
      title="API keys"
      intro="What clients send as x-api-key."
      admin={adminName(admin)}
      notice={done === "revoked" ? "Key revoked" : undefined}
    >
      {LISTS.map(({ kind, title, text }) => (
        <SettingsSection key={kind} title={title} text={text}>
          <KeyTable kind={kind} keys={keys.filter((key) => key.kind === kind)} />
          <NewKeyForm kind={kind} action={createKey} />
        </SettingsSection>
      ))}
    </SettingsFrame>
  );
}

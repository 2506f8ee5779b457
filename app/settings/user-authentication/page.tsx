import { z } from "zod";
import { providerTrust } from "#adapters/trust.ts";
import { CopyLine } from "#components/settings/copy-line.tsx";
import { SettingsFrame, SettingsSection } from "#components/settings/settings-frame.tsx";
import { StrategyForm } from "#components/settings/strategy-form.tsx";
import { TokenInspector } from "#components/settings/token-inspector.tsx";
import { TriangleAlert } from "#components/ui/icons.tsx";
import { getStrategy, listIssuers } from "#lib/admin/trusted-issuers.ts";
import { appEnv } from "#lib/base/env.ts";
import { tokenEndpoint } from "#lib/identity/signing-keys.ts";
import { adminName, adminTitle, currentAdmin } from "../../current-admin.ts";
import { type PageProps, parameter } from "../search-params.ts";
import { inspect, saveStrategy } from "./actions.tsx";
import { IssuerSection } from "./issuer-section.tsx";

const DONE = { strategy: "Strategy saved", issuer: "Issuer saved", removed: "Issuer removed" };

const query = z.object({
  done: parameter(z.enum(["strategy", "issuer", "removed"])),
  issuer: parameter(z.string().max(36)),
  address: parameter(z.string().max(500)),
});

export const generateMetadata = () => adminTitle("User authentication");

export default async function UserAuthenticationPage({ searchParams }: PageProps) {
  const admin = await currentAdmin();
  const { done, issuer, address } = query.parse(await searchParams);
  const [strategy, issuers, trust] = await Promise.all([
    getStrategy(admin.projectId),
    listIssuers(admin.projectId),
    providerTrust(),
  ]);
  const { APP_URL, TAMBO_URL } = appEnv();
  return (
    <SettingsFrame
      title="User authentication"
      intro="How this project checks that a token is genuine."
      admin={adminName(admin)}
      notice={done ? DONE[done] : undefined}
    >
      {TAMBO_URL && (
        <p className="flex items-start gap-2 rounded-card border border-line bg-warn-soft/60 p-3.5 text-control">
          <TriangleAlert size={18} aria-hidden className="mt-px shrink-0 text-warn" />
          TAMBO_URL is set: tokens are exchanged at {TAMBO_URL}, and these settings have no effect.
        </p>
      )}
      <SettingsSection title="Verification strategy">
        <StrategyForm key={strategy} strategy={strategy} action={saveStrategy} />
      </SettingsSection>
      <IssuerSection {...{ issuers, strategy, trust, address }} edited={issuer} />
      <SettingsSection
        title="Token inspector"
        text="Paste a token to see each check. It is not stored and not logged."
      >
        <TokenInspector action={inspect} />
      </SettingsSection>
      <SettingsSection title="Your addresses">
        <div className="rounded-card border border-line bg-surface">
          <CopyLine label="Issuer" value={APP_URL} />
          <CopyLine label="Key set (JWKS)" value={`${APP_URL}/.well-known/jwks.json`} />
          <CopyLine label="Token exchange" value={tokenEndpoint()} />
        </div>
      </SettingsSection>
    </SettingsFrame>
  );
}

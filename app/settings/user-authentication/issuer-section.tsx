import { Suspense } from "react";
import { DialogForm } from "#components/settings/dialog-form.tsx";
import { SettingsSection } from "#components/settings/settings-frame.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Plus } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { IssuerEntry } from "#lib/admin/trusted-issuers.ts";
import { appEnv } from "#lib/base/env.ts";
import type { Strategy } from "#lib/trust/strategy.ts";
import { policiesOf, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import { deleteIssuer } from "./actions.tsx";
import { IssuerCheck } from "./issuer-check.tsx";
import { IssuerForm } from "./issuer-form.tsx";
import { IssuerRow } from "./issuer-row.tsx";

const PAGE = "/settings/user-authentication";

interface IssuerSectionProps {
  issuers: IssuerEntry[];
  strategy: Strategy;
  trust: TrustPolicy;
  /** The id of the issuer that is edited, or "new". */
  edited?: string;
  /** The suggested address of a new issuer. */
  address?: string;
}

/** The issuers whose tokens the exchange accepts: the active provider, and those that an admin trusts. */
export function IssuerSection({ issuers, strategy, trust, edited, address }: IssuerSectionProps) {
  const entry = issuers.find(({ id }) => id === edited);
  return (
    <SettingsSection
      title="Trusted issuers"
      tools={
        <PageLink
          href={`${PAGE}?issuer=new`}
          scroll={false}
          className={buttonClass({ variant: "outline", size: "small" })}
        >
          <Plus size={15} aria-hidden />
          Add issuer
        </PageLink>
      }
    >
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {policiesOf(trust).map((policy) => (
          <IssuerRow key={policy.issuer} {...policy} facts={["set by AUTH_PROVIDER"]} />
        ))}
        {issuers.map((issuer) => (
          <IssuerRow
            key={issuer.id}
            {...issuer}
            facts={listFacts(issuer)}
            status={<IssuerStatus {...{ issuer, strategy }} />}
            tools={<IssuerTools issuer={issuer} />}
          />
        ))}
      </ul>
      {edited === "new" && <IssuerForm key={address} suggested={address} strategy={strategy} />}
      {entry && <IssuerForm key={entry.id} entry={entry} strategy={strategy} />}
    </SettingsSection>
  );
}

function listFacts({ issuer, ownerNamespace, authorizedParties, clientIds, types }: IssuerEntry) {
  return [
    authorizedParties && `azp ${authorizedParties.join(", ")}`,
    clientIds && `client_id ${clientIds.join(", ")}`,
    types && `typ ${types.join(", ")}`,
    ownerNamespace !== issuer && `owner namespace ${ownerNamespace}`,
  ].filter((fact) => typeof fact === "string");
}

/** Whether the issuer has what the strategy verifies with. */
function IssuerStatus({ issuer, strategy }: { issuer: IssuerEntry; strategy: Strategy }) {
  const count = issuer.publicKeys?.keys.length;
  switch (strategy) {
    case "discovery":
      return (
        <Suspense fallback={<Tag>Asking the issuer</Tag>}>
          <IssuerCheck issuer={issuer} />
        </Suspense>
      );
    case "asymmetric":
      return count ? (
        <Tag tone="ok">{count === 1 ? "1 key pasted" : `${count} keys pasted`}</Tag>
      ) : (
        <Tag tone="danger">No key: its tokens are refused</Tag>
      );
    case "symmetric":
      return issuer.hasSecret ? (
        <Tag tone="warn">Shared secret</Tag>
      ) : (
        <Tag tone="danger">No secret: its tokens are refused</Tag>
      );
    case "none":
      return <Tag tone="danger">Not verified</Tag>;
  }
}

function IssuerTools({ issuer: { id, issuer, ownerNamespace } }: { issuer: IssuerEntry }) {
  const minutes = Math.ceil(appEnv().ACCESS_TOKEN_LIFETIME / 60);
  return (
    <>
      <PageLink
        href={`${PAGE}?issuer=${id}`}
        scroll={false}
        className={buttonClass({ variant: "outline", size: "small" })}
      >
        Edit<span className="sr-only"> {issuer}</span>
      </PageLink>
      <DialogForm
        label="Remove…"
        of={issuer}
        title="Remove this issuer?"
        text={`Tokens of ${issuer} are refused within two seconds; access tokens issued for them end within ${minutes} minutes. Its users’ threads are kept: trust it again with the owner namespace ${ownerNamespace}, and they are back.`}
        submitLabel="Remove issuer"
        values={{ id }}
        action={deleteIssuer}
      />
    </>
  );
}

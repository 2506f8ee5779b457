import { ActionForm } from "#components/settings/action-form.tsx";
import { AreaField, FieldGroup, TextField } from "#components/settings/form-fields.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import type { IssuerEntry } from "#lib/admin/trusted-issuers.ts";
import { ASYMMETRIC_ALGORITHMS, type Strategy, SYMMETRIC_ALGORITHMS } from "#lib/trust/strategy.ts";
import { USUAL_TYPES, USUALLY_REFUSED } from "#lib/trust/trust-policy.ts";
import { saveIssuer } from "./actions.tsx";
import { IssuerAddress } from "./issuer-address.tsx";

interface IssuerFormProps {
  /** The one that is edited; absent for a new one. */
  entry?: IssuerEntry;
  /** What the field for a new one's address begins with. */
  suggested?: string;
  strategy: Strategy;
}

/** Adds a trusted issuer, or changes what is accepted of one. */
export function IssuerForm({ entry, suggested, strategy }: IssuerFormProps) {
  const allowed = entry?.algorithms ?? (strategy === "symmetric" ? ["HS256"] : ["RS256", "ES256"]);
  return (
    <ActionForm
      action={saveIssuer}
      submitLabel={entry ? "Save issuer" : "Trust this issuer"}
      tools={
        <PageLink
          href="/settings/user-authentication"
          scroll={false}
          className={buttonClass({ variant: "plain" })}
        >
          Cancel
        </PageLink>
      }
      className="space-y-4 rounded-card border border-line bg-surface p-4"
    >
      <h3 className="text-control font-semibold">
        {entry ? (
          <>
            Edit <code>{entry.issuer}</code>
          </>
        ) : (
          "Add an issuer"
        )}
      </h3>
      {entry ? (
        <input type="hidden" name="id" value={entry.id} />
      ) : (
        <IssuerAddress suggested={suggested} />
      )}
      <div className="group space-y-2">
        <div className="group-has-checked:hidden">
          <TextField
            label="Audience"
            name="audience"
            defaultValue={entry?.audience ?? ""}
            help="What its tokens for this app have in aud."
          />
        </div>
        <label className="flex items-start gap-2 text-help">
          <input
            type="checkbox"
            name="isForAnybody"
            defaultChecked={entry?.audience === null}
            className="mt-0.5 size-4 accent-brand"
          />
          Accept its tokens for any audience: safe only for an issuer that issues for this app alone
        </label>
      </div>
      <FieldGroup
        name="algorithms"
        label="Algorithms (alg)"
        help="HS256, HS384 and HS512 count with a shared secret only, the others without one."
        className="space-y-1"
      >
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {[...ASYMMETRIC_ALGORITHMS, ...SYMMETRIC_ALGORITHMS].map((algorithm) => (
            <label key={algorithm} className="flex items-center gap-1.5 text-help">
              <input
                type="checkbox"
                name="algorithms"
                value={algorithm}
                defaultChecked={allowed.includes(algorithm)}
                className="size-4 accent-brand"
              />
              {algorithm}
            </label>
          ))}
        </div>
      </FieldGroup>
      {(strategy === "discovery" || entry?.jwksUri) && (
        <TextField
          label="Key set address (optional)"
          name="jwksUri"
          defaultValue={entry?.jwksUri ?? ""}
          help="For an issuer without a discovery document."
          inputMode="url"
        />
      )}
      <AreaField
        label="Authorised parties (azp)"
        name="authorizedParties"
        rows={2}
        defaultValue={entry?.authorizedParties?.join("\n")}
        help="One per line. Empty: any application."
      />
      <AreaField
        label="Clients (client_id)"
        name="clientIds"
        rows={2}
        defaultValue={entry?.clientIds?.join("\n")}
        help="One per line. For an issuer whose access tokens have no aud, such as Cognito; accept any audience for it. Empty: any client."
      />
      <AreaField
        label="Accepted types (typ)"
        name="types"
        rows={2}
        defaultValue={entry?.types?.join("\n")}
        help={`One per line. Empty: ${USUAL_TYPES.join(", ")} or none.`}
      />
      <AreaField
        label="Refused claims"
        name="refuse"
        rows={4}
        defaultValue={(entry?.refuse ?? USUALLY_REFUSED).join("\n")}
        help="One per line, as claim or claim=value. A token with one of them is refused, and a machine’s token, whose sub is its client, in any case. The suggested ones mark tokens for refreshing, for logging out, of machines, of anonymous visitors, or bound to a key. Empty: the suggested ones."
      />
      {(strategy === "asymmetric" || entry?.publicKeys) && (
        <AreaField
          label="Public keys"
          name="publicKeys"
          rows={5}
          help={`A PEM, a certificate, a JWK or a JWK Set.${entry?.publicKeys ? ` Empty keeps the ${entry.publicKeys.keys.length} there.` : ""}`}
        />
      )}
      {(strategy === "symmetric" || entry?.hasSecret) && (
        <TextField
          label="Shared secret"
          name="secret"
          type="password"
          help={`At least 32 bytes. Stored encrypted and not shown again.${entry?.hasSecret ? " Empty keeps the one that is there." : ""}`}
        />
      )}
      {!entry && (
        <TextField
          label="Owner namespace (optional)"
          name="ownerNamespace"
          help="What its users’ identities are derived from: the issuer, unless it replaces one that had another. Never changes afterwards."
        />
      )}
    </ActionForm>
  );
}

import { hash } from "node:crypto";
import type { JWK } from "jose";
import type { Database } from "#drizzle/client.ts";
import { type ActivityKind, describeChanges, recordChange } from "#lib/admin/activity.ts";
import type { IssuerRow } from "#lib/trust/trust-settings.ts";

interface Change {
  /** Absent for an issuer that is added. */
  before?: IssuerRow;
  /** Absent for one that is removed. */
  after?: IssuerRow;
  by: string | undefined;
}

/** Records an admin's change of an issuer, with old and new values, in the transaction that makes it. */
export async function recordIssuer(
  tx: Pick<Database, "insert">,
  kind: ActivityKind,
  projectId: string,
  { before, after, by }: Change,
): Promise<void> {
  const detail = describeChanges(describe(before), describe(after)) || "nothing changed";
  const issuer = (after ?? before)?.issuer;
  await recordChange(tx, { projectId, kind, issuer, ownerId: by, detail });
}

/** Keys appear as fingerprints; a secret shows only whether it is another one. */
function describe(row: IssuerRow | undefined) {
  if (!row) return {};
  const { id: _, issuer: __, publicKeys, encryptedSecret, ...values } = row;
  return {
    ...values,
    publicKeys: publicKeys?.keys.map(fingerprint),
    secret: encryptedSecret && `encrypted ${shortHash(encryptedSecret)}`,
  };
}

function fingerprint(key: JWK): string {
  return `${key.kid ?? key.kty} ${shortHash(JSON.stringify(key))}`;
}

/** Short, to tell values apart. */
const shortHash = (text: string) => hash("sha256", text, "base64url").slice(0, 8);

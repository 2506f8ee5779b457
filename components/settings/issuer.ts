export type Strategy = "discovery" | "asymmetric" | "symmetric" | "none";

/** Of a trusted issuer, what the form shows. */
export interface IssuerEntry {
  id: string;
  issuer: string;
  audience: string | null;
  algorithms: string[];
  authorizedParties: string[] | null;
  clientIds: string[] | null;
  types: string[] | null;
  refuse: string[] | null;
  jwksUri: string | null;
  publicKeys: { keys: unknown[] } | null;
  hasSecret: boolean;
}

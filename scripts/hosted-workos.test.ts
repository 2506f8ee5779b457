import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { trust } from "#adapters/workos/trust.ts";
import { isRefusal, renewOnce } from "#starters/hosted/adapters/shared/renewal.ts";
import { contract } from "#test/contract-table.ts";

// What starters/workos-hosted has in place of this app's own files does as those do.
describe("a renewal", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is one for all requests with the same refresh token, for half a minute", async () => {
    const renew = vi.fn(async () => crypto.randomUUID());
    const parallel = await Promise.all([renewOnce("one", renew), renewOnce("one", renew)]);
    expect(await renewOnce("one", renew)).toBe(parallel[0]);
    expect(renew).toHaveBeenCalledTimes(1);
    expect(await renewOnce("other", renew)).not.toBe(parallel[0]);
    vi.advanceTimersByTime(30_001);
    expect(await renewOnce("one", renew)).not.toBe(parallel[0]);
  });

  test("that failed is tried again", async () => {
    const failed = renewOnce("failing", () => Promise.reject(new Error("out of reach")));
    await expect(failed).rejects.toThrow("out of reach");
    expect(await renewOnce("failing", async () => "renewed")).toBe("renewed");
  });

  test.each([
    [400, "invalid_grant", true],
    [401, undefined, true],
    [400, "temporarily_unavailable", false],
    [429, undefined, false],
    [503, undefined, false],
    [undefined, undefined, false],
  ])("answered with %s %s ends the session: %s", (status, error, ends) => {
    expect(isRefusal(status, error)).toBe(ends);
  });
});

test("the token is bound to this application by its issuer and the address of its keys", () => {
  Object.assign(process.env, contract.workos?.variables);
  const { issuer, keys, algorithms, audience, ownerNamespace } = trust();
  const { WORKOS_CLIENT_ID: id } = process.env;
  expect(issuer).toMatch(RegExp(`/user_management/${id}$`));
  expect(String(keys)).toMatch(RegExp(`/sso/jwks/${id}$`));
  expect({ algorithms, audience }).toEqual({ algorithms: ["RS256"], audience: null });
  expect(ownerNamespace).toBe(`https://api.workos.com/user_management/${id}`);
});

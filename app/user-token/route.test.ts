import { expect, test } from "vitest";
import { GET } from "./route.ts";

test.each(["cross-site", "same-site", "none"])(
  "a request that is %s is refused before any session is read",
  async (site) => {
    const headers = { "sec-fetch-site": site };
    const response = await GET(new Request("http://localhost:3000/user-token", { headers }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "CROSS_SITE" });
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("vary")).toBe("Cookie");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  },
);
